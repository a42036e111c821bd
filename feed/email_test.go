package feed_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// TestAddressesAreNotHandedOut checks that nothing programs are given tells an e-mail address.
func TestAddressesAreNotHandedOut(t *testing.T) {
	a := feed.Account{ID: "ana", Name: "Ana", Email: "ana@example.com"}
	it := feed.Item{ID: "1", Author: a, Owners: []feed.Account{a}, Reviewers: []feed.Account{a}}
	e := feed.Entry{Event: feed.Event{Key: "1", Item: "1", By: a, To: []feed.Account{a}}, On: it}
	ask := feed.AskEntry{Ask: feed.Ask{ID: "1", Asker: a, Responder: a}, On: it}
	for _, v := range []any{a, e.Record(nil), it.Record("github", "api", nil), ask.Record(nil), feed.AccountEntry{Account: a}, it, e, ask} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "Ana") || strings.Contains(string(text), "@") {
			t.Errorf("%T tells the address, or nothing: %s", v, text)
		}
	}
}

// TestUncertainTimesAreClean checks the earliest time of an event, which must lie before the event.
func TestUncertainTimesAreClean(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for earliest, want := range map[time.Time]time.Time{
		{}:                 {},
		at.Add(-time.Hour): at.Add(-time.Hour),
		at:                 {},
		at.Add(time.Hour):  {},
		time.Unix(-1, 0):   {},
		at.AddDate(-1, 0, 0).In(time.FixedZone("", 3600)): at.AddDate(-1, 0, 0),
	} {
		p := feed.Page{
			Events:    []feed.Event{{Key: "1", Verb: feed.Moved, At: at, NotBefore: earliest, By: feed.Account{ID: "a", Email: " Ana@Example.com\n"}}},
			Retracted: []string{"ok", "", "a\x00b", strings.Repeat("x", feed.MaxKey+1), "\xff"},
		}
		p.Clean()
		if got := p.Events[0].NotBefore; !got.Equal(want) || !got.IsZero() && got.Location() != time.UTC {
			t.Errorf("not before %s becomes %s, want %s", earliest, got, want)
		}
		if got := p.Events[0].By.Email; got != "ana@example.com" {
			t.Errorf("the address becomes %q", got)
		}
		if len(p.Retracted) != 1 || p.Retracted[0] != "ok" {
			t.Errorf("retracted is %q", p.Retracted)
		}
	}
}
