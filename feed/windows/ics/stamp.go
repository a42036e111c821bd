package ics

import (
	"fmt"
	"strings"
	"time"
)

// A stamp is a point in time as a calendar writes it: a date, a reading without a zone, or a reading in a zone.
type stamp struct {
	wall Reading
	date bool // only the date of wall counts, which is midnight then
	zone zone // nil if it has none
}

// position is where the stamp stands on the axis that is its own: Unix seconds in a zone, a [Reading] in none.
func (s stamp) position() int64 {
	if s.zone == nil {
		return int64(s.wall)
	}
	return s.zone.instant(s.wall)
}

// A length is how long something takes: days by the calendar, and then seconds by the clock.
type length struct{ days, seconds int64 }

// A span begins at a stamp and takes its length.
type span struct {
	start stamp
	long  length
}

// end returns the position at which the span is over.
func (s span) end() int64 {
	s.start.wall += Reading(s.long.days * day)
	return s.start.position() + s.long.seconds
}

// firstYear is the earliest that is read. Outlook's zones begin in 1601, Apple's birthdays in 1604, and only mistakes
// before.
const firstYear = 1600

// parseStamp reads 20261224, 20261224T120000 and 20261224T110000Z. The zone is that of a reading that names none itself.
func parseStamp(s string, z zone) (stamp, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	local, utc := strings.CutSuffix(s, "Z")
	if utc {
		z = greenwich
	}
	layout := "20060102T150405"
	date := len(s) == len("20060102")
	if date {
		layout, z = "20060102", nil
	}
	t, err := time.Parse(layout, local)
	switch {
	case err != nil || len(local) != len(layout):
		return stamp{}, fmt.Errorf("%s, which is neither a date like 20261224 nor a time like 20261224T120000", short(s))
	case t.Year() < firstYear:
		return stamp{}, fmt.Errorf("%s, a date before the year %d", short(s), firstYear)
	}
	return stamp{wall: Reading(t.Unix()), date: date, zone: z}, nil
}

// onDate makes a date of a stamp, as it is written.
func (s stamp) onDate() stamp { return stamp{wall: midnight(s.wall.Date()), date: true} }

// parseLength reads P1W, P2DT12H, PT90M.
func parseLength(s string) (length, error) {
	var l length
	wrong := fmt.Errorf("%s, which is no length of time like P1D or PT2H30M", short(s))
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(s), "+"), "P")
	if !ok || rest == "" || strings.HasSuffix(rest, "T") {
		return l, wrong
	}
	units := map[byte]int64{'W': 7, 'D': 1}
	sum := &l.days
	for rest != "" {
		if rest[0] == 'T' && sum == &l.days {
			units, sum, rest = map[byte]int64{'H': 3600, 'M': 60, 'S': 1}, &l.seconds, rest[1:]
		}
		digits, n := 0, int64(0)
		for ; digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9'; digits++ {
			n = n*10 + int64(rest[digits]-'0')
		}
		if digits == 0 || digits > 7 || digits == len(rest) || units[rest[digits]] == 0 {
			return l, wrong
		}
		*sum += n * units[rest[digits]]
		delete(units, rest[digits])
		rest = rest[digits+1:]
	}
	return l, nil
}
