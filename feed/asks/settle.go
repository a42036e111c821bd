package asks

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
	"github.com/datelinehq/dateline/feed/windows"
)

// settle says until when an ask is to be answered, on the responder's calendar, and how it stands. It reports false for one
// that no window is for.
func (w *walk) settle(a *ask) bool {
	facts := w.facts(a)
	a.Urgency = facts.Urgency
	window, chosen := w.agreed.Window(facts)
	if !chosen {
		return false
	}
	a.Window, a.Within, a.Protocol = window.Name, window.Within.String(), w.agreed.VersionAt(a.Opened)
	w.hear(a)
	a.Paused = w.pauses(a)
	term := window.Term()
	if a.from != nil && w.agreed.HandOff == protocol.Remainder {
		a.Spent = a.from.Spent + w.used(a.from, term.Within)
	}
	term.Spent = a.Spent
	w.time(a, term)
	w.keep(a)
	if a.Open() {
		a.State = w.state(a)
	}
	return true
}

// hear takes in what people said about the ask in Dateline itself.
func (w *walk) hear(a *ask) {
	for _, e := range w.said[a.ID] {
		until, err := time.Parse(time.RFC3339, e.Into)
		switch {
		case e.Verb == feed.Promised && err == nil:
			a.promises = append(a.promises, promise{e.At, until.UTC()})
		case e.Verb == feed.Confirmed && a.Confidence == feed.Possible:
			a.Confidence = feed.Likely
		case e.Verb == feed.Waived && a.Open():
			why := "it need not be answered"
			if e.Text != "" {
				why += ": " + e.Text
			}
			a.end(feed.AskWithdrawn, e.At, e.Key, e.By, why)
		case e.Verb == feed.Warned:
			a.Warned = e.At
		case e.Verb == feed.Flagged:
			a.Flagged = e.At
		}
	}
}

// time counts the window.
func (w *walk) time(a *ask, term windows.Term) {
	clock, lacks := w.clock(a)
	if lacks != "" {
		a.Unclear = lacks
		return
	}
	times, err := term.Start(clock, a.Opened)
	if last := a.resting(); last != nil && (err != nil || times.Due.After(last.From)) {
		a.Unclear = "it does not count at the moment: " + last.Why
		return
	}
	if err != nil {
		a.Unclear = err.Error()
		return
	}
	a.Due, a.Warn = times.Due, times.Warn
}

// clock is that of the responder, without the time that does not count. lacks says why it cannot be relied on.
func (w *walk) clock(a *ask) (clock windows.Clock, lacks string) {
	hours := w.agreed.Hours(a.tool, a.Responder)
	if hours != nil {
		clock.Calendar, a.Calendar = hours.Calendar, hours.Version()
		if len(hours.Lacks) > 0 {
			lacks = "the calendar " + hours.Name + " lacks holidays that could not be read yet"
		}
	}
	clock.Paused = windows.Resting(a.Paused)
	return clock, lacks
}

// used is how much of a window somebody used who handed the ask on, which is settled before the one that goes on with it.
func (w *walk) used(a *ask, within windows.Length) time.Duration {
	clock, _ := w.clock(a)
	return within.Used(clock, a.Opened, a.Ended)
}

// resting is the pause that goes on, nil if there is none.
func (a *ask) resting() *feed.Pause {
	for i := range a.Paused {
		if a.Paused[i].Until.IsZero() {
			return &a.Paused[i]
		}
	}
	return nil
}

// keep lets the last promise stand in place of the window.
func (w *walk) keep(a *ask) {
	slices.SortStableFunc(a.promises, func(a, b promise) int { return a.at.Compare(b.at) })
	for _, p := range a.promises {
		if p.until.After(a.Opened) {
			a.Promised = p.until
		}
	}
	if !a.Promised.IsZero() {
		a.Agreed, a.Due, a.Warn, a.Unclear = a.Due, a.Promised, time.Time{}, ""
	}
}

func (w *walk) state(a *ask) feed.AskState {
	switch {
	case a.resting() != nil && a.Promised.IsZero():
		return feed.AskPaused
	case !a.Promised.IsZero():
		return feed.AskCommitted
	case !a.Acknowledged.IsZero():
		return feed.AskAcknowledged
	}
	return feed.AskOpen
}

// facts are what a window's rule may ask about.
func (w *walk) facts(a *ask) rules.Facts {
	name := func(b feed.Account) string { return w.name(a.tool, b) }
	f := rules.Facts{
		Kind: string(a.Kind), Tool: a.tool, Source: a.Source, Labels: w.item.Labels, Priority: cmp.Or(w.priority, priority(w.item.Labels)),
		Asker: name(a.Asker), Responder: name(a.Responder), Opened: a.Opened, Item: rules.About(w.item, name),
	}
	f.Urgency = string(w.agreed.Urgency.Of(f.Labels, f.Priority, a.text))
	if team, known := w.agreed.Team(a.Responder); known && a.Responder.Group {
		f.Team = rules.Teams{team}
	} else {
		f.Team = w.agreed.TeamsOf(f.Responder)
	}
	return f
}

// name is what a person is called in the agreement, or else the account.
func (w *walk) name(tool string, a feed.Account) string {
	return cmp.Or(w.agreed.Person(tool, a.ID), a.ID, a.Name)
}

// priority is what a label such as "Priority: High" says.
func priority(labels []string) string {
	for _, l := range labels {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "priority") {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
