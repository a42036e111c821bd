package asks

import (
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// Say returns the events by which Dateline says what became of an ask by now, and when there may be something to say
// again: zero for not before something happens. Each has a key of its own, so that it is said once, however often this is
// asked.
//
// Nothing is said of what is only guessed. That an ask is nearly or is past its window, or was answered, is said only if its
// source was read to the end since. A warning and an escalation call upon somebody, and wait until those work; that an ask is late is so at any hour.
func Say(ask feed.AskEntry, agreed *protocol.Protocol, now time.Time) (say []feed.Event, next time.Time) {
	if ask.Confidence == feed.Possible || ask.Due.IsZero() {
		return nil, time.Time{}
	}
	if !ask.Open() {
		return ended(ask, agreed), time.Time{}
	}
	soonest := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if !ask.Warn.IsZero() && ask.Warned.IsZero() && now.Before(ask.Due) {
		if at := heard(agreed.Hours(ask.Tool, ask.Responder), later(ask.Warn, now)); at.After(now) || !ask.Read.After(ask.Warn) {
			soonest(at)
		} else {
			say = append(say, about(ask, agreed, "warn/"+ask.ID, feed.Warned, ask.Warn, ask.Responder, ask.Within))
		}
	}
	if ask.Flagged.IsZero() {
		if !now.After(ask.Due) || !ask.Read.After(ask.Due) {
			soonest(ask.Due)
			return say, next
		}
		say = append(say, about(ask, agreed, "flag/"+ask.ID, feed.Flagged, ask.Due, ask.Responder, ask.Within))
	}
	for i, step := range agreed.Escalation {
		e, at, due := escalate(ask, agreed, i, step, now)
		switch {
		case due:
			say = append(say, e)
		default:
			soonest(at)
		}
	}
	return say, next
}

// ended says whether an answer came in time. Of what was withdrawn or handed off there is nothing to say.
func ended(ask feed.AskEntry, agreed *protocol.Protocol) []feed.Event {
	if ask.State != feed.AskAnswered || !ask.Read.After(ask.Ended) {
		return nil
	}
	key, verb := "met/", feed.Met
	if ask.Ended.After(ask.Due) {
		key, verb = "missed/", feed.Missed
	}
	return []feed.Event{about(ask, agreed, key+ask.ID, verb, ask.Ended, ask.Responder, ask.Within)}
}

// heard is the earliest instant, not before at, at which somebody works who is told something. Who has no calendar hears
// at any hour.
func heard(hours *calendars.Calendar, at time.Time) time.Time {
	if hours == nil {
		return at
	}
	if opens, ok := hours.Next(at); ok {
		return opens
	}
	return at
}

// escalate says that an ask is late for so long that somebody else is told. It reports false where it is not so yet, with
// the time when it may be, or where whoever would be told is away or nobody.
func escalate(ask feed.AskEntry, agreed *protocol.Protocol, i int, step protocol.Step, now time.Time) (e feed.Event, at time.Time, due bool) {
	whom := told(ask, agreed, step.To)
	if whom.ID == "" && whom.Name == "" || whom.ID == ask.Responder.ID && whom.Group == ask.Responder.Group {
		return e, time.Time{}, false
	}
	hours := agreed.Hours(ask.Tool, whom)
	if hours == nil && whom.Name != "" {
		hours = agreed.HoursOf(whom.Name)
	}
	if hours != nil && hours.Absent(windows.DateOf(now.In(hours.Zone()))) {
		return e, time.Time{}, false
	}
	var clock windows.Clock
	if hours != nil {
		clock.Calendar = hours.Calendar
	}
	times, err := windows.Term{Within: step.After, Warn: windows.Never}.Start(clock, ask.Due)
	if err != nil {
		return e, time.Time{}, false
	}
	if at = heard(hours, later(times.Due, now)); at.After(now) {
		return e, at, false
	}
	return about(ask, agreed, fmt.Sprintf("escalate/%s/%d", ask.ID, i), feed.Escalated, times.Due, whom, fmt.Sprintf("%s after %s", step.To, step.After)), at, true
}

// told is whom a step tells.
func told(ask feed.AskEntry, agreed *protocol.Protocol, to string) feed.Account {
	teams := agreed.TeamsOf(agreed.Person(ask.Tool, ask.Responder.ID))
	if team, known := agreed.Team(ask.Responder); known && ask.Responder.Group {
		teams = []string{team}
	}
	switch {
	case to != protocol.ToTeam && to != protocol.ToLead:
		return agreed.AccountIn(ask.Tool, to)
	case len(teams) == 0:
		return feed.Account{}
	case to == protocol.ToTeam:
		return agreed.AccountIn(ask.Tool, teams[0])
	}
	for _, team := range teams {
		if lead := agreed.Leads[team]; lead != "" {
			return agreed.AccountIn(ask.Tool, lead)
		}
	}
	return feed.Account{}
}

// about is an event of our own about an ask, with what it was judged by.
func about(ask feed.AskEntry, agreed *protocol.Protocol, key string, verb feed.Verb, at time.Time, to feed.Account, into string) feed.Event {
	name := func(a feed.Account) string {
		if person := agreed.Person(ask.Tool, a.ID); person != "" {
			return person
		}
		return a.Label()
	}
	text := fmt.Sprintf("%s owes %s %s since %s. The window %q allows %s, until %s.", name(ask.Responder), name(ask.Asker),
		ask.Kind.Owed(), when(ask.Opened), ask.Window, ask.Within, when(ask.Due))
	if !ask.Promised.IsZero() {
		text = fmt.Sprintf("%s owes %s %s since %s, and promised it until %s.", name(ask.Responder), name(ask.Asker), ask.Kind.Owed(),
			when(ask.Opened), when(ask.Due))
	}
	text += " Judged by the protocol " + ask.Protocol
	if ask.Calendar != "" {
		text += " and the calendar " + ask.Calendar
	}
	return feed.Event{
		Key: key, Item: ask.Item, Verb: verb, At: at, To: []feed.Account{to}, From: name(ask.Asker), Into: into, Text: text + ".", URL: ask.On.URL,
	}
}

func when(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
