package calendars

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A Calendar is working time that somebody wrote down. It never changes, and may be used by many goroutines. Calendars
// with the same hours share one clock.
type Calendar struct {
	*windows.Calendar
	// Name is what it is called where it is written.
	Name string
	// Lacks are the books that could not be brought: the calendar is open where they would close it.
	Lacks []string

	parts    []*Calendar // what it is made of, if it is
	every    bool        // it is open only when every part is
	days     []special
	closings []closing
	known    known
	away     []Absence
	version  func() string
}

// A Holiday is a closed day.
type Holiday struct {
	Date windows.Date
	Name string // empty if nobody gave it one
	// Tentative says that it may still move by a day or so.
	Tentative bool
}

// The years whose working time is what a calendar means.
var (
	meaningFrom  = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
	meaningUntil = time.Date(2040, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// Version is short for what the calendar means: its zone, and when it is open from 2020 until 2040. The same hours written
// in another way have the same version; another holiday that takes working time, another event in a book or other rules for
// the zone's clocks make another.
func (c *Calendar) Version() string { return c.version() }

// remember makes the version be worked out when it is first asked for, on a clock of its own: twenty years are more than the
// shared one should keep.
func (c *Calendar) remember() {
	clock := c.Calendar
	c.version = sync.OnceValue(func() string {
		text := []byte(clock.Zone().String())
		for span := range windows.Union(clock).Spans(meaningFrom, meaningUntil) {
			text = binary.AppendVarint(text, span.Start.Unix())
			text = binary.AppendVarint(text, span.End.Unix())
		}
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:6])
	})
}

// KnownUntil is the last year whose holidays the built-in table knows, and the place that this is because of. It is 0 for a
// calendar without any.
func (c *Calendar) KnownUntil() (year int, place string) { return c.known.year, c.known.place }

// Holidays are the closed days of a year, exceptions not among them; of a calendar made of others those of its parts. They
// are sorted.
func (c *Calendar) Holidays(year int) []Holiday {
	first, last := windows.NewDate(year, time.January, 1), windows.NewDate(year, time.December, 31)
	var all []Holiday
	for _, part := range c.parts {
		all = append(all, part.Holidays(year)...)
	}
	for _, s := range c.days {
		for d := max(s.From, first); s.holiday && d <= min(s.To, last); d++ {
			all = append(all, Holiday{d, s.Name, s.tentative})
		}
	}
	slices.SortFunc(all, func(a, b Holiday) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name, b.Name), doubt(a)-doubt(b))
	})
	return slices.CompactFunc(all, func(a, b Holiday) bool { return a.Date == b.Date && a.Name == b.Name })
}

// doubt is more than none for a day that may still move.
func doubt(h Holiday) int {
	if h.Tentative {
		return 1
	}
	return 0
}

// Why says why the calendar is closed on a date, or open at other hours: the name of a holiday, of an exception or of what
// a book has, and for those without a name what they do. It is empty if nothing is special. What is true of some only of the
// calendars that one is made of is said with their names.
func (c *Calendar) Why(d windows.Date) string {
	var all []string
	for _, a := range c.away {
		if a.From <= d && d <= a.To {
			all = append(all, strings.TrimSpace("away "+a.hours()))
		}
	}
	if slices.Contains(all, "away") {
		return "away"
	}
	all = append(all, c.own(d)...)
	if parts := c.ofParts(d); len(parts) > 0 {
		all = append(all, strings.Join(parts, "; "))
	}
	return strings.Join(unique(all), ", ")
}

// own are the reasons that are the calendar's own.
func (c *Calendar) own(d windows.Date) []string {
	var whole, some []string
	for _, s := range c.days {
		switch {
		case !s.on(d):
		case !s.instead():
			some = append(some, cmp.Or(s.Name, s.says()))
		case s.holiday:
			whole = append(whole, cmp.Or(s.Name, s.says()))
		default: // an exception holds over holidays
			whole = []string{cmp.Or(s.Name, s.says())}
		}
	}
	for _, closed := range c.closings {
		from, until := closed.Start.In(c.Zone()), closed.End.Add(-time.Second).In(c.Zone())
		if windows.DateOf(from) <= d && d <= windows.DateOf(until) {
			some = append(some, cmp.Or(closed.name, "closed"))
		}
	}
	return append(whole, some...)
}

// ofParts are the reasons of the calendars that this one is made of.
func (c *Calendar) ofParts(d windows.Date) []string {
	var named, all []string
	for _, part := range c.parts {
		why := part.Why(d)
		all = append(all, why)
		if why != "" {
			named = append(named, part.Name+": "+why)
		}
	}
	if len(unique(all)) == 1 && len(named) > 0 {
		return all[:1]
	}
	return named
}

// unique are the texts, each once and in their order.
func unique(all []string) []string {
	var once []string
	for _, s := range all {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}
