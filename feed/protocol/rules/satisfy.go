package rules

import (
	"math"
	"slices"
)

// triesAtMost bounds how long it is looked for a choice that makes a formula true.
const triesAtMost = 100_000

// choices are what was chosen: the word or the number that a field is, and the truth of what is open.
type choices struct {
	words   map[string]string
	numbers map[string]float64
	truths  map[string]truth
}

// elsewhere is a word that no rule knows.
const elsewhere = "\x00"

// questions are what has to be chosen, with the answers that there are.
type questions struct {
	known   Known
	fields  []string // in the order in which they were met
	words   map[string][]string
	numbers map[string][]float64
	open    map[string]bool
}

// satisfiable reports whether there is a choice that makes the formula true, or might be.
func satisfiable(f formula, known Known) bool {
	q := &questions{known: known, words: map[string][]string{}, numbers: map[string][]float64{}, open: map[string]bool{}}
	f.atoms(q)
	c := choices{map[string]string{}, map[string]float64{}, map[string]truth{}}
	tries := 0
	var search func(i int) bool
	search = func(i int) bool {
		if tries++; tries > triesAtMost {
			return true
		}
		switch f.value(c) {
		case yes:
			return true
		case no:
			return false
		}
		field := q.fields[i]
		switch {
		case q.words[field] != nil:
			defer delete(c.words, field)
			return slices.ContainsFunc(q.answers(field), func(w string) bool {
				c.words[field] = w
				return search(i + 1)
			})
		case q.numbers[field] != nil:
			defer delete(c.numbers, field)
			return slices.ContainsFunc(q.sides(field), func(n float64) bool {
				c.numbers[field] = n
				return search(i + 1)
			})
		}
		defer delete(c.truths, field)
		return slices.ContainsFunc([]truth{yes, no}, func(t truth) bool {
			c.truths[field] = t
			return search(i + 1)
		})
	}
	return search(0)
}

// answers are the words that a field can be: all there are, or those it is compared with and one that is none of them.
func (q *questions) answers(field string) []string {
	switch field {
	case "kind", "tool", "urgency":
		if all := q.known.words(field); all != nil {
			return all
		}
	}
	return append(slices.Clone(q.words[field]), elsewhere)
}

// sides are numbers on all sides of those that a field is compared with. There are no negative ones, nor fractions.
func (q *questions) sides(field string) []float64 {
	all := []float64{0}
	for _, n := range q.numbers[field] {
		for _, side := range []float64{math.Floor(n) - 1, math.Floor(n), math.Floor(n) + 1} {
			if side >= 0 {
				all = append(all, side)
			}
		}
	}
	return all
}

func (q *questions) ask(field string) {
	if !slices.Contains(q.fields, field) {
		q.fields = append(q.fields, field)
	}
}

func (f constant) atoms(*questions) {}
func (f not) atoms(q *questions)    { f.formula.atoms(q) }
func (f both) atoms(q *questions)   { every(f, q) }
func (f either) atoms(q *questions) { every(f, q) }
func (f open) atoms(q *questions)   { q.ask(f.text) }
func (f is) atoms(q *questions)     { q.ask(f.field); q.words[f.field] = append(q.words[f.field], f.word) }
func (f compares) atoms(q *questions) {
	q.ask(f.field)
	q.numbers[f.field] = append(q.numbers[f.field], f.number)
}

func every(all []formula, q *questions) {
	for _, f := range all {
		f.atoms(q)
	}
}

func (f constant) value(choices) truth { return truthOf(bool(f)) }
func (f not) value(c choices) truth    { return -f.formula.value(c) }
func (f open) value(c choices) truth   { return c.truths[f.text] }

func (f both) value(c choices) truth {
	all := yes
	for _, part := range f {
		all = min(all, part.value(c))
	}
	return all
}

func (f either) value(c choices) truth {
	any := no
	for _, part := range f {
		any = max(any, part.value(c))
	}
	return any
}

func (f is) value(c choices) truth {
	word, chosen := c.words[f.field]
	if !chosen {
		return unknown
	}
	return truthOf(word == f.word)
}

func (f compares) value(c choices) truth {
	n, chosen := c.numbers[f.field]
	if !chosen {
		return unknown
	}
	switch f.operator {
	case "<":
		return truthOf(n < f.number)
	case "<=":
		return truthOf(n <= f.number)
	case ">":
		return truthOf(n > f.number)
	case ">=":
		return truthOf(n >= f.number)
	}
	return truthOf(n == f.number)
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}
