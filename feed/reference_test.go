package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// names returns what a text refers to when it stands on an item with the key.
func names(text, on string) string {
	var all []string
	for _, r := range feed.References(text) {
		all = append(all, r.Name(on))
	}
	return strings.Join(all, " ")
}

func TestReferences(t *testing.T) {
	const on = "acme/api#12"
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"Nothing at all.", ""},
		{"See #34, #34 and (#5).", "acme/api#34 acme/api#5"},
		{"Fixes acme/web#7 and Acme/Web#7", "acme/web#7"},
		{"PROJ-12", "PROJ-12"},
		{"PROJ-12: too slow (see OPS_2-3), not PROJ-0 or P-1", "PROJ-12 OPS_2-3"},
		{"UTF-8 and SHA-256 look like keys", "UTF-8 SHA-256"},
		{"feature/PROJ-12-retry", "PROJ-12"},
		{"CVE-2024-3094 is none", ""},
		{"ABC-1.2 is a version, ABC-1. is not", "ABC-1"},
		{"xPROJ-1 äPROJ-1 PROJ-1x PROJ-1ä", ""},
		{"#1st a#1 /#1 ##1 &#39; #0 #01 #12345678901", ""},
		{"`PROJ-1` ``a ` PROJ-2`` PROJ-3 ` PROJ-4", "PROJ-3 PROJ-4"},
		{"```\nPROJ-1\n```\nPROJ-2\n```\nPROJ-3", "PROJ-2"},
		{"https://github.com/acme/api/pull/34/files#r1", "github.com/acme/api#34"},
		{"https://GitHub.com/Acme/API/issues/34?x=1", "github.com/acme/api#34"},
		{"[it](https://github.com/acme/api/issues/3).", "github.com/acme/api#3"},
		{"[https://git.example/acme/api/issues/3](https://git.example/acme/api/issues/4)", "git.example/acme/api#3 git.example/acme/api#4"},
		{"github.com/acme/api/issues/3", "github.com/acme/api#3"},
		{"https://acme.atlassian.net/browse/SUP-3?focusedCommentId=5", "acme.atlassian.net/browse/SUP-3"},
		{"https://jira.example/jira/browse/SUP-3", "jira.example/browse/SUP-3"},
		{"https://acme.atlassian.net/jira/boards/1?selectedIssue=SUP-3", "acme.atlassian.net/browse/SUP-3"},
		{"https://trello.com/c/AbCd1234/5-paint-the-jetty", "trello.com/c/AbCd1234"},
		{"trello.com/c/AbCd1234.", "trello.com/c/AbCd1234"},
		{"https://app.asana.com/0/11/22/f and https://app.asana.com/1/9/project/11/task/22", "app.asana.com/task/22"},
		{"https://www.notion.so/acme/Offline-bookings-aaaaaaaa000040008000000000000001?pvs=4", "id/aaaaaaaa000040008000000000000001"},
		{"https://www.notion.so/bbbbbbbb000040008000000000000001?v=1&p=AAAAAAAA000040008000000000000001", "id/aaaaaaaa000040008000000000000001"},
		{"aaaaaaaa-0000-4000-8000-000000000001", "id/aaaaaaaa000040008000000000000001"},
		{"https://example.com/a/b/ <https://example.com/a/b> https://example.com/", "example.com/a/b"},
		{"https://example.com/a_(b) (https://example.com/c)", "example.com/a_(b) example.com/c"},
		{"https:// http://[::1 https://%zz", ""},
	} {
		if got := names(c.text, on); got != c.want {
			t.Errorf("%q names %q, want %q", c.text, got, c.want)
		}
	}
	for key, want := range map[string]string{
		"acme/api#1": "acme/api#34", "Acme/API@v1.0": "acme/api#34", "acme/api/docs/1.md": "acme/api#34", "PROJ-1": "", "c4rd0001": "", "": "",
	} {
		if got := names("#34", key); got != want {
			t.Errorf("#34 on %q names %q, want %q", key, got, want)
		}
	}
	if n := len(feed.References(strings.Repeat("#1 #2 acme/a#3 ", 500) + manyKeys(500))); n != feed.MaxList {
		t.Errorf("%d references are found, want %d", n, feed.MaxList)
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " KEY-%d", i+1)
	}
	return b.String()
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		item feed.Item
		want []string
	}{
		{feed.Item{ID: "12", Key: "Acme/API#12", URL: "https://github.com/Acme/API/pull/12"}, []string{"acme/api#12", "github.com/acme/api#12"}},
		{feed.Item{ID: "10101", Key: "SUP-1", URL: "https://acme.atlassian.net/browse/SUP-1"}, []string{"SUP-1", "acme.atlassian.net/browse/SUP-1"}},
		{feed.Item{ID: "65e1", Key: "c4rd0001", URL: "https://trello.com/c/c4rd0001/1-ropes"}, []string{"trello.com/c/c4rd0001"}},
		{
			feed.Item{ID: "aaaaaaaa-0000-4000-8000-000000000001", Key: "PROP-7", URL: "https://www.notion.so/A-aaaaaaaa000040008000000000000001"},
			[]string{"PROP-7", "id/aaaaaaaa000040008000000000000001"},
		},
		{feed.Item{ID: "1"}, nil},
	} {
		if diff := cmp.Diff(c.want, c.item.Names()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.item.ID, diff)
		}
	}
}

