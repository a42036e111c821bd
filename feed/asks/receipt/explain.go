package receipt

import (
	"cmp"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/windows"
)

// Explain makes the receipt of an ask.
func Explain(in Input) Receipt {
	a := in.Ask
	names := in.Names
	if names == nil {
		names = feed.Account.Label
	}
	r := Receipt{
		Ask: a.ID, Owed: a.Kind.Owed(), Responder: names(a.Responder), Group: a.Responder.Group, Asker: names(a.Asker),
		Item:   Item{a.Tool, cmp.Or(a.On.Key, a.Item), a.On.Title, a.On.URL},
		Opened: a.Opened, NotBefore: a.NotBefore, Nudges: a.Nudges, HandedOn: a.After != "", Spent: Duration(a.Spent),
		Evidence: act(in.Evidence, names), End: act(in.End, names), Window: window(in),
		Due: a.Due, Promised: a.Promised, Agreed: a.Agreed, Warn: a.Warn, Warned: a.Warned, Flagged: a.Flagged, Unclear: a.Unclear,
		State: a.State, Guess: a.Confidence == feed.Possible, Ended: a.Ended, Why: a.Why, Stops: stops(a, names(a.Responder)), Now: in.Now, zone: time.UTC,
	}
	if in.Calendar != nil {
		r.zone = in.Calendar.Zone()
	}
	r.Zone = r.zone.String()
	r.count(in)
	r.judge(in)
	return r
}

// count makes the lines.
func (r *Receipt) count(in Input) {
	length, err := windows.ParseLength(in.Ask.Within)
	s := sheet{clock: windows.Always(r.zone), hours: in.Calendar, pauses: in.Ask.Paused, zone: r.zone}
	paused := windows.Resting(in.Ask.Paused)
	clock := windows.Clock{Calendar: s.clock, Paused: paused}
	if in.Calendar != nil {
		clock.Calendar = in.Calendar.Calendar
	}
	length = length.Less(in.Ask.Spent)
	countable := err == nil && (in.Calendar != nil || !length.NeedsCalendar())
	switch {
	case countable && length.NeedsCalendar():
		s.clock = in.Calendar.Calendar
		r.UsedUp, _ = length.Due(clock, in.Ask.Opened)
	case countable:
		r.UsedUp, _ = length.Due(windows.Clock{Calendar: s.clock, Paused: paused}, in.Ask.Opened)
		s.hours = nil
	}
	for _, p := range in.Ask.Paused {
		if p.Until.IsZero() && r.UsedUp.After(p.From) {
			r.Remaining = Duration(clockOf(s, paused).Elapsed(in.Ask.Opened, r.UsedUp))
			r.UsedUp = time.Time{} // nobody knows when it goes on
		}
	}
	s.usedUp = r.UsedUp
	s.waits = r.waits(clock, in.Ask.Opened)
	r.Until = r.end(in)
	if countable {
		r.Counted, r.Uncounted = s.lines(in.Ask.Opened, r.Until)
	} else {
		r.Counted, r.Uncounted = []Line{}, s.nothing(in.Ask.Opened, r.Until)
	}
	for _, l := range r.Counted {
		r.Used += l.Length
	}
	if countable {
		r.remain(length, clock, in.Ask.Opened)
	}
}

// clockOf counts what a sheet counts.
func clockOf(s sheet, paused []windows.Span) windows.Clock {
	return windows.Clock{Calendar: s.clock, Paused: paused}
}

// waits says what an ask waits for whose window is used up and that is not due yet.
func (r *Receipt) waits(c windows.Clock, opened time.Time) string {
	used := r.Window.Within + " used up; "
	switch opens, ok := c.Next(r.UsedUp); {
	case !r.Promised.IsZero():
		return used + "what was promised holds"
	case r.UsedUp.Before(opened.Add(time.Duration(r.Window.AtLeast))):
		return used + "it is not due before " + r.Window.AtLeast.String() + " have passed, then when work begins"
	case ok && opens.After(r.UsedUp):
		return used + "it is due when work begins"
	}
	return used + "it was judged by another calendar or agreement"
}

// end is where the lines end.
func (r *Receipt) end(in Input) time.Time {
	until := in.Now
	for _, t := range []time.Time{in.Ask.Ended, in.Ask.Due} {
		if !t.IsZero() && t.Before(until) {
			until = t
		}
	}
	if until.Before(in.Ask.Opened) {
		return in.Ask.Opened
	}
	return until
}

// nothing are lines where nothing can be counted.
func (s *sheet) nothing(from, to time.Time) []Line {
	if !from.Before(to) {
		return []Line{}
	}
	return []Line{{from, to, Duration(to.Sub(from)), "nobody knows when the responder works"}}
}

// remain tells what is left of the window, and business days by when they close.
func (r *Receipt) remain(l windows.Length, c windows.Clock, opened time.Time) {
	if r.UsedUp.IsZero() {
		r.Remaining = max(0, r.Remaining-r.Used)
		return
	}
	days := l.Days()
	if days == 0 {
		counting := c
		if !l.NeedsCalendar() {
			counting.Calendar = windows.Always(r.zone)
		}
		r.Remaining = Duration(counting.Elapsed(r.Until, r.UsedUp))
		return
	}
	worked := c.Calendar.Without(c.Paused...)
	for n := 0; n <= days; n++ {
		closes, ok := worked.BusinessDays(opened, n)
		if !ok {
			return
		}
		r.Days = append(r.Days, Day{n, closes})
	}
}
