package calendars

import (
	"time"

	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// Books are followed from the beginning of one year to the end of another.
var firstOfBooks, lastOfBooks = windows.NewDate(2020, time.January, 1), windows.NewDate(2040, time.December, 31)

// closings are what a book closes.
type closings struct {
	days     []special
	instants []closing
}

// A closing is a span in which it is closed all over the world.
type closing struct {
	windows.Span
	name string
}

// book is what a book closes; nil if it was not brought, or is too much. What is wrong in it is told once.
func (o *opener) book(ref reference) *closings {
	if c, done := o.read[ref.book]; done {
		return c
	}
	o.read[ref.book] = nil
	text := o.books[ref.book]
	if text == nil {
		return nil
	}
	found, err := text.Between(firstOfBooks, lastOfBooks)
	if err != nil {
		o.notice(ref.at, "%s is not used: %v", Shown(ref.book), err)
		return nil
	}
	for _, m := range found.Mistakes {
		o.notice(ref.at, "%s: %v", Shown(ref.book), m)
	}
	c := &closings{}
	for _, d := range found.Days {
		closed := windows.Exception{From: d.First, To: d.Last, Name: d.Name}
		c.days = append(c.days, special{Exception: closed, holiday: true})
	}
	for _, h := range found.Hours {
		c.days = append(c.days, pieces(h)...)
	}
	for _, i := range found.Instants {
		c.instants = append(c.instants, closing{windows.Span{Start: i.From, End: i.Until}, i.Name})
	}
	o.read[ref.book] = c
	return c
}

// pieces are closed hours as days have them: what of the first day, whole days, and what of the last.
func pieces(h ics.Hours) []special {
	const day = 24 * 60 * 60
	first, last := h.From.Date(), (h.Until - 1).Date()
	from := int32(h.From - ics.Reading(first)*day)  //nolint:gosec // less than a day
	until := int32(h.Until - ics.Reading(last)*day) //nolint:gosec // a day at most
	piece := func(first, last windows.Date, from, until int32) special {
		closed := []windows.Interval{{Start: from, End: until}}
		return special{Exception: windows.Exception{From: first, To: last, Closed: closed, Name: h.Name}}
	}
	if first == last {
		return []special{piece(first, last, from, until)}
	}
	all := []special{piece(first, first, from, day), piece(last, last, 0, until)}
	if first+1 < last {
		all = append(all, piece(first+1, last-1, 0, day))
	}
	return all
}
