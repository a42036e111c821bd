package ics

import (
	"errors"
	"fmt"

	"github.com/datelinehq/dateline/feed/windows"
)

const (
	maxPerEvent = 10_000  // closings of one event
	maxClosings = 100_000 // closings of one calendar
)

// Between returns the closings that touch the days from first to last, both included. Instants are returned if they touch
// these days anywhere on earth, so that the zone of whoever asks does not matter. An event that closes more often than
// 10,000 times, or whose rule takes too long to follow, is among the mistakes and not among the closings. An error means
// that the calendar as a whole is too much.
func (c *Calendar) Between(first, last windows.Date) (Closings, error) {
	if first > last {
		return Closings{}, fmt.Errorf("no days lie between %v and %v", first, last)
	}
	var all Closings
	m, n := &meter{}, 0
	for _, e := range c.events {
		m.begin()
		found, err := e.between(first, last, m)
		if err == nil && len(found) > maxPerEvent {
			err = fmt.Errorf("closes more than %d times between %v and %v", maxPerEvent, first, last)
		}
		if errors.Is(err, errCalendar) {
			return Closings{}, err
		}
		if err != nil {
			all.Mistakes = append(all.Mistakes, e.mistake(err))
			continue
		}
		if n += len(found); n > maxClosings {
			return Closings{}, fmt.Errorf("the calendar closes more than %d times between %v and %v", maxClosings, first, last)
		}
		for _, s := range found {
			all.add(e.name, s)
		}
	}
	all.sort()
	all.Mistakes = few(all.Mistakes)
	return all, nil
}

// between returns the occurrences that touch some days. They are no more than it takes to see that they are too many.
func (e *event) between(first, last windows.Date, m *meter) (found []span, err error) {
	from, until := int64(midnight(first)), int64(midnight(last+1))
	if e.first.start.zone != nil { // the days are longer if they are days of all the earth
		from, until = from-day, until+day
	}
	seen := map[int64]bool{}
	tell := func(s span) {
		at, end := s.start.position(), s.end()
		if at >= until || end <= from || end <= at || seen[at] || e.excepted(s.start) || len(found) > maxPerEvent {
			return
		}
		seen[at] = true
		found = append(found, s)
	}
	tell(e.first)
	for _, s := range e.more {
		tell(s)
	}
	if e.rule == nil {
		return found, nil
	}
	err = e.rule.follow(midnight(last+2), m, func(s stamp) { tell(span{s, e.first.long}) })
	return found, err
}
