package decisions_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
)

// On a card nobody knows of which repository #12 is: it is named as it was written, and refers to nothing.
func TestSupersedingFromACard(t *testing.T) {
	card := feed.Item{ID: "42", Kind: "card", Key: "HELP-42", Title: "The bell rings twice", State: feed.StateOpen}
	for text, want := range map[string]string{
		"/supersede 0007 with #12":                 "0007 is superseded by #12",
		"/supersede 0007 with #12, as Ben said":    "as Ben said",
		"/supersede 0007 with acme/api#12":         "0007 is superseded by acme/api#12",
		"/supersede 0007 It rings once, for #12":   "It rings once, for #12",
		"/supersede 0007 with a bell that is mute": "with a bell that is mute",
	} {
		e := feed.Entry{Event: feed.Event{
			Key: "c", Item: "42", Verb: feed.Commented, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), By: feed.Account{ID: "ana"}, Text: text,
		}, Source: "help", Tool: "push", On: card}
		got := decisions.Derive(card, []feed.Entry{e}, agreed())
		if len(got) != 1 || got[0].Title != want || got[0].State != feed.DecisionDecided || len(got[0].Supersedes) != 1 {
			t.Errorf("%q makes %+v", text, got)
		}
	}
}
