package web

import (
	"fmt"
	"strings"
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
		clocks := clocksOf(names, hours)
		next, open := windows.Fullest(from, to, meeting, clocks...)
		all := windows.Total(windows.Shared(from, to, clocks...))
		switch {
		case len(open) == len(names):
			says = append(says, fmt.Sprintf("%s are %s; %s in the coming week.", together(names), t.atWork(next), lasting(all)))
		case len(open) > 1:
			says = append(says, fmt.Sprintf("%s share no hour of the coming week. %d of them, without %s, are %s.",
				together(names), len(open), listedNames(others(names, open)), t.atWork(next)))
		case len(names) == 2:
			says = append(says, together(names)+" share no hour of the coming week.")
		default:
			says = append(says, together(names)+" share no hour of the coming week, nor do any two of them.")
		}
		if len(names) > 2 && len(open) > 1 {
			says = append(says, least(names, clocks, from, to))
		}
	}
	if len(unknown) > 0 && len(names) > 0 {
		says = append(says, "Of "+listedNames(unknown)+" nobody wrote down when they work.")
	}
	return says
}

// together are two people by name, or how many there are.
func together(names []string) string {
	if len(names) == 2 {
		return listedNames(names)
	}
	return fmt.Sprintf("All %d", len(names))
}

// least says which two share the least time.
func least(names []string, clocks []*windows.Calendar, from, to time.Time) string {
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
		return listedNames(pair) + " share nothing."
	case nothing == 2:
		return listedNames(pair) + " share nothing, and neither does 1 other pair."
	case nothing > 2:
		return fmt.Sprintf("%s share nothing, and neither do %d other pairs.", listedNames(pair), nothing-1)
	}
	return listedNames(pair) + " share the least: " + lasting(fewest) + "."
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

// listedNames are people as a sentence names them: Ana, Ben and 3 others.
func listedNames(names []string) string {
	short := make([]string, 0, len(names))
	for _, name := range names {
		short = append(short, shorten(name, nameText))
	}
	if n := len(short); n > maxNamed {
		short = append(short[:maxNamed-1], fmt.Sprintf("%d others", n-maxNamed+1))
	}
	last := len(short) - 1
	if last < 1 {
		return strings.Join(short, "")
	}
	return strings.Join(short[:last], ", ") + " and " + short[last]
}

// atWork says from when to when some are at work together, for the reader.
func (t times) atWork(s windows.Span) string {
	start, end, today := s.Start.In(t.zone), s.End.In(t.zone), t.now.In(t.zone)
	if !s.Start.After(t.now) {
		return "at work together now, until " + end.Format("15:04") + " for you"
	}
	day := start.Format("Mon 2 Jan")
	switch start.Format(time.DateOnly) {
	case today.Format(time.DateOnly):
		day = "today"
	case today.AddDate(0, 0, 1).Format(time.DateOnly):
		day = "tomorrow"
	}
	return "next at work together " + day + " " + start.Format("15:04") + "–" + end.Format("15:04") + " for you"
}
