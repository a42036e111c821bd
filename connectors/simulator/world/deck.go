package world

import "time"

// A card is one variation with one row of its words.
type card struct {
	story *Story
	row   int
}

// errands says how many variations begin on the day: one or two on a weekday, hardly one at weekends, and more of them
// when the prepared stories are all told.
func (w *World) errands(day time.Time) int {
	n := w.dice("errands", day.Unix()).IntN(2)
	if wd := day.Weekday(); wd != time.Saturday && wd != time.Sunday {
		n++
	}
	if len(w.agenda.openings) == 0 {
		n *= 2
	}
	return n
}

// draw takes the next variation from the deck. A new deck is made of passes through all variations, each with another
// row of its words, so that two of a kind never come close together.
func (w *World) draw() card {
	a := &w.agenda
	if len(a.deck) == 0 {
		a.round++
		dice := w.dice("deck", a.round)
		for pass := 0; ; pass++ {
			before := len(a.deck)
			for i := range a.variations {
				if v := &a.variations[i]; pass < max(len(v.Rows), 1) {
					a.deck = append(a.deck, card{v, (pass + a.round) % max(len(v.Rows), 1)})
				}
			}
			some := a.deck[before:]
			if len(some) == 0 {
				break
			}
			dice.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		}
	}
	c := a.deck[0]
	a.deck = a.deck[1:]
	return c
}
