package compare

import (
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

const (
	// daysShown is how many runs of days are told of one kind.
	daysShown = 12
	closed    = wording.Closed
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
		days = append(days, day{d, pair{wording.Hours(was, d), wording.Hours(would, d)}})
	}
	return days
}

// weekdays are the weekdays from Monday on and what they usually have.
func weekdays(days []day) []wording.Run[pair] { return wording.Weekdays(days[0].date, pairs(days)) }

func pairs(days []day) []pair {
	all := make([]pair, len(days))
	for i, d := range days {
		all[i] = d.pair
	}
	return all
}

// on says on which weekdays a run has something.
func on(r wording.Run[pair]) string {
	if r.First == r.Last {
		return "on " + r.Days() + "s"
	}
	return "from " + r.Days()
}

// special are the days that change in another way than their weekday does: those that become holidays, those that cease to
// be, and others.
func special(was, would *calendars.Calendar, days []day) (gained, lost, others []string) {
	var g, l, o dated
	usual := wording.Usual(days[0].date, pairs(days))
	for _, d := range days {
		if d.before == d.after || d.pair == usual[d.date.Weekday()] {
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
	all := c.Holidays(d.Year())
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
