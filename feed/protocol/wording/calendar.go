package wording

import (
	"cmp"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// The forms in which days and instants are told.
const (
	Day        = "Mon 2 Jan"
	DayAndTime = "Mon 2 Jan 15:04"
	DayInYear  = "Mon 2 Jan 2006 15:04"
)

// Standing says whether a calendar is open, and until when it is what it is.
func Standing(c *calendars.Calendar, now time.Time) string {
	next, ok := c.Next(now)
	switch {
	case !ok:
		return "closed for good"
	case next.After(now):
		return "closed until " + next.In(c.Zone()).Format(DayAndTime)
	}
	for s := range c.Spans(now, now.AddDate(1, 0, 0)) {
		if s.End.Before(now.AddDate(1, 0, 0)) {
			return "open until " + s.End.Format(DayAndTime)
		}
	}
	return "open for longer than a year"
}

// Openings are the next openings of a calendar, at most so many, those of one day in one line.
func Openings(c *calendars.Calendar, now time.Time, most int) (lines []string) {
	last := ""
	n := 0
	for s := range c.Spans(now, now.AddDate(10, 0, 0)) {
		if !s.Start.After(now) {
			continue // it is open already
		}
		if n++; n > most {
			break
		}
		from, until := s.Start.Format("15:04"), s.End.Format("15:04")
		switch days := windows.DateOf(s.End) - windows.DateOf(s.Start); {
		case until == "00:00" && days == 1:
			until = "24:00"
		case days > 0:
			until = s.End.Format(DayAndTime)
		}
		if on := s.Start.Format(Day); on != last {
			last = on
			lines = append(lines, on+" "+from+"–"+until)
			continue
		}
		lines[len(lines)-1] += ", " + from + "–" + until
	}
	if len(lines) == 0 {
		return []string{"not again within ten years"}
	}
	return lines
}

// Clocks says when the clocks of a zone change next.
func Clocks(zone *time.Location, now time.Time) string {
	at, by, ok := windows.NextChange(zone, now)
	if !ok {
		return "do not change"
	}
	direction := "forward"
	if by < 0 {
		direction, by = "back", -by
	}
	return fmt.Sprintf("go %s by %s on %s", direction, protocol.Elapsed(by), at.Add(-time.Second).Format("Mon 2 Jan 2006"))
}

// A Rest is a run of closed days of one name.
type Rest struct {
	From, To windows.Date
	Name     string
	// Tentative says that it may still move by a day or so.
	Tentative bool
}

// String is the run by its dates: 2026-12-25..2026-12-26 Christmas.
func (r Rest) String() string {
	text := r.From.String()
	if r.To != r.From {
		text += ".." + r.To.String()
	}
	text += " " + r.Name
	if r.Tentative {
		text += " (may still move by a day)"
	}
	return text
}

// Holidays are the holidays of a calendar from one date to another, both included.
func Holidays(c *calendars.Calendar, from, to windows.Date) (runs []Rest) {
	for year := from.Year(); year <= to.Year(); year++ {
		for _, h := range c.Holidays(year) {
			if h.Date < from || h.Date > to {
				continue
			}
			name := cmp.Or(h.Name, Closed)
			if n := len(runs); n > 0 && runs[n-1].Name == name && runs[n-1].To == h.Date-1 {
				runs[n-1].To = h.Date
				continue
			}
			runs = append(runs, Rest{h.Date, h.Date, name, h.Tentative})
		}
	}
	return runs
}

// Unknown says from which year on holidays are not known, where that is not after the year that is asked for.
func Unknown(c *calendars.Calendar, year int) string {
	until, place := c.KnownUntil()
	if place == "" || until > year {
		return ""
	}
	return fmt.Sprintf("those of %s are known until %d only; write later ones under dates:", place, until)
}
