package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

var agreed = feed.Map{
	Lists:    map[string]feed.Verb{"Needs decision": feed.Proposed, "Decided": feed.Decided, "Blocked": feed.Paused, "On ice": feed.Paused, "Done": feed.Closed},
	Statuses: map[string]feed.Verb{"Won't do": feed.Rejected},
	Sections: map[string]feed.Verb{"Released": feed.Closed},
	Labels:   map[string]feed.Verb{"decision: accepted": feed.Decided, "blocked": feed.Paused},
}

func TestMapApplies(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name       string
		verb       feed.Verb
		from, into string
		want       string // verb and kind
	}{
		{"into a list that means something", feed.Moved, "Doing", "Decided", "decided decision"},
		{"whatever its case and spaces", feed.Moved, "Doing", " needs  DECISION ", "proposed decision"},
		{"from a meaning to another", feed.Moved, "Needs decision", "Decided", "decided decision"},
		{"out of a pause", feed.Moved, "Blocked", "Doing", "resumed progress"},
		{"out of a pause into a decision", feed.Moved, "Blocked", "Decided", "decided decision"},
		{"from one pause into the next", feed.Moved, "Blocked", "On ice", "moved progress"},
		{"out of what is done", feed.Moved, "Done", "Doing", "reopened progress"},
		{"from done to released", feed.Moved, "Done", "Released", "moved progress"},
		{"out of a decision", feed.Moved, "Decided", "Doing", "moved progress"},
		{"between lists nobody mapped", feed.Moved, "Doing", "Review", "moved progress"},
		{"from nowhere", feed.Moved, "", "Blocked", "paused progress"},
		{"a status", feed.Moved, "Open", "Won't do", "rejected decision"},
		{"a label", feed.Labeled, "", "Decision: Accepted", "decided decision"},
		{"a label that is taken off", feed.Unlabeled, "", "blocked", "resumed progress"},
		{"a decision label that is taken off", feed.Unlabeled, "", "decision: accepted", "unlabeled progress"},
		{"a label called like a list", feed.Labeled, "", "Done", "labeled progress"},
		{"a list called like a label", feed.Moved, "", "decision: accepted", "moved progress"},
		{"another verb", feed.Renamed, "Doing", "Decided", "renamed progress"},
		{"opened anywhere", feed.Opened, "", "Doing", "opened progress"},
		{"opened where it pauses", feed.Opened, "", "Blocked", "opened progress; paused progress /mapped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := feed.Page{Events: []feed.Event{{Key: "e", Item: "1", Verb: c.verb, Kind: c.verb.Kind(), At: at, From: c.from, Into: c.into}}}
			agreed.Apply(&p)
			var got []string
			for _, e := range p.Events {
				got = append(got, strings.TrimSpace(fmt.Sprint(e.Verb, " ", e.Kind, " ", strings.TrimPrefix(e.Key, "e"))))
				if e.From != c.from || e.Into != c.into || !e.At.Equal(at) || e.Item != "1" {
					t.Errorf("more than its verb was changed: %+v", e)
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("it is %q, want %q", got, c.want)
			}
		})
	}
}

// Applied to a page that is read again it says the same again, for the host may read any page twice.
func TestMapAppliesAlike(t *testing.T) {
	page := func() feed.Page {
		return feed.Page{Events: []feed.Event{{Key: "a", Item: "1", Verb: feed.Opened, Into: "Blocked"}, {Key: "b", Item: "1", Verb: feed.Moved, From: "Blocked"}}, Retracted: []string{"c"}}
	}
	once, again := page(), page()
	agreed.Apply(&once)
	agreed.Apply(&again)
	if !slices.EqualFunc(once.Events, again.Events, func(x, y feed.Event) bool { return x.Key == y.Key && x.Verb == y.Verb }) || len(once.Events) != 3 {
		t.Errorf("first %+v, then %+v", once.Events, again.Events)
	}
	if !slices.Equal(once.Retracted, []string{"c", "c/mapped"}) {
		t.Errorf("retracted: %v; what the map added goes with what it was added to", once.Retracted)
	}
}

