package compare

import (
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

const (
	// daysShown is how many runs of days are told of one kind.
	daysShown = 12
	closed    = "closed"
)

// A pair is what a day has by two calendars: 09:00–12:30 and 13:30–18:00, or closed.
type pair struct{ before, after string }

// says is the second in place of the first.
func (p pair) says() string {
	if p.before == closed {
		return p.after + ", closed until now"
	}
	return p.after + " instead of " + p.before
}

// A day is a date and what it has.
type day struct {
	date windows.Date
	pair
}

// year are the first of the days that are compared, and the one after the last.
func (c *comparison) year(zone *time.Location) (first, last windows.Date) {
	now := c.now.In(zone)
	return windows.DateOf(now), windows.DateOf(now.AddDate(1, 0, 0))
}

// days are those of the next twelve months.
func (c *comparison) days(was, would *calendars.Calendar) []day {
	first, last := c.year(was.Zone())
	days := make([]day, 0, last-first)
	for d := first; d < last; d++ {
		days = append(days, day{d, pair{hours(was, d), hours(would, d)}})
	}
	return days
}

// hours are what the clocks in the calendar's zone show on a date while it is open.
func hours(c *calendars.Calendar, d windows.Date) string {
	var all []string
	for s := range c.Spans(midnight(c, d), midnight(c, d+1)) {
		until := s.End.Format("15:04")
		if until == "00:00" {
			until = "24:00"
		}
		all = append(all, s.Start.Format("15:04")+"–"+until)
	}
	if len(all) == 0 {
		return closed
	}
	return and(all...)
}

func midnight(c *calendars.Calendar, d windows.Date) time.Time {
	day := time.Unix(int64(d)*24*60*60, 0).UTC()
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, c.Zone())
}

// usual is what most of the days of a weekday have.
func usual(days []day, weekday time.Weekday) pair {
	times := map[pair]int{}
	var most pair
	for _, d := range days {
		if d.date.Weekday() == weekday {
			if times[d.pair]++; times[d.pair] > times[most] {
				most = d.pair
			}
		}
	}
	return most
}

// A run is weekdays that follow each other and have the same.
type run struct {
	first, last time.Weekday
	pair
}

func (r run) on() string {
	if r.first == r.last {
		return "on " + r.first.String() + "s"
	}
	return "from " + r.first.String() + " to " + r.last.String()
}

// weekdays are the weekdays from Monday on and what they usually have.
func weekdays(days []day) []run {
	var all []run
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7)
		has := usual(days, weekday)
		if n := len(all); n > 0 && all[n-1].pair == has {
			all[n-1].last = weekday
			continue
		}
		all = append(all, run{weekday, weekday, has})
	}
	return all
}

// special are the days that change in another way than their weekday does: those that become holidays, those that cease to
// be, and others.
func special(was, would *calendars.Calendar, days []day) (gained, lost, others []string) {
	var g, l, o dated
	for _, d := range days {
		if d.before == d.after || d.pair == usual(days, d.date.Weekday()) {
			continue
		}
		name, before := holiday(was, d.date)
		other, after := holiday(would, d.date)
		switch {
		case after && !before:
			g.add(d.date, other)
		case before && !after:
			l.add(d.date, name)
		default:
			text := d.says()
			if why := would.Why(d.date); why != "" && !strings.HasPrefix(why, "open ") && !strings.HasPrefix(why, closed) {
				text += " (" + why + ")"
			}
			o.add(d.date, text)
		}
	}
	return g.words(), l.words(), o.words()
}

// holiday is the name of the holiday on a date, if it is one.
func holiday(c *calendars.Calendar, d windows.Date) (name string, is bool) {
	year := time.Unix(int64(d)*24*60*60, 0).UTC().Year()
	all := c.Holidays(year)
	i := slices.IndexFunc(all, func(h calendars.Holiday) bool { return h.Date == d })
	if i < 0 {
		return "", false
	}
	return all[i].Name, true
}

// A dated collects runs of days of which the same is said.
type dated []struct {
	from, to windows.Date
	text     string
}

func (all *dated) add(d windows.Date, text string) {
	if n := len(*all); n > 0 && (*all)[n-1].to == d-1 && (*all)[n-1].text == text {
		(*all)[n-1].to = d
		return
	}
	*all = append(*all, struct {
		from, to windows.Date
		text     string
	}{d, d, text})
}

func (all dated) words() []string {
	var words []string
	for _, run := range all {
		text := run.from.String()
		if run.to != run.from {
			text += ".." + run.to.String()
		}
		words = append(words, strings.TrimSpace(text+" "+run.text))
	}
	return words
}
