package github

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

func TestMentions(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"none", "Nothing to see.", ""},
		{"in a sentence", "Fixes #34, and (#35); see [#36].", "34 35 36"},
		{"one after another", "#1 #2\n#3", "1 2 3"},
		{"once", "#34 is #34 is #34", "34"},
		{"itself", "This is #7.", ""},
		{"by the whole name", "acme/api#34 and Acme/API#35, but not other/api#36", "34 35"},
		{"by its former name", "acme/before#34", "34"},
		{"by address", "See https://github.com/acme/api/issues/34#issuecomment-5 and https://github.com/acme/api/pull/35.", "34 35"},
		{"elsewhere by address", "https://github.com/acme/web/issues/34", ""},
		{"in code", "`#34`, and\n```\n#35\n```\nbut #36", "36"},
		{"in a fence without an end", "~~~\n#35", ""},
		{"in a quote", "> what of #34?\n\n#35", "35"},
		{"in a quote with CRLF", "> what of #34?\r\n\r\n#35\r\n", "35"},
		{"in a comment of a template", "<!-- Fixes #1 -->\n#35", "35"},
		{"headings and colours", "# 34\n#fff #00ff00 #0 a#34 #34px", ""},
		{"too large a number", "#12345678", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, strings.Join(mentioned(c.text), " ")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if n := len(mentioned(strings.Repeat("#1 #2 #3 #4 #5 #6 #8 #9 #10 #11 #12 #13 ", 5) + "#21 #22 #23 #24 #25 #26 #27 #28 #29")); n != mentionsAtMost {
		t.Errorf("%d mentions in one text, want %d", n, mentionsAtMost)
	}
}

// mentioned are the items that a comment on acme/api#7 refers to.
func mentioned(text string) (items []string) {
	page := feed.Page{}
	t := newTranslator("acme/before", 0, &page)
	t.mentions(feed.Event{Key: "issue_comment/1", Item: "7", At: time.Unix(1, 0), Text: text}, "acme/api#7")
	for _, e := range page.Events {
		items = append(items, e.Item)
	}
	return items
}
