package compare

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// calendars tells which calendars there would be, and which have other hours.
func (c *comparison) calendars() {
	for _, name := range calendarNames(c.before) {
		is := "calendar " + strconv.Quote(name)
		renamed, stays := c.calendarNames[name]
		if !stays {
			c.add(Removed, is, c.usually(c.before.HoursIn(name)), workers(c.before, name)...)
			continue
		}
		was, would := c.before.HoursIn(name), c.after.HoursIn(renamed)
		parts, details := c.calendarChange(was, would)
		if renamed != name {
			parts = append([]string{"would be called " + strconv.Quote(renamed)}, parts...)
		}
		switch {
		case len(parts) == 0:
			continue
		case c.follows(name):
			parts, details = []string{"changes with " + wording.And(wording.Quoted(c.changed(made(c.before, name))...)...)}, nil
		}
		c.add(Changed, is, strings.Join(parts, "; "), append(details, workers(c.after, renamed)...)...)
	}
	for _, name := range calendarNames(c.after) {
		if !taken(c.calendarNames, name) {
			c.add(Added, "calendar "+strconv.Quote(name), c.usually(c.after.HoursIn(name)), workers(c.after, name)...)
		}
	}
}

// made are the names of the calendars that one is made of.
func made(p *protocol.Protocol, name string) []string {
	w := p.Calendars[name]
	return append(slices.Clone(w.Union), w.Intersection...)
}

// follows reports whether a calendar is made of others as it was, so that only theirs can have changed.
func (c *comparison) follows(name string) bool {
	return len(made(c.before, name)) > 0 && reflect.DeepEqual(c.before.Calendars[name], c.after.Calendars[name])
}

// changed are those calendars whose hours change.
func (c *comparison) changed(names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool {
		parts, _ := c.calendarChange(c.before.HoursIn(name), c.after.HoursIn(name))
		return len(parts) == 0
	})
}

// workers says who works by a calendar, if anybody does.
func workers(p *protocol.Protocol, name string) []string {
	var who []string
	for _, person := range p.People {
		if person.Calendar == name || person.Calendar == "" && p.Calendar == name {
			who = append(who, person.Name)
		}
	}
	switch len(who) {
	case 0:
		return nil
	case 1:
		return []string{who[0] + " works by it"}
	}
	return []string{some(who) + " work by it"}
}

// usually says where a calendar is and what most weeks have.
func (c *comparison) usually(calendar *calendars.Calendar) string {
	parts := []string{calendar.Zone().String()}
	for _, run := range weekdays(c.days(calendar, calendar)) {
		if run.Has.after != closed {
			parts = append(parts, on(run)+" "+run.Has.after)
		}
	}
	return strings.Join(append(parts, holidayCount(c.holidays(calendar))...), ", ")
}

func holidayCount(n int) []string {
	if n == 0 {
		return nil
	}
	return []string{"with " + counted(n, "holiday") + " in the next 12 months"}
}

// holidays counts the holidays of the next twelve months.
func (c *comparison) holidays(calendar *calendars.Calendar) (n int) {
	first, last := c.year(calendar.Zone())
	for d := first; d < last; d++ {
		if _, is := holiday(calendar, d); is {
			n++
		}
	}
	return n
}

// calendarChange says in what two calendars differ: in short, and by the day.
func (c *comparison) calendarChange(was, would *calendars.Calendar) (parts, details []string) {
	if was.Version() != would.Version() {
		parts, details = c.hoursChange(was, would)
	}
	more, fewer := missing(would.Lacks, was.Lacks), missing(was.Lacks, would.Lacks)
	for _, book := range more {
		parts = append(parts, "closed also by "+calendars.Shown(book)+", whose days are not known here")
	}
	for _, book := range fewer {
		parts = append(parts, "no longer closed by "+calendars.Shown(book)+", whose days are not known here")
	}
	return parts, details
}

func (c *comparison) hoursChange(was, would *calendars.Calendar) (parts, details []string) {
	days := c.days(was, would)
	for _, run := range weekdays(days) {
		if run.Has.before != run.Has.after {
			parts = append(parts, on(run)+" "+run.Has.says())
		}
	}
	gained, lost, others := special(was, would, days)
	for _, kind := range []struct {
		says string
		days []string
	}{
		{"holidays gained", gained}, {"holidays lost", lost}, {"other hours", others},
	} {
		if len(kind.days) > 0 {
			details = append(details, kind.says+": "+atMost(daysShown, kind.days))
		}
	}
	if from, to := was.Zone().String(), would.Zone().String(); from != to {
		where := fmt.Sprintf("in %s instead of %s", to, from)
		if len(parts)+len(details) == 0 {
			where += ", at the same hours by the clocks there"
		}
		return append([]string{where}, parts...), details
	}
	switch {
	case len(parts) > 0:
	case len(details) > 0 && len(others) == 0:
		parts = append(parts, "other holidays in the next 12 months")
	case len(details) > 0:
		parts = append(parts, "other hours on some days of the next 12 months")
	default:
		parts = append(parts, later(was, would, c.now))
	}
	return parts, details
}

// later says when two calendars differ that are the same for the next twelve months.
func later(was, would *calendars.Calendar, now time.Time) string {
	before := slices.Collect(was.Spans(now, now.AddDate(20, 0, 0)))
	after := slices.Collect(would.Spans(now, now.AddDate(20, 0, 0)))
	for i := range max(len(before), len(after)) {
		var first time.Time
		switch {
		case i >= len(before):
			first = after[i].Start
		case i >= len(after):
			first = before[i].Start
		case before[i].Start.Equal(after[i].Start) && before[i].End.Equal(after[i].End):
			continue
		default:
			first = before[i].Start
			if after[i].Start.Before(first) {
				first = after[i].Start
			}
		}
		return "other hours, but not in the next 12 months: first on " + windows.DateOf(first).String()
	}
	return "other hours in the past only"
}
