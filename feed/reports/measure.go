package reports

import (
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Verdict says whether a response came in time.
type Verdict string

// The verdicts. An ask that was withdrawn or handed off has none.
const (
	InTime Verdict = "in time"
	// Late is also what is open and past its window.
	Late Verdict = "late"
	// CannotTell is what is open and may still be in time, and what was due nobody knows when.
	CannotTell Verdict = "cannot tell"
)

// Measured is how long a response took, or has been waited for.
type Measured struct {
	// Elapsed is the time since it was asked, Held the part of that in pauses.
	Elapsed, Held time.Duration
	// Working is the working time of the responder in it, without pauses. It is zero where Unknown says why nobody can tell.
	Working time.Duration
	Unknown string
	Verdict Verdict
}

// Measure tells how long the response to an ask took; of an open one, how long it has been waited for at now.
func Measure(ask feed.AskEntry, agreed *protocol.Protocol, now time.Time) Measured {
	var hours *calendars.Calendar
	if agreed != nil {
		hours = agreed.Hours(ask.Tool, ask.Responder)
	}
	until := now
	if !ask.Open() {
		until = ask.Ended
	}
	paused := pauses(ask.Opened, until, ask.Paused)
	m := Measured{Elapsed: max(0, until.Sub(ask.Opened)), Verdict: judge(ask, windowDue(ask), until)}
	for _, p := range paused {
		m.Held += p.End.Sub(p.Start)
	}
	if m.Unknown = unknown(hours); m.Unknown == "" {
		m.Working = worked(hours, paused, ask.Opened, until)
	}
	return m
}

// worked is how much of a time are working hours outside of pauses.
func worked(hours *calendars.Calendar, paused []windows.Span, from, until time.Time) time.Duration {
	return windows.Clock{Calendar: hours.Calendar, Paused: paused}.Elapsed(from, until)
}

// unknown says why nobody can tell when somebody works, and nothing where that is known.
func unknown(hours *calendars.Calendar) string {
	switch {
	case hours == nil:
		return "whoever owes it has no calendar"
	case len(hours.Lacks) > 0:
		return "the calendar " + hours.Name + " lacks holidays that could not be read yet"
	}
	return ""
}

// pauses are the times between two instants in which an ask did not count.
func pauses(opened, until time.Time, paused []feed.Pause) []windows.Span {
	if len(paused) == 0 {
		return nil
	}
	spans := make([]windows.Span, 0, len(paused))
	for _, p := range paused {
		s := windows.Span{Start: p.From, End: p.Until}
		if s.Start.Before(opened) {
			s.Start = opened
		}
		if p.Until.IsZero() || s.End.After(until) {
			s.End = until
		}
		spans = append(spans, s)
	}
	return windows.Pauses(spans...)
}

// windowDue is until when an ask was to be answered by its window, whatever the responder promised.
func windowDue(ask feed.AskEntry) time.Time {
	if !ask.Promised.IsZero() {
		return ask.Agreed
	}
	return ask.Due
}

// judge says whether an ask that ended at an instant, or was still open then, is in time by a deadline.
func judge(ask feed.AskEntry, due, until time.Time) Verdict {
	open := ask.Open()
	switch {
	case !open && ask.State != feed.AskAnswered:
		return ""
	case due.IsZero():
		return CannotTell
	case until.After(due):
		return Late
	case open:
		return CannotTell
	}
	return InTime
}
