package web

import (
	"time"

	"github.com/datelinehq/dateline/feed/asks/receipt"
)

// maxStrips is how many days are drawn: the first and the last of more.
const maxStrips = 21

type (
	// stripView is a day as a strip of 24 hours.
	stripView struct {
		Day   string
		Marks []stripMark
		// Counted is what counted on that day, in words.
		Counted string
	}
	// stripMark is a piece of a strip, of 1440 minutes.
	stripMark struct {
		From, Width int
		Counts      bool
	}
)

// A drawing is days being drawn, as clocks show them where the responder is.
type drawing struct {
	times
	zone    *time.Location
	days    []stripView
	counted []receipt.Duration
	last    string
}

// strips draws the lines of a receipt day by day, and says how many days are left out.
func strips(r receipt.Receipt, zone *time.Location, t times) (days []stripView, left int) {
	d := drawing{times: t, zone: zone}
	for i, j := 0, 0; i < len(r.Counted) || j < len(r.Uncounted); {
		if j == len(r.Uncounted) || i < len(r.Counted) && r.Counted[i].From.Before(r.Uncounted[j].From) {
			d.draw(r.Counted[i], true)
			i++
		} else {
			d.draw(r.Uncounted[j], false)
			j++
		}
	}
	for i, counted := range d.counted {
		d.days[i].Counted = t.Say("receipt.nothing-counted")
		if counted > 0 {
			d.days[i].Counted = t.exact(time.Duration(counted))
		}
	}
	if n := len(d.days); n > maxStrips {
		left = n - maxStrips
		d.days = append(d.days[:maxStrips-7:maxStrips-7], d.days[n-7:]...)
		first := &d.days[maxStrips-7]
		first.Day = t.Count("receipt.skipped", left, "day", first.Day)
	}
	return d.days, left
}

// draw draws a line on each of the days that it touches.
func (d *drawing) draw(l receipt.Line, counts bool) {
	for from := l.From.In(d.zone); from.Before(l.Until); {
		until := l.Until.In(d.zone)
		begins, ends := from.Hour()*60+from.Minute(), until.Hour()*60+until.Minute()
		if midnight := time.Date(from.Year(), from.Month(), from.Day()+1, 0, 0, 0, 0, d.zone); !midnight.After(until) {
			until, ends = midnight, 24*60
		}
		if day := from.Format(time.DateOnly); day != d.last {
			d.last = day
			d.days, d.counted = append(d.days, stripView{Day: d.Date("date.day", from)}), append(d.counted, 0)
		}
		n := len(d.days) - 1
		d.days[n].Marks = append(d.days[n].Marks, stripMark{begins, max(ends-begins, 1), counts})
		if counts {
			d.counted[n] += receipt.Duration(until.Sub(from))
		}
		from = until
	}
}