func TestReferencesOfEvents(t *testing.T) {
	for _, c := range []struct {
		event feed.Event
		want  string
	}{
		{feed.Event{Verb: feed.Commented, Text: "#3", Into: "#4"}, "acme/api#3"},
		{feed.Event{Verb: feed.Linked, Into: "acme/web#4"}, "acme/web#4"},
		{feed.Event{Verb: feed.Linked, Into: "#4"}, "acme/api#4"},
		{feed.Event{Verb: feed.Unlinked, From: "SUP-4"}, "SUP-4"},
		{feed.Event{Verb: feed.Linked, Into: "https://trello.com/c/c4rd0001"}, "trello.com/c/c4rd0001"},
		{feed.Event{Verb: feed.Linked, Into: "blocks SUP-1 and SUP-2"}, "SUP-1 SUP-2"},
		{feed.Event{Verb: feed.Linked, Into: "a title"}, ""},
	} {
		var got []string
		for _, r := range c.event.References() {
			got = append(got, r.Name("acme/api#1"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %q refers to %q, want %q", c.event.Verb, c.event.Into+c.event.From, got, c.want)
		}
	}
}

// FuzzReferences checks of any text that what is found stands in it, once, and names the same when it stands alone.
func FuzzReferences(f *testing.F) {
	for _, text := range []string{
		"See #34 and acme/web#7, PROJ-12, `code #1`.", "https://github.com/acme/api/pull/34/files", "```\n#1", "[a](https://trello.com/c/AbCd1234)",
		"\xff#1\xfe", "a-https://x/\x00", "aaaaaaaa-0000-4000-8000-000000000001",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := feed.References(text)
		if len(found) > feed.MaxList {
			t.Fatalf("%d references", len(found))
		}
		seen := map[string]bool{}
		for _, r := range found {
			name := r.Name("acme/api#1")
			switch {
			case name == "" || !strings.Contains(text, r.Text):
				t.Errorf("%q names %q and does not stand in the text", r.Text, name)
			case utf8.ValidString(text) && !utf8.ValidString(name):
				t.Errorf("the name %q is not UTF-8", name)
			}
			if key := r.Name("") + "\x00" + name; seen[key] {
				t.Errorf("%q is found twice", name)
			} else {
				seen[key] = true
			}
			if alone := names(r.Text, "acme/api#1"); !slices.Contains(strings.Fields(alone), name) && !strings.Contains(name, " ") {
				t.Errorf("%q names %q when it stands alone, and %q in a text", r.Text, alone, name)
			}
		}
	})
}

func BenchmarkReferences(b *testing.B) {
	text := strings.Repeat("Some words that name nothing at all, and a Name With Capitals. ", 20) + "Fixes #12, see PROJ-7 and https://trello.com/c/AbCd1234/5-paint."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		feed.References(text)
	}
}
