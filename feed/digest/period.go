package digest

import (
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A Rhythm is how often a digest comes.
type Rhythm string

// The rhythms.
const (
	Daily  Rhythm = "daily"
	Weekly Rhythm = "weekly"
)

// Rhythms lists them.
func Rhythms() []Rhythm { return []Rhythm{Daily, Weekly} }

// A Subscriber is somebody who gets a digest.
type Subscriber struct {
	// Name is what the configuration calls it, Person whom the digest is for.
	Name, Person string
	// Address is where it is sent: an e-mail address, or, with Hook, a hash of that of a webhook, which may hold a secret.
	Address string
	Hook    bool
	Rhythm  Rhythm
	// At is the time of the day, by the clock on the person's wall.
	At time.Duration
}

// A Period is what one digest tells of.
type Period struct {
	// Name is unique for a subscriber: 2026-03-02, or 2026-W10.
	Name string
	// From and Until bound what happened: From ≤ at < Until.
	From, Until time.Time
	// Moment is when it is to be sent.
	Moment time.Time
}

// Most is how far back a digest goes that makes others good.
const Most = 31 * 24 * time.Hour

// Since is the period from an earlier instant on, up to which was told before. It is no longer than Most.
func (p Period) Since(told time.Time) Period {
	if !told.IsZero() && told.Before(p.From) {
		p.From = told
		if first := p.Until.Add(-Most); p.From.Before(first) {
			p.From = first
		}
	}
	return p
}

// farthest is how many days are looked at for one that is worked on.
const farthest = 800

// Latest is the last period whose moment is not after now. It reports false where nobody ever worked.
func (s Subscriber) Latest(c *windows.Calendar, now time.Time) (Period, bool) {
	d, at, ok := s.back(c, windows.DateOf(now.In(c.Zone())), now)
	if !ok {
		return Period{}, false
	}
	before, last, ok := s.back(c, d-1, now)
	if s.Rhythm == Weekly {
		before, last, ok = s.back(c, monday(d)-1, now)
	}
	p := Period{Name: d.String(), From: last, Until: at, Moment: at}
	if s.Rhythm == Weekly {
		year, week := at.In(c.Zone()).ISOWeek()
		p.Name, p.From, p.Until = fmt.Sprintf("%d-W%02d", year, week), monday(before).Begins(c.Zone()), monday(d).Begins(c.Zone())
	}
	if !ok {
		p.From = p.Until.Add(-Most)
	}
	return p, true
}

// Next is the next moment after now. It reports false where nobody works any more.
func (s Subscriber) Next(c *windows.Calendar, now time.Time) (time.Time, bool) {
	for d, end := windows.DateOf(now.In(c.Zone())), windows.DateOf(now.In(c.Zone()))+farthest; d < end; d++ {
		if at, ok := s.moment(c, d); ok && at.After(now) {
			return at, true
		}
	}
	return time.Time{}, false
}

// back is the last date, not after d, with a moment that is not after now.
func (s Subscriber) back(c *windows.Calendar, d windows.Date, now time.Time) (windows.Date, time.Time, bool) {
	for first := d - farthest; d > first; d-- {
		if at, ok := s.moment(c, d); ok && !at.After(now) {
			return d, at, true
		}
	}
	return 0, time.Time{}, false
}

// moment is when a digest is sent on a date, if one is: where the rhythm is weekly, only on the first working day of its week.
func (s Subscriber) moment(c *windows.Calendar, d windows.Date) (time.Time, bool) {
	if s.Rhythm == Weekly {
		for earlier := monday(d); earlier < d; earlier++ {
			if _, works := opening(c, earlier); works {
				return time.Time{}, false
			}
		}
	}
	begins, works := opening(c, d)
	if !works {
		return time.Time{}, false
	}
	y, m, day := d.Begins(c.Zone()).In(c.Zone()).Date()
	wall := time.Date(y, m, day, int(s.At/time.Hour), int(s.At%time.Hour/time.Minute), 0, 0, c.Zone())
	if at, ok := c.Next(wall); ok && windows.DateOf(at.In(c.Zone())) == d {
		return at, true
	}
	return begins, true
}

// opening is when work begins on a date, if it does.
func opening(c *windows.Calendar, d windows.Date) (time.Time, bool) {
	at, ok := c.Next(d.Begins(c.Zone()))
	return at, ok && windows.DateOf(at.In(c.Zone())) == d
}

// monday is the first date of a date's week.
func monday(d windows.Date) windows.Date { return d - windows.Date((d.Weekday()+6)%7) }
