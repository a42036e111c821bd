package decisions

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/said"
)

// longest is how many bytes a sentence has that is looked at.
const longest = 1000

// suggestions returns the sentences of a text that sound like a decision. Questions and conditions do not.
func (r *reader) suggestions(text string) (found []signal) {
	for _, sentence := range sentences(text) {
		if len(found) == maxSuggestions {
			break
		}
		first, _, _ := strings.Cut(strings.ToLower(sentence), " ")
		if strings.HasSuffix(sentence, "?") || first == "if" || first == "unless" || len(sentence) > longest {
			continue
		}
		if r.agreed.Suggests(sentence) {
			found = append(found, signal{act: suggest, title: feed.Text(sentence, feed.MaxTitle), trust: feed.Suggested})
		}
	}
	return found
}

// sentences cuts a text into sentences. A paragraph and an item of a list end one.
func sentences(text string) (list []string) {
	var b strings.Builder
	end := func() {
		if s := strings.TrimSpace(b.String()); s != "" {
			list = append(list, s)
		}
		b.Reset()
	}
	for l := range said.Lines(text) {
		text := l.Words()
		m := listed.FindStringSubmatch(text)
		if m != nil {
			text = m[1]
		}
		if text == "" || m != nil || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "|") {
			end()
		}
		for word := range strings.FieldsSeq(text) {
			b.WriteString(word)
			b.WriteByte(' ')
			if strings.HasSuffix(strings.TrimRight(word, `)"'*_`), ".") || strings.ContainsAny(word[len(word)-1:], "!?") {
				end()
			}
		}
	}
	end()
	return list
}
