package ics

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// A rule is an RRULE together with the start it counts from.
type rule struct {
	start  stamp
	count  int    // how many occurrences there are, the start being the first; 0 if that is not said
	until  *stamp // the last moment for one to start; nil if there is none
	option rrule.ROption
	parts  int // how much there is to compare for each day
}

const (
	maxRule     = 256  // bytes of a rule
	maxPerDay   = 100  // occurrences a day
	maxInterval = 1000 // INTERVAL
)

// parseRule reads an RRULE. It reads COUNT, UNTIL and INTERVAL itself and leaves the rest to the library, but for what the
// library cannot do; see the package comment.
func parseRule(text string, start stamp) (*rule, error) {
	if len(text) > maxRule {
		return nil, fmt.Errorf("has an RRULE of %d bytes, which is too long", len(text))
	}
	r, interval := &rule{start: start}, 1
	var rest []string
	for part := range strings.SplitSeq(strings.ToUpper(strings.Join(strings.Fields(text), "")), ";") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "": // a semicolon too many
		case "COUNT":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				return nil, fmt.Errorf("has an RRULE with a COUNT of %s", short(value))
			}
			r.count = n
		case "INTERVAL":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > maxInterval {
				return nil, fmt.Errorf("has an RRULE with an INTERVAL of %s, which is not from 1 to %d", short(value), maxInterval)
			}
			interval = n
		case "UNTIL":
			until, err := parseStamp(value, nil)
			if err != nil {
				return nil, fmt.Errorf("has an RRULE with an UNTIL of %w", err)
			}
			r.until = &until
		case "DTSTART", "BYEASTER":
			return nil, fmt.Errorf("has an RRULE with %s, which no calendar knows", key)
		default:
			rest = append(rest, part)
		}
	}
	option, err := rrule.StrToROption(strings.Join(rest, ";"))
	if err != nil {
		return nil, fmt.Errorf("has an RRULE of %s, which cannot be read: %w", short(text), err)
	}
	r.option = *option
	r.option.Interval = interval
	if err := r.fit(); err != nil {
		return nil, fmt.Errorf("has an RRULE of %s, which %w", short(text), err)
	}
	return r, nil
}

// fit refuses what would not end and puts right what the library takes otherwise than RFC 5545.
func (r *rule) fit() error {
	o := &r.option
	if r.start.date {
		o.Byhour, o.Byminute, o.Bysecond = nil, nil, nil
	}
	perDay := max(len(o.Byhour), 1) * max(len(o.Byminute), 1) * max(len(o.Bysecond), 1)
	switch {
	case o.Freq > rrule.DAILY:
		return errors.New("repeats more often than daily: no office closes by the hour")
	case perDay > maxPerDay:
		return fmt.Errorf("repeats more than %d times a day", maxPerDay)
	}
	if err := r.fitWeekdays(); err != nil {
		return err
	}
	o.Dtstart = r.start.wall.utc()
	o.Until = time.Date(rrule.MAXYEAR, 12, 31, 23, 59, 59, 0, time.UTC)
	r.parts = len(o.Bysetpos) + len(o.Bymonth) + len(o.Bymonthday) + len(o.Byyearday) + len(o.Byweekno) + len(o.Byweekday)
	if _, err := rrule.NewRRule(*o); err != nil {
		return fmt.Errorf("asks for what there is not: %w", err)
	}
	return nil
}

// fitWeekdays looks after BYDAY: MO, 1MO, -1MO.
func (r *rule) fitWeekdays() error {
	o := &r.option
	if o.Freq == rrule.YEARLY && len(o.Byweekno) > 0 && len(o.Byweekday) == 0 {
		o.Byweekday = []rrule.Weekday{weekdays[r.start.wall.utc().Weekday()]}
	}
	most := 0
	switch {
	case o.Freq == rrule.MONTHLY || o.Freq == rrule.YEARLY && len(o.Bymonth) > 0:
		most = 5
	case o.Freq == rrule.YEARLY:
		most = 53
	}
	numbered := false
	for _, d := range o.Byweekday {
		if n := d.N(); n < -most || n > most {
			return fmt.Errorf("has a weekday %v that it cannot have", d)
		}
		numbered = numbered || d.N() != 0
	}
	if !numbered {
		return nil
	}
	var all []rrule.Weekday
	for _, d := range o.Byweekday {
		if d.N() != 0 {
			all = append(all, d)
			continue
		}
		for n := 1; n <= most; n++ {
			all = append(all, d.Nth(n))
		}
	}
	o.Byweekday = all
	return nil
}

var weekdays = []rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}

// follow tells the occurrences after the start, in order, up to a reading.
func (r *rule) follow(last Reading, m *meter, tell func(stamp)) (err error) {
	defer func() { // what a stranger writes must not end the program; no way to this is known
		if p := recover(); p != nil {
			err = fmt.Errorf("has an RRULE that cannot be followed: %v", p)
		}
	}()
	if r.start.wall > last {
		return nil
	}
	library, err := rrule.NewRRule(r.option)
	if err != nil {
		return err
	}
	next, previous := library.Iterator(), r.start.wall
	for n := 1; r.count == 0 || n < r.count; {
		t, ok := next()
		if !ok {
			if err := m.spend(search); errors.Is(err, errCalendar) {
				return err
			}
			return fmt.Errorf("has an RRULE that never comes true after %v", previous.Date())
		}
		s := stamp{Reading(t.Unix()), r.start.date, r.start.zone}
		if err := m.spend(1 + int(s.wall-previous)/day*(1+r.parts)/64); err != nil {
			return err
		}
		if previous = s.wall; s.wall > last || r.over(s) {
			return nil
		}
		if s.wall == r.start.wall {
			continue
		}
		tell(s)
		n++
	}
	return nil
}

// over reports whether an occurrence is later than UNTIL: on another day if that is a date or they are, or else at a
// later instant if both have one, or else at a later reading.
func (r *rule) over(s stamp) bool {
	switch {
	case r.until == nil:
		return false
	case r.until.date || s.date:
		return s.wall.Date() > r.until.wall.Date()
	case r.until.zone != nil && s.zone != nil:
		return s.position() > r.until.position()
	}
	return s.wall > r.until.wall
}
