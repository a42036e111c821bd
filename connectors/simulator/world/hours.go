package world

import (
	"math/rand/v2"
	"slices"
	"time"
)

// A stretch is the number of days within which everybody takes one break of two to five days.
const stretch = 45

// atWork reports whether p is at work at t. Programs always are, groups never.
func (w *World) atWork(p *Person, t time.Time) bool {
	if p.Bot || p.Members != nil {
		return p.Bot
	}
	from, to, ok := w.shift(p, t)
	return ok && !t.Before(from) && t.Before(to)
}

// shift returns the working hours of p on the day that holds t, in p's own zone, and whether p works on that day.
func (w *World) shift(p *Person, t time.Time) (from, to time.Time, ok bool) {
	y, m, d := t.In(p.Zone).Date()
	clock := func(since time.Duration) time.Time {
		return time.Date(y, m, d, 0, int(since/time.Minute), 0, 0, p.Zone)
	}
	ok = slices.Contains(p.Days, clock(0).Weekday()) && !w.away(p, y, m, d)
	return clock(p.From), clock(p.To), ok
}

// away reports whether p has the day off. Breaks follow from the seed alone, so that they can be told for any day.
func (w *World) away(p *Person, y int, m time.Month, d int) bool {
	if p.Outside {
		return false
	}
	day := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	dice := w.dice("away", p.Handle, day/stretch)
	first := dice.IntN(stretch - 3)
	return day%stretch >= first && day%stretch < first+1+dice.IntN(3)
}

// next returns the first instant at or after t at which p is at work. People who find something on their desk when
// their day begins do not get to it in the same second: the dice say after how many minutes.
func (w *World) next(p *Person, t time.Time, dice *rand.Rand) time.Time {
	t = t.Truncate(time.Second)
	if w.atWork(p, t) {
		return t
	}
	late := 3*time.Minute + time.Duration(dice.IntN(95*60))*time.Second
	for {
		from, to, ok := w.shift(p, t)
		if ok && t.Before(to) {
			if t.Before(from) {
				t = from
			}
			return t.Add(min(late, to.Sub(t)-time.Second)).Truncate(time.Second).UTC()
		}
		y, m, d := t.In(p.Zone).Date()
		t = time.Date(y, m, d+1, 0, 0, 0, 0, p.Zone)
	}
}