func TestMapClosesItems(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := feed.Page{
		Items: []feed.Item{
			{ID: "1", State: feed.StateOpen, Status: "done"}, {ID: "2", State: feed.StateOpen, Status: "Doing"},
			{ID: "3", State: feed.StateClosed, Status: "Done", Closed: at}, {ID: "4", Status: "Done"},
		},
		Events: []feed.Event{{Key: "m", Item: "1", Verb: feed.Moved, From: "Doing", Into: "Done", At: at}},
	}
	agreed.Apply(&p)
	want := []feed.State{feed.StateClosed, feed.StateOpen, feed.StateClosed, feed.StateUnknown}
	for i, it := range p.Items {
		if it.State != want[i] {
			t.Errorf("item %s is %q, want %q", it.ID, it.State, want[i])
		}
	}
	if !p.Items[0].Closed.Equal(at) {
		t.Errorf("closed at %v, want when it was moved", p.Items[0].Closed)
	}
}

// A tool that says itself that a move closed the item is not said twice.
func TestMapLeavesTheToolsOwnWord(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := feed.Page{Events: []feed.Event{
		{Key: "m", Item: "1", Verb: feed.Moved, From: "Doing", Into: "Done", At: at},
		{Key: "c", Item: "1", Verb: feed.Closed, At: at},
		{Key: "o", Item: "2", Verb: feed.Moved, From: "Doing", Into: "Done", At: at},
	}}
	agreed.Apply(&p)
	if p.Events[0].Verb != feed.Moved || p.Events[1].Verb != feed.Closed || p.Events[2].Verb != feed.Closed {
		t.Errorf("said %s, %s, %s; want moved, closed, closed", p.Events[0].Verb, p.Events[1].Verb, p.Events[2].Verb)
	}
}

func TestTheEmptyMapChangesNothing(t *testing.T) {
	p := feed.Page{Events: []feed.Event{{Key: "m", Verb: feed.Moved, Into: ""}, {Key: "o", Verb: feed.Opened}}, Retracted: []string{"x"}}
	feed.Map{}.Apply(&p)
	if len(p.Events) != 2 || p.Events[0].Verb != feed.Moved || len(p.Retracted) != 1 {
		t.Errorf("became %+v", p)
	}
}

func TestMapContradictions(t *testing.T) {
	for _, c := range []struct {
		name string
		feed.Map
		want []string
	}{
		{"as agreed", agreed, nil},
		{"no verb", feed.Map{Lists: map[string]feed.Verb{"Decided": "decidet"}}, []string{`lists Decided: "decidet" is not what it can mean; write one of: closed, decided, paused, proposed, rejected, reopened, resumed, superseded`}},
		{"a verb that is not meant", feed.Map{Labels: map[string]feed.Verb{"bug": feed.Commented}}, []string{`labels bug: "commented" is not what`}},
		{"no name", feed.Map{Sections: map[string]feed.Verb{" ": feed.Closed}}, []string{"sections  : the name is empty"}},
		{"one name twice", feed.Map{Lists: map[string]feed.Verb{"Done": feed.Closed, "done": feed.Closed}}, []string{`lists done: lists has "Done" already, which means closed`}},
		{"two meanings", feed.Map{Lists: map[string]feed.Verb{"Done": feed.Closed}, Statuses: map[string]feed.Verb{"done": feed.Decided}}, []string{`statuses done: lists has "Done" already, which means closed`}},
		{"one meaning in two tables", feed.Map{Lists: map[string]feed.Verb{"Done": feed.Closed}, Statuses: map[string]feed.Verb{"done": feed.Closed}, Labels: map[string]feed.Verb{"done": feed.Decided}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.Check()
			if len(got) != len(c.want) {
				t.Fatalf("found %+v, want %q", got, c.want)
			}
			for i, w := range got {
				if text := w.In + " " + w.Name + ": " + w.Reason; !strings.HasPrefix(text, c.want[i]) {
					t.Errorf("found %q, want %q", text, c.want[i])
				}
			}
		})
	}
}
