package web

import (
	"time"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

const (
	// sharedDays is how many days ahead are looked through for time that people share, meeting how much of it is worth a word.
	sharedDays, meeting = 7, time.Hour
	// maxNamed is how many people are named before the rest is counted.
	maxNamed = 4
)

// shared says when the people of a team work at once in the coming days: when next, for how long, and which two the least.
func shared(team []string, hours map[string]*calendars.Calendar, t times) (says []string) {
	var names, unknown []string
	for _, name := range team {
		if hours[name] == nil {
			unknown = append(unknown, name)
		} else {
			names = append(names, name)
		}
	}
	if len(names) > 1 {
		from, to := t.now, t.now.AddDate(0, 0, sharedDays)
		who, clocks := t.together(names), clocksOf(names, hours)
		next, open := windows.Fullest(from, to, meeting, clocks...)
		all := windows.Total(windows.Shared(from, to, clocks...))
		switch {
		case len(open) == len(names):
			says = append(says, t.Say("shared.at-work", "who", who, "when", t.atWork(next), "span", t.lasting(all)))
		case len(open) > 1:
			says = append(says, t.Count("shared.some", len(open),
				"who", who, "others", t.listed(others(names, open)), "when", t.atWork(next)))
		case len(names) == 2:
			says = append(says, t.Say("shared.no-hour", "who", who))
		default:
			says = append(says, t.Say("shared.no-two", "who", who))
		}
		if len(names) > 2 && len(open) > 1 {
			says = append(says, t.least(names, clocks, from, to))
		}
	}
	if len(unknown) > 0 && len(names) > 0 {
		says = append(says, t.Say("shared.unknown", "who", t.listed(unknown)))
	}
	return says
}

// together are two people by name, or how many there are.
func (t times) together(names []string) string {
	if len(names) == 2 {
		return t.listed(names)
	}
	return t.Count("shared.all", len(names))
}

// least says which two share the least time.
func (t times) least(names []string, clocks []*windows.Calendar, from, to time.Time) string {
	spans := make([][]windows.Span, len(clocks))
	for i, c := range clocks {
		spans[i] = windows.Shared(from, to, c)
	}
	fewest, pair, nothing := time.Duration(-1), []string{}, 0
	for i := range names {
		for j := i + 1; j < len(names); j++ {
			total := windows.Total(windows.Overlap(spans[i], spans[j]))
			if total == 0 {
				nothing++
			}
			if fewest < 0 || total < fewest {
				fewest, pair = total, []string{names[i], names[j]}
			}
		}
	}
	switch {
	case nothing == 1:
		return t.Say("shared.nothing", "who", t.listed(pair))
	case nothing > 1:
		return t.Count("shared.nothing-either", nothing-1, "who", t.listed(pair))
	}
	return t.Say("shared.least", "who", t.listed(pair), "span", t.lasting(fewest))
}

// others are the names whose places are not among the chosen ones, which are in order.
func others(names []string, chosen []int) (rest []string) {
	for i, name := range names {
		if len(chosen) > 0 && chosen[0] == i {
			chosen = chosen[1:]
			continue
		}
		rest = append(rest, name)
	}
	return rest
}

// listed are people as a sentence names them: Ana, Ben and 3 others.
func (t times) listed(names []string) string {
	short := make([]string, 0, len(names))
	for _, name := range names {
		short = append(short, shorten(name, nameText))
	}
	if n := len(short); n > maxNamed {
		short = append(short[:maxNamed-1], t.Count("list.others", n-maxNamed+1))
	}
	return t.all(short)
}

// atWork says from when to when some are at work together, for the reader.
func (t times) atWork(s windows.Span) string {
	start, end, today := s.Start.In(t.zone), s.End.In(t.zone), t.now.In(t.zone)
	if !s.Start.After(t.now) {
		return t.Say("shared.now", "until", t.Date("date.clock", end))
	}
	day := t.Date("date.day", start)
	switch start.Format(time.DateOnly) {
	case today.Format(time.DateOnly):
		day = t.Say("shared.today")
	case today.AddDate(0, 0, 1).Format(time.DateOnly):
		day = t.Say("shared.tomorrow")
	}
	return t.Say("shared.next", "day", day, "from", t.Date("date.clock", start), "until", t.Date("date.clock", end))
}
