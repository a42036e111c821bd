package receipt

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/windows"
)

// window is what was agreed.
func window(in Input) Window {
	a := in.Ask
	w := Window{Name: a.Window, Within: a.Within, Means: means(a.Within), Protocol: a.Protocol, Version: a.Calendar, All: in.Windows}
	if in.Calendar != nil {
		w.Calendar = in.Calendar.Name
	}
	if in.Window.Name == "" {
		return w
	}
	w.For, w.Place, w.Warn, w.AtLeast = in.Window.For(), len(in.Before)+1, in.Window.Warn.String(), Duration(in.Window.AtLeast)
	for i := range in.Before {
		w.Not = append(w.Not, Other{in.Before[i].Name, in.Before[i].For()})
	}
	return w
}

// means explains a length of time.
func means(within string) string {
	l, err := windows.ParseLength(within)
	switch {
	case err != nil:
		return "is a length that nobody can read any more"
	case !l.NeedsCalendar():
		return "is elapsed time: nights and weekends count too; if it ends outside working hours, it is due when work begins"
	case l.Days() == 1:
		return "is one business day: day 0 is the working day of the ask, or else the next, and it is due when the one after that closes"
	case l.Days() > 1:
		return fmt.Sprintf("are %d business days: day 0 is the working day of the ask, or else the next, and it is due when day %d closes", l.Days(), l.Days())
	}
	return "are working hours: only time counts in which the responder works"
}

// judge says how the ask stands, and what is to be known.
func (r *Receipt) judge(in Input) {
	a := in.Ask
	stop := in.Now
	if !a.Ended.IsZero() {
		stop = a.Ended
	}
	stale := a.Open() && !a.Due.IsZero() && in.Now.After(a.Due) && !a.Read.After(a.Due)
	if !a.Due.IsZero() && stop.After(a.Due) && !stale && (a.Open() || a.State == feed.AskAnswered) {
		r.Late = Duration(stop.Sub(a.Due))
	}
	for _, p := range a.Paused {
		if a.Open() && !in.Now.Before(p.From) && (p.Until.IsZero() || in.Now.Before(p.Until)) {
			r.Resting = p.Why
			if !p.Until.IsZero() {
				r.Resting += " until " + p.Until.In(r.zone).Format(dayAndTime)
			}
		}
	}
	note := func(format string, args ...any) { r.Notes = append(r.Notes, fmt.Sprintf(format, args...)) }
	if in.Window.Name == "" && a.Window != "" {
		note("the agreement no longer has a window %q", a.Window)
	}
	if in.Window.Name != "" && in.Window.Within.String() != a.Within {
		note("the window is %s today; the ask keeps the %s that held when it was opened", in.Window.Within, a.Within)
	}
	if in.Calendar != nil && a.Calendar != "" && in.Calendar.Version() != a.Calendar {
		note("the responder's calendar has changed since (%s then, %s today); the lines are counted on today's",
			a.Calendar, in.Calendar.Version())
	}
	if in.Calendar != nil && len(in.Calendar.Lacks) > 0 {
		note("the calendar lacks %s, which could not be read", strings.Join(in.Calendar.Lacks, ", "))
	}
	if expected, ok := r.expected(in); ok && !expected.Equal(judged(a)) {
		note("counted today it would be due %s", expected.In(r.zone).Format(dayInYear))
	}
	if a.Confidence == feed.Possible {
		note("that something was asked is only guessed; nobody is told of it")
	}
	if stale {
		note("the source was last read before the deadline: whether it was answered in time is not known")
	}
}

// judged is until when the window of an ask was, promises aside.
func judged(a feed.AskEntry) time.Time {
	if a.Promised.IsZero() {
		return a.Due
	}
	return a.Agreed
}

// expected is when the ask would be due by the window as it is given.
func (r *Receipt) expected(in Input) (time.Time, bool) {
	if in.Window.Name == "" || judged(in.Ask).IsZero() {
		return time.Time{}, false
	}
	c := windows.Clock{Paused: windows.Resting(in.Ask.Paused)}
	if in.Calendar != nil {
		c.Calendar = in.Calendar.Calendar
	}
	term := in.Window.Term()
	term.Spent = in.Ask.Spent
	times, err := term.Start(c, in.Ask.Opened)
	return times.Due, err == nil
}

// unclear says what to do where nobody can tell until when.
func (r *Receipt) unclear() string {
	switch {
	case r.Resting != "":
		return "when it goes on, the rest of the window counts"
	case strings.Contains(r.Unclear, "lacks"):
		return "make the calendar's file or address readable (dateline check says which), and it is counted then"
	case r.Window.Calendar == "":
		return "give " + cmp.Or(r.Responder, "the responder") +
			" a calendar in the agreement, or write the window in elapsed time, such as 24h"
	}
	return "look at the calendar " + r.Window.Calendar + " in the agreement; it does not open often enough"
}
