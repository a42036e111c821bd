package rules

// A verdict is what is known of a part of a rule in the middle of a search.
type verdict int8

const (
	no verdict = iota
	yes
	failed // the evaluation ends with an error
	open   // not known yet
)

// A formula is the yes and no of a rule, with the order in which its parts are evaluated.
type formula interface {
	// judge says what is known of it from what the search assumes.
	judge(*search) verdict
	// subjects hands out what it depends on.
	subjects(func(subject))
}

// A subject is something that can be assumed of facts, under a key that is the same wherever it is asked about.
type subject struct {
	key string
	// text is the name of a fact that is a text. The subject then is which text it is: a constant it is compared with, a
	// word of its vocabulary or another one.
	text      string
	constants []string
	// whole says that the subject is a whole number, from low to high, that is compared with numbers.
	whole     bool
	low, high int64
	numbers   []float64
	// fails says that the subject, a yes or no that nothing is known about, can also fail.
	fails bool
}

// A value is what a search assumes a subject to be.
type value struct {
	text    string
	number  int64
	verdict verdict
	// other is a text that no rule compares with.
	other bool
}

// fixed is a part that is always the same.
type fixed verdict

func (f fixed) judge(*search) verdict { return verdict(f) }
func (fixed) subjects(func(subject))  {}

// negation is !of.
type negation struct{ of formula }

func (n negation) judge(s *search) verdict {
	switch v := n.of.judge(s); v {
	case yes:
		return no
	case no:
		return yes
	default:
		return v
	}
}

func (n negation) subjects(see func(subject)) { n.of.subjects(see) }

// pair is one && other or, where either is enough, one || other.
type pair struct {
	one, other formula
	either     bool
}

func (p pair) judge(s *search) verdict {
	v := p.one.judge(s)
	if v == yes && !p.either || v == no && p.either {
		return p.other.judge(s)
	}
	return v
}

func (p pair) subjects(see func(subject)) {
	p.one.subjects(see)
	p.other.subjects(see)
}

// choice is condition ? one : other.
type choice struct{ condition, one, other formula }

func (c choice) judge(s *search) verdict {
	switch v := c.condition.judge(s); v {
	case yes:
		return c.one.judge(s)
	case no:
		return c.other.judge(s)
	default:
		return v
	}
}

func (c choice) subjects(see func(subject)) {
	c.condition.subjects(see)
	c.one.subjects(see)
	c.other.subjects(see)
}

// about is a part that asks about one subject.
type about struct {
	subject
	holds func(value) bool
	// otherwise is what holds of a text that no rule compares with.
	otherwise formula
}

func (a about) judge(s *search) verdict {
	v, known := s.assumed[a.key]
	switch {
	case !known:
		s.wanted = a.key
		return open
	case v.other:
		return a.otherwise.judge(s)
	case a.holds(v):
		return yes
	}
	return no
}

func (a about) subjects(see func(subject)) {
	see(a.subject)
	if a.otherwise != nil {
		a.otherwise.subjects(see)
	}
}

// unknown is a part that nothing is known about but that it is the same wherever it says the same.
type unknown struct{ subject }

func (u unknown) judge(s *search) verdict {
	v, known := s.assumed[u.key]
	if !known {
		s.wanted = u.key
		return open
	}
	return v.verdict
}

func (u unknown) subjects(see func(subject)) { see(u.subject) }
