package commitment

import (
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A moment is what was written, read from a time on.
type moment struct {
	at      time.Time // in the writer's zone
	closing Closing
	// date is the day, and again the day to take instead if that is over: nil if none is meant.
	date  windows.Date
	again func(windows.Date) windows.Date
	// clock is the time of the day in seconds, or endOfBusiness.
	clock int
	// exact is the instant, if that is what was said.
	exact time.Time
}

const (
	endOfBusiness = -1
	// usual is the end of business of days on which nobody works.
	usual = 18 * 60 * 60
)

// read reports whether all words are understood.
func (m *moment) read(all []string) bool {
	m.date, m.clock = windows.DateOf(m.at), endOfBusiness
	if len(all) > 1 && all[0] == "in" {
		return m.length(all[1:])
	}
	rest, isDay := m.day(all)
	if len(rest) == 0 {
		return isDay
	}
	if !m.time(rest) {
		return false
	}
	if !isDay && m.clock != endOfBusiness {
		m.again = func(d windows.Date) windows.Date { return d + 1 }
	}
	return true
}

// time reads a time of the day.
func (m *moment) time(all []string) bool {
	text := strings.Join(all, " ")
	if text == "eod" {
		return true
	}
	seconds, ok := clockOf(text)
	m.clock = seconds
	return ok
}

// length reads what follows an in.
func (m *moment) length(all []string) bool {
	form := lengthForm.FindStringSubmatch(all[0])
	rest := all[1:]
	if form == nil && len(all) > 1 {
		form, rest = lengthForm.FindStringSubmatch(all[0]+" "+all[1]), all[2:]
	}
	if form == nil || number(form[1]) == 0 {
		return false
	}
	n := number(form[1])
	switch form[2] {
	case "m", "min", "mins", "minute", "minutes":
		m.exact = m.at.Add(time.Duration(n) * time.Minute)
	case "h", "hr", "hrs", "hour", "hours":
		m.exact = m.at.Add(time.Duration(n) * time.Hour)
	case "d", "day", "days":
		m.date += windows.Date(n) //nolint:gosec // four digits at most
	case "w", "week", "weeks":
		m.date += windows.Date(7 * n) //nolint:gosec // four digits at most
	default:
		return false
	}
	if !m.exact.IsZero() { // up to the minute, as people tell times
		if whole := m.exact.Truncate(time.Minute); whole.Before(m.exact) {
			m.exact = whole.Add(time.Minute)
		}
		return len(rest) == 0
	}
	return len(rest) == 0 || m.time(rest)
}

// next is the first instant after the comment that can be meant. It reports false where all are over.
func (m *moment) next() (time.Time, bool) {
	if !m.exact.IsZero() {
		return m.exact, true
	}
	until := m.instant()
	for range 8 {
		if until.After(m.at) || m.again == nil {
			break
		}
		m.date = m.again(m.date)
		until = m.instant()
	}
	return until, until.After(m.at)
}

func (m *moment) instant() time.Time {
	if m.clock != endOfBusiness {
		return latest(m.date, m.clock, m.at.Location())
	}
	if m.closing != nil {
		if until, ok := m.closing(m.date); ok {
			return until.In(m.at.Location())
		}
	}
	return latest(m.date, usual, m.at.Location())
}
