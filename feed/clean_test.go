package feed_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

func TestText(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                           {"Fix the clock", "Fix the clock"},
		"line ends of every sort":         {"a\r\nb\rc\u2028d\u2029e\u0085f", "a\nb\nc\nd\ne\nf"},
		"controls":                        {"a\x00b\x1b[31mc\x7fd\u009fe", "ab[31mcde"},
		"tabs stay":                       {"a\tb", "a\tb"},
		"not UTF-8":                       {"a\xffb", "a\uFFFDb"},
		"what reorders its neighbours":    {"user\u202e\u2066txt.exe\u2069", "usertxt.exe"},
		"right-to-left words stay":        {"שלום", "שלום"},
		"byte order mark":                 {"\uFEFFa", "a"},
		"joined emoji stay joined":        {"👩\u200d💻", "👩\u200d💻"},
		"what XML forbids":                {"a\uFFFEb\uFFFFc\U0001FFFEd", "abcd"},
		"space at the end":                {"a  \n\n", "a"},
		"markup is text like any other":   {"<b>&amp;", "<b>&amp;"},
		"cut at characters, not at bytes": {strings.Repeat("é", 30), strings.Repeat("é", 19) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := feed.Text(c.in, 20); got != c.want {
				t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanKeepsWhatIsGood(t *testing.T) {
	berlin := time.FixedZone("CEST", 2*60*60)
	page := feed.Page{
		Items: []feed.Item{
			{ID: "7", Title: " Fix\nthe  \tclock ", URL: "https://example.com/7?a=b#c", State: "open", Created: time.Date(2026, 7, 1, 12, 0, 0, 0, berlin)},
			{ID: "8", URL: "javascript:alert(1)", State: "half open", Comments: -3},
		},
		Events: []feed.Event{
			{Key: "e1", Item: "7", Verb: feed.Commented, At: time.Date(2026, 7, 1, 12, 0, 0, 0, berlin), By: feed.Account{ID: "deps[bot]"}, URL: "https://user:pass@example.com/"},
			{Key: "e2", Item: "7", Verb: feed.Labeled, Kind: feed.Decision, At: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC), Updated: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)},
		},
	}
	page.Clean()
	want := feed.Page{
		Items: []feed.Item{
			{ID: "7", Title: "Fix the   clock", URL: "https://example.com/7?a=b#c", State: feed.StateOpen, Created: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)},
			{ID: "8"},
		},
		Events: []feed.Event{
			{Key: "e1", Item: "7", Verb: feed.Commented, Kind: feed.Discussion, At: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), Updated: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), By: feed.Account{ID: "deps[bot]", Bot: true}},
			{Key: "e2", Item: "7", Verb: feed.Labeled, Kind: feed.Decision, At: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC), Updated: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)},
		},
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestCleanRejectsWhatCannotBeKept(t *testing.T) {
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	page := feed.Page{
		Items: []feed.Item{{Title: "without an id"}, {ID: "good"}, {ID: "old", Created: time.Date(12, 1, 1, 0, 0, 0, 0, time.UTC)}},
		Events: []feed.Event{
			{Verb: feed.Opened, At: now},
			{Key: "no time", Verb: feed.Opened},
			{Key: "no verb", Verb: "danced", At: now},
			{Key: "good", Verb: feed.Opened, At: now},
			{Key: strings.Repeat("k", feed.MaxKey+1), Verb: feed.Opened, At: now},
			{Key: "control\x00", Verb: feed.Opened, At: now},
		},
	}
	page.Clean()
	if len(page.Items) != 1 || len(page.Events) != 1 || page.Items[0].ID != "good" || page.Events[0].Key != "good" {
		t.Errorf("kept %d items and %d events, want the good one of each", len(page.Items), len(page.Events))
	}
	if len(page.Rejects) != 7 {
		t.Errorf("%d rejects, want 7", len(page.Rejects))
	}
	for _, r := range page.Rejects {
		if r.Key == "" || r.Reason == "" || len(r.Raw) == 0 || strings.Contains(string(r.Raw), "\x00") {
			t.Errorf("a reject says nothing, or cannot be stored: %+v", r)
		}
	}
}

func TestEveryVerbHasAKind(t *testing.T) {
	known := map[feed.Kind]bool{}
	for _, k := range feed.Kinds() {
		known[k] = true
	}
	for _, v := range feed.Verbs() {
		if !known[v.Kind()] {
			t.Errorf("the kind of %s is %q", v, v.Kind())
		}
	}
}

// Whatever comes in, what comes out can be stored, shown and put into XML, and cleaning it again changes nothing.
func FuzzText(f *testing.F) {
	f.Add("a\r\nb\x00\u202e\xff")
	f.Add(strings.Repeat("é ", 100))
	f.Fuzz(func(t *testing.T, s string) {
		got := feed.Text(s, 50)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 50 {
			t.Errorf("Text(%q) = %q: not UTF-8, or too long", s, got)
		}
		if again := feed.Text(got, 50); again != got {
			t.Errorf("cleaned twice %q becomes %q", got, again)
		}
		var b strings.Builder
		if err := xml.EscapeText(&b, []byte(got)); err != nil {
			t.Error(err)
		}
		if strings.Contains(b.String(), "\uFFFD") && !strings.Contains(got, "\uFFFD") {
			t.Errorf("XML cannot hold %q", got)
		}
	})
}
