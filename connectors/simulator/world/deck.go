package world

import (
	"slices"
	"time"
)

// A deck holds the variations that are told in one place, shuffled.
type deck struct {
	place      Place
	variations []*Story
	cards      []card // variations still to be told in this round
	round      int
}

// A card is one variation with one row of its words.
type card struct {
	story *Story
	row   int
}

// rates say how many variations begin on an ordinary day outside the code, in tenths.
var rates = map[Place]int{Desk: 7, Board: 3, Plan: 6, Papers: 7}

// decks makes a deck for every place, the code's first.
func decks(variations []Story) []*deck {
	all := []*deck{{place: Code}, {place: Desk}, {place: Board}, {place: Plan}, {place: Papers}}
	for i := range variations {
		at := slices.IndexFunc(all, func(d *deck) bool { return d.place == variations[i].place() })
		all[at].variations = append(all[at].variations, &variations[i])
	}
	return all
}

// errands says how many variations of the deck begin on the day. Of the code's it is one or two on a weekday, hardly one at
// weekends, and more of them when the prepared stories are all told.
func (w *World) errands(day time.Time, d *deck) int {
	wd := day.Weekday()
	weekend := wd == time.Saturday || wd == time.Sunday
	if d.place == Code {
		n := w.dice("errands", day.Unix()).IntN(2)
		if !weekend {
			n++
		}
		if len(w.agenda.openings) == 0 {
			n *= 2
		}
		return n
	}
	rate := rates[d.place]
	if weekend {
		rate /= 3
	}
	return (rate + w.dice("errands", d.place, day.Unix()).IntN(10)) / 10
}

// draw takes the next variation from the deck. A new round is made of passes through all variations, each with another
// row of its words, so that two of a kind never come close together.
func (w *World) draw(d *deck) card {
	if len(d.cards) == 0 {
		d.round++
		dice := w.dice("deck", d.round)
		if d.place != Code {
			dice = w.dice("deck", d.place, d.round)
		}
		for pass := 0; ; pass++ {
			before := len(d.cards)
			for _, v := range d.variations {
				if pass < max(len(v.Rows), 1) {
					d.cards = append(d.cards, card{v, (pass + d.round) % max(len(v.Rows), 1)})
				}
			}
			some := d.cards[before:]
			if len(some) == 0 {
				break
			}
			dice.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		}
	}
	c := d.cards[0]
	d.cards = d.cards[1:]
	return c
}
