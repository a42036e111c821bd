package ics

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// An event is a VEVENT: a series, a single event, or one occurrence of a series that was moved.
type event struct {
	line        int
	name, uid   string
	sequence    int
	replaces    *stamp // RECURRENCE-ID: the occurrence that this one stands for; nil if it stands for none
	cancelled   bool
	transparent bool

	first  span
	rule   *rule
	more   []span        // RDATE
	except map[mark]bool // EXDATE, and what others replace
}

// event reads a VEVENT. What it could read is returned even if there is an error.
func (z *zones) event(c *component) (*event, error) {
	e := &event{line: c.line, name: plain(c.text("SUMMARY")), uid: c.text("UID"), except: map[mark]bool{}}
	if c.broken != nil {
		return e, c.broken
	}
	e.sequence, _ = strconv.Atoi(c.text("SEQUENCE")) // RFC 5545: none is 0
	e.cancelled = strings.EqualFold(c.text("STATUS"), "CANCELLED")
	e.transparent = strings.EqualFold(c.text("TRANSP"), "TRANSPARENT")
	if p := c.first("RECURRENCE-ID"); p != nil {
		s, err := z.stamp(p)
		if err != nil {
			return e, err
		}
		e.replaces = &s
	}
	if e.cancelled && c.first("DTSTART") == nil {
		return e, nil
	}
	if err := z.begin(e, c); err != nil {
		return e, err
	}
	if e.replaces != nil {
		return e, nil
	}
	return e, z.repeat(e, c)
}

// begin reads when the event is, or is for the first time.
func (z *zones) begin(e *event, c *component) error {
	p := c.first("DTSTART")
	if p == nil {
		return errors.New("has no DTSTART")
	}
	start, err := z.stamp(p)
	if err != nil {
		return err
	}
	e.first.start = start
	if p := c.first("DTEND"); p != nil {
		end, err := z.stamp(p)
		if err != nil {
			return err
		}
		e.first.long, err = between(start, end)
		if err != nil {
			return err
		}
	} else if p := c.first("DURATION"); p != nil {
		if e.first.long, err = parseLength(p.value); err != nil {
			return fmt.Errorf("has a DURATION of %w", err)
		}
	}
	outlook := strings.EqualFold(c.text("X-MICROSOFT-CDO-ALLDAYEVENT"), "TRUE") && start.wall%day == 0
	if start.date || outlook {
		e.first.start = start.onDate()
		e.first.long = length{days: max(e.first.long.days+(e.first.long.seconds+day-1)/day, 1)}
	}
	return nil
}

// between returns how long it is from the beginning of an event to its end.
func between(start, end stamp) (length, error) {
	switch {
	case start.date && !end.date:
		return length{}, errors.New("begins with a date and ends with a time")
	case !start.date && end.date:
		return length{}, errors.New("begins with a time and ends with a date")
	case start.zone == nil && end.zone != nil:
		return length{}, errors.New("begins in no zone and ends in one")
	case end.zone == nil:
		end.zone = start.zone
	}
	seconds := end.position() - start.position()
	if seconds < 0 {
		return length{}, errors.New("ends before it begins")
	}
	return length{seconds: seconds}, nil
}

// repeat reads when else the event is, and when not.
func (z *zones) repeat(e *event, c *component) error {
	for i := range c.properties {
		p := &c.properties[i]
		switch p.name {
		case "EXRULE":
			return errors.New("has an EXRULE, which is not supported; write EXDATE")
		case "RRULE":
			r, err := parseRule(p.value, e.first.start)
			if err != nil {
				return err
			}
			e.rule = r
		case "EXDATE":
			in, err := z.of(p)
			if err != nil {
				return err
			}
			for value := range strings.SplitSeq(p.value, ",") {
				s, err := parseStamp(value, in)
				if err != nil {
					return fmt.Errorf("has an EXDATE of %w", err)
				}
				e.except[e.mark(s)] = true
			}
		case "RDATE":
			in, err := z.of(p)
			if err != nil {
				return err
			}
			more, err := spans(*p, in, e.first.long)
			if err != nil {
				return err
			}
			for _, s := range more {
				if s, err = e.fit(s); err != nil {
					return err
				}
				e.more = append(e.more, s)
			}
		}
	}
	return nil
}

// closes reports whether the event closes an office. A transparent one does not take anybody's time, but holidays are
// marked so by many who publish them: whole days count all the same.
func (e *event) closes() bool {
	return !e.cancelled && (e.first.start.date || !e.transparent)
}

// mistake says that the event is not used.
func (e *event) mistake(err error) Mistake {
	m := Mistake{Line: e.line, Name: e.name, Reason: plain(err.Error())}
	if m.Name == "" {
		m.Name = plain(e.uid)
	}
	if len(m.Name) > 100 {
		m.Name = strings.ToValidUTF8(m.Name[:100], "") + "…"
	}
	return m
}
