// Package derivedtest checks what was derived from a history: the promises that every ask and every decision keeps, whatever
// happened. Histories that are made up, recorded from tools and played by the simulator are all held to the same.
//
// It imports feed, and is imported by tests only.
package derivedtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// Asks returns which promise the asks of an item break, derived from all that happened to it, or nil. program says whether nobody
// is behind an account; it may be nil.
func Asks(log []feed.Entry, derived []feed.Ask, program func(feed.Account) bool) error {
	open, ids := map[string]bool{}, map[string]bool{}
	for _, a := range derived {
		i := slices.IndexFunc(log, func(e feed.Entry) bool { return e.Key == a.Evidence })
		switch {
		case i < 0:
			return fmt.Errorf("the evidence of %s is not in the log: %+v", a.ID, a)
		case log[i].Item != a.Item || log[i].Source != a.Source:
			return fmt.Errorf("the evidence of %s is of another item: %+v", a.ID, a)
		case !log[i].At.Equal(a.Opened) && log[i].Joined == nil:
			return fmt.Errorf("an ask begins with its evidence: %+v", a)
		case a.Responder.ID == "" && !a.Responder.Group:
			return fmt.Errorf("nobody owes it: %+v", a)
		case a.Responder.Bot || program != nil && program(a.Responder):
			return fmt.Errorf("a program owes it: %+v", a)
		case a.Asker.Bot && a.Kind != feed.Waiting:
			return fmt.Errorf("a program asks: %+v", a)
		case a.Responder.ID != "" && strings.EqualFold(a.Responder.ID, a.Asker.ID):
			return fmt.Errorf("somebody owes it to themselves: %+v", a)
		case ids[a.ID]:
			return fmt.Errorf("two asks are named %s", a.ID)
		}
		ids[a.ID] = true
		if err := state(a, derived); err != nil {
			return err
		}
		place := strings.ToLower(a.Responder.ID) + "/" + a.Thread
		if a.Kind == feed.Checklist { // a line wants doing, whatever else is wanted of them
			place = "line/" + place
		}
		if a.Open() && open[place] {
			return fmt.Errorf("%s owes the same twice: %+v", a.Responder.ID, derived)
		}
		open[place] = open[place] || a.Open()
	}
	return nil
}

// state returns what in an ask contradicts itself.
func state(a feed.Ask, all []feed.Ask) error {
	switch {
	case slices.Contains(feed.OpenStates(), a.State) != a.Open():
		return fmt.Errorf("an ask is open exactly while it has no end: %+v", a)
	case !a.Open() && a.Ended.Before(a.Opened):
		return fmt.Errorf("it ended before it began: %+v", a)
	case a.Due.IsZero() != (a.Unclear != ""):
		return fmt.Errorf("an ask has a deadline, or a reason why it has none: %+v", a)
	case !a.Due.IsZero() && a.Due.Before(a.Opened):
		return fmt.Errorf("it is due before it begins: %+v", a)
	case a.State == feed.AskHandedOff && !slices.ContainsFunc(all, func(b feed.Ask) bool { return b.After == a.ID }):
		return fmt.Errorf("it was handed to nobody: %+v", a)
	case a.Window == "" || a.Within == "" || a.Protocol == "" || a.Confidence == "" || a.Urgency == "":
		return fmt.Errorf("it does not say what it was judged by: %+v", a)
	}
	return nil
}

// Decisions returns which promise the decisions of an item break, derived from all that happened to it, or nil.
func Decisions(log []feed.Entry, derived []feed.Matter) error {
	ids := map[string]bool{}
	for _, d := range derived {
		for _, key := range d.Evidence {
			if !slices.ContainsFunc(log, func(e feed.Entry) bool { return e.Key == key && e.Item == d.Item && e.Source == d.Source && !e.Gone }) {
				return fmt.Errorf("the evidence %s of %q is not in the log", key, d.Title)
			}
		}
		switch {
		case len(d.Evidence) == 0:
			return fmt.Errorf("%q has no evidence", d.Title)
		case ids[d.ID]:
			return fmt.Errorf("two decisions are named %s", d.ID)
		case d.Proposer.Bot || d.Decider.Bot:
			return fmt.Errorf("a program decided %q", d.Title)
		case d.Title == "" || !slices.Contains(feed.DecisionStates(), d.State) || d.Trust == "":
			return fmt.Errorf("it does not say what it is: %+v", d)
		case d.State == feed.DecisionDecided && d.Decided.IsZero() || d.State == feed.DecisionProposed && d.Proposed.IsZero():
			return fmt.Errorf("nobody knows when it was %s: %+v", d.State, d)
		}
		ids[d.ID] = true
	}
	return nil
}
