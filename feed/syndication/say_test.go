package syndication

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// TestSay puts one event of every verb into words, with all that may be known of it and with nothing, and compares the
// sentences with testdata/sentences.txt: read them aloud.
func TestSay(t *testing.T) {
	verbs := []feed.Verb{
		feed.Opened, feed.Closed, feed.Reopened, feed.Merged, feed.Renamed, feed.Moved, feed.Labeled, feed.Unlabeled, feed.Drafted,
		feed.Readied, feed.Pushed, feed.Released, feed.Scheduled, feed.Unscheduled, feed.Locked, feed.Unlocked, feed.Linked, feed.Unlinked,
		feed.Edited, feed.Changed, feed.Paused, feed.Resumed, feed.Checked, feed.Unchecked, feed.Attached, feed.Worked, feed.Tidied, feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested, feed.Dismissed, feed.Requested, feed.Unrequested,
		feed.Assigned, feed.Unassigned, feed.Proposed, feed.Decided, feed.Rejected, feed.Superseded, feed.Resolved, feed.Unresolved,
		feed.Flagged, feed.Warned, feed.Met, feed.Missed, feed.Escalated, feed.Promised, feed.Snoozed, feed.Waived, feed.Confirmed,
		feed.Failing, feed.Recovered,
	}
	var b strings.Builder
	for _, v := range verbs {
		e := feed.Entry{Event: feed.Event{Verb: v, Item: "12", By: feed.Account{ID: "ana", Name: "Ana"}, To: []feed.Account{{Name: "Ben"}}, From: "Old", Into: "New"},
			Source: "api", On: feed.Item{ID: "12", Key: "acme/api#12", Title: "Fix the clock"}}
		bare := feed.Entry{Event: feed.Event{Verb: v, Item: "12"}, Source: "api"}
		b.WriteString(Title(e, nil) + "\n")
		b.WriteString("    " + SayBelow(e, nil).String() + "\n")
		b.WriteString("    " + Title(bare, nil) + "\n")
	}
	if *update {
		if err := os.WriteFile("testdata/sentences.txt", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(verbs) != len(forms) {
		t.Errorf("%d verbs are tried of %d that have words", len(verbs), len(forms))
	}
}

// TestForms checks that every verb has words, the last of which need nothing to be known.
func TestForms(t *testing.T) {
	for _, verb := range feed.Verbs() {
		if len(forms[verb]) == 0 {
			t.Errorf("%s has no words", verb)
		}
	}
	for verb, of := range forms {
		if verb.Kind() == "" {
			t.Errorf("%s is no verb", verb)
		}
		last, rest, _ := strings.Cut(of[len(of)-1], "[")
		_, after, _ := strings.Cut(rest, "]")
		if strings.Contains(last+after, "{") {
			t.Errorf("the last form of %s needs something: %s", verb, of[len(of)-1])
		}
	}
}

func changed(from, into string) feed.Entry {
	return feed.Entry{Event: feed.Event{Verb: feed.Changed, Item: "1", By: feed.Account{ID: "ana"}, From: from, Into: into}, Tool: "github"}
}

func TestWho(t *testing.T) {
	people := feed.Namer(func(tool, id string) string { return map[string]string{"github/ana": "Ana"}[tool+"/"+id] })
	self := feed.Account{ID: "ana"}
	tests := []struct {
		e    feed.Entry
		want string
	}{
		{feed.Entry{Event: feed.Event{Verb: feed.Merged, By: self}, Tool: "github"}, "Ana merged"},
		{feed.Entry{Event: feed.Event{Verb: feed.Merged, By: self}, Tool: "jira"}, "ana merged"},
		{feed.Entry{Event: feed.Event{Verb: feed.Merged}, Tool: "jira"}, "somebody merged"},
		{feed.Entry{Event: feed.Event{Verb: feed.Assigned, By: self, To: []feed.Account{self}}, Tool: "github"}, "Ana assigned themselves"},
		{feed.Entry{Event: feed.Event{Verb: feed.Assigned}, Tool: "github"}, "somebody assigned"},
		{feed.Entry{Event: feed.Event{Verb: feed.Assigned, To: []feed.Account{{}}}, Tool: "github"}, "somebody assigned somebody"},
		{feed.Entry{Event: feed.Event{Verb: feed.Promised, By: self, From: "Ben", Into: "2026-11-24T16:30:00+01:00"}, Tool: "github"}, "Ana will answer Ben by 24 November 2026, 15:30 UTC"},
		{feed.Entry{Event: feed.Event{Verb: feed.Snoozed, By: self, Into: "2026-11-24T16:30:00Z"}, Tool: "github"}, "Ana lets this rest until 24 November 2026, 16:30 UTC"},
		{changed("priority: low", "priority: high"), "Ana changed priority from low to high"},
		{changed("", "sprint: 12"), "Ana set sprint to 12"},
		{changed("sprint: 12", ""), "Ana cleared sprint, which was 12"},
		{changed("low", "high"), "Ana changed this from low to high"},
		{changed("a: 1", "b: 2"), "Ana changed this from a: 1 to b: 2"},
		{changed("", "resolved"), "Ana changed this: resolved"},
		{changed("", ""), "Ana changed this"},
		{feed.Entry{Event: feed.Event{Verb: "yodelled", By: self}, Tool: "github"}, "Ana yodelled"},
	}
	for _, tt := range tests {
		if got := SayBelow(tt.e, people).String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestUncertainTimes says in a subscription between which times something happened.
func TestUncertainTimes(t *testing.T) {
	e := morning(t)[4]
	e.NotBefore = at(t, "2026-11-22T06:30:00Z")
	const want = "ci[bot] released, between 22 November 2026, 06:30 and 23 November 2026, 07:00 UTC"
	if got := New(channel(t), []feed.Entry{e}).Entries[0].Text; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
