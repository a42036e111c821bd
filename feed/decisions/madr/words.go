package madr

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// Standing is how a decision stands, in the word that lists show.
func Standing(state feed.DecisionState, misplaced string) string {
	if misplaced != "" {
		return string(state) + ", wrong place"
	}
	return string(state)
}

// Maker is who decided, or who put it up while nobody has.
func Maker(d feed.DecisionEntry, person feed.Namer) string {
	by := d.Decider
	if d.Decided.IsZero() {
		by = d.Proposer
	}
	return name(d.Tool, by, person)
}

// name is the name of the person behind an account, or what the account is called.
func name(tool string, a feed.Account, person feed.Namer) string {
	if a.ID != "" {
		return cmp.Or(person(tool, a.ID), a.Label())
	}
	return a.Label()
}

// inMarkdown makes text stand for itself in Markdown.
var inMarkdown = strings.NewReplacer("|", `\|`, "[", `\[`, "]", `\]`, "<", "&lt;", "`", "\\`", "*", `\*`, "_", `\_`)

// link is a link of Markdown, where there is an address.
func link(text, address string) string {
	text = inMarkdown.Replace(oneLine(text))
	if address == "" {
		return text
	}
	return "[" + text + "](<" + address + ">)"
}

// slug is a title as a part of the name of a file: letters, digits and dashes.
func slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case b.Len() >= 60:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "decision"
}

// quoted is a value of YAML, whatever it is made of: every string of JSON is one.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz ") == "" {
		return s
	}
	text, err := json.Marshal(s)
	if err != nil { // cannot be: strings always can
		return `""`
	}
	return string(text)
}

// heading is a title that stays one line.
func heading(s string) string { return strings.ReplaceAll(oneLine(s), "<", "&lt;") }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
