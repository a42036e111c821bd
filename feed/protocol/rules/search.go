package rules

import (
	"maps"
	"slices"
)

// patience is how many sets of assumptions a search tries. A rule that needs more is taken for one that can hold.
const patience = 100_000

// A search looks for facts: what to assume of each subject, so that a rule holds and others do not.
type search struct {
	holds   []formula // all of them
	fails   []formula // each of them: says no or ends with an error
	values  map[string][]value
	assumed map[string]value
	wanted  string
	tried   int
}

// CanHold reports whether there are facts for which the rule holds and none of those after which it comes does. All of them
// were compiled with the same [Known].
func (r *Rule) CanHold(after ...*Rule) bool {
	s := search{assumed: map[string]value{}}
	known := Known{}
	if r != nil {
		known, s.holds = r.known, conjuncts(r.formula)
	}
	for _, earlier := range after {
		if earlier == nil {
			return false
		}
		known = earlier.known
		s.fails = append(s.fails, earlier.formula)
	}
	return s.succeeds(known)
}

// conjuncts are the formulas that must all say yes for the whole to.
func conjuncts(f formula) []formula {
	if p, ok := f.(pair); ok && !p.either {
		return append(conjuncts(p.one), conjuncts(p.other)...)
	}
	return []formula{f}
}

// succeeds reports whether the search finds something, or loses its patience.
func (s *search) succeeds(known Known) bool {
	s.collect(known)
	return s.from()
}

// collect finds out what can be assumed of the subjects.
func (s *search) collect(known Known) {
	all := map[string]subject{}
	for _, f := range slices.Concat(s.holds, s.fails) {
		f.subjects(func(one subject) {
			before := all[one.key]
			one.constants = append(before.constants, one.constants...)
			one.numbers = append(before.numbers, one.numbers...)
			all[one.key] = one
		})
	}
	s.values = map[string][]value{}
	for key, one := range all {
		s.values[key] = one.values(known)
	}
}

// values are what can be assumed of a subject. To try each of them is to try everything.
func (s subject) values(known Known) []value {
	switch {
	case s.whole:
		return s.tries()
	case s.text == "" && s.fails:
		return []value{{verdict: no}, {verdict: yes}, {verdict: failed}}
	case s.text == "":
		return []value{{verdict: no}, {verdict: yes}}
	}
	words := map[string]bool{}
	v, closed := known.of(s.text)
	for _, w := range v.words {
		words[w] = true
	}
	if v.empty {
		words[""] = true
	}
	if !closed || v.more {
		for _, w := range s.constants {
			words[w] = true
		}
	}
	var values []value
	for _, w := range slices.Sorted(maps.Keys(words)) {
		values = append(values, value{text: w})
	}
	if !closed || v.more {
		values = append(values, value{other: true})
	}
	return values
}

// from looks further from what is assumed.
func (s *search) from() bool {
	s.tried++
	if s.tried > patience {
		return true
	}
	v := s.goal()
	if v != open {
		return v == yes
	}
	subject := s.wanted
	for _, try := range s.values[subject] {
		s.assumed[subject] = try
		if s.from() {
			return true
		}
	}
	delete(s.assumed, subject)
	return false
}

// goal says whether what is assumed is enough, too much or not yet enough.
func (s *search) goal() verdict {
	result, wanted := yes, ""
	note := func(v verdict) {
		if v == open && result == yes {
			result, wanted = open, s.wanted
		}
	}
	for _, f := range s.holds {
		v := f.judge(s)
		if v == no || v == failed {
			return no
		}
		note(v)
	}
	for _, f := range s.fails {
		v := f.judge(s)
		if v == yes {
			return no
		}
		note(v)
	}
	s.wanted = wanted
	return result
}
