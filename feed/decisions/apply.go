package decisions

import (
	"cmp"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// apply does what a signal says, the n-th of its event, and returns the decision that it is about, if there is one.
func (d *derivation) apply(e feed.Entry, n int, s signal) *draft {
	var at *draft
	switch s.act {
	case propose:
		at = d.propose(e, n, s)
	case decide:
		at = d.decide(e, n, s)
	case reject:
		at = d.reject(e, n, s)
	case supersede:
		at = d.supersede(e, n, s)
	case suggest:
		at = d.suggest(e, n, s)
	}
	if at == nil {
		return nil
	}
	at.Evidence = add(at.Evidence, e.Key)
	at.Options = either(s.options, at.Options)
	at.Trust = surer(at.Trust, s.trust)
	e.Kind, e.On = feed.Decision, d.item
	elsewhere, _ := d.agreed.Misplaced(e)
	at.Misplaced = elsewhere.For
	return at
}

// put puts up a new decision.
func (d *derivation) put(e feed.Entry, n int, s signal, state feed.DecisionState) *draft {
	if len(d.all) >= maxMatters {
		return nil
	}
	at := &draft{Matter: feed.Matter{
		ID: id(e, n), Source: e.Source, Item: e.Item, Title: s.title, State: state, Rationale: s.rationale,
	}, worded: s.title != ""}
	d.all = append(d.all, at)
	return at
}

func (d *derivation) propose(e feed.Entry, n int, s signal) *draft {
	at := d.same(s.title, feed.DecisionSuggested, feed.DecisionProposed)
	if at == nil && s.title == "" {
		if at = d.last(feed.DecisionProposed); at == nil {
			at = d.last(feed.DecisionDecided, feed.DecisionRejected) // it is open again
		}
	} else if at == nil {
		at = d.wordless(feed.DecisionProposed)
	}
	if at == nil {
		if at = d.put(e, n, s, feed.DecisionProposed); at == nil {
			return nil
		}
	}
	if at.Proposed.IsZero() {
		at.Proposer, at.Proposed = e.By, e.At
	}
	at.State, at.Decider, at.Decided, at.Ended = feed.DecisionProposed, feed.Account{}, time.Time{}, time.Time{}
	at.take(s)
	return at
}

func (d *derivation) decide(e feed.Entry, n int, s signal) *draft {
	at := d.same(s.title, feed.DecisionProposed, feed.DecisionDecided, feed.DecisionSuggested)
	if at == nil {
		at = d.open(e, s.title != "")
	}
	if at == nil && s.title == "" {
		at = d.last(feed.DecisionDecided, feed.DecisionRejected)
	} else if at == nil {
		at = d.wordless(feed.DecisionDecided)
	}
	if at == nil {
		if at = d.put(e, n, s, feed.DecisionDecided); at == nil {
			return nil
		}
	}
	if at.State != feed.DecisionDecided || at.Decided.IsZero() {
		at.State, at.Decider, at.Decided, at.Ended = feed.DecisionDecided, e.By, e.At, time.Time{}
	}
	at.take(s)
	d.all = slices.DeleteFunc(d.all, func(other *draft) bool { return other.State == feed.DecisionSuggested })
	return at
}

func (d *derivation) reject(e feed.Entry, n int, s signal) *draft {
	at := d.same(s.title, feed.DecisionProposed, feed.DecisionSuggested)
	if at == nil {
		at = d.last(feed.DecisionProposed)
	}
	if at == nil {
		at = d.last(feed.DecisionSuggested)
	}
	if at == nil && s.trust == feed.Configured || at == nil && d.item.Kind == recordKind {
		at = d.last(feed.DecisionDecided, feed.DecisionRejected)
	}
	why := s.rationale
	if at == nil || at.Title != s.title { // what stands behind /reject is why
		why = paragraphs(s.title, why)
	}
	s.title = ""
	if at == nil {
		if at = d.put(e, n, s, feed.DecisionRejected); at == nil {
			return nil
		}
	}
	at.Rationale = cmp.Or(why, at.Rationale)
	if at.Ended.IsZero() {
		at.State, at.Decider, at.Decided, at.Ended = feed.DecisionRejected, e.By, e.At, e.At
	}
	return at
}

// supersede decides something in place of something else, or ends what was decided on the item.
func (d *derivation) supersede(e feed.Entry, n int, s signal) *draft {
	own := d.item.Names()
	itself := func(name string) bool { return slices.Contains(own, name) }
	if other := slices.DeleteFunc(slices.Clone(s.replaced), itself); len(other) > 0 {
		with := slices.DeleteFunc(slices.Clone(s.with), itself)
		if len(with) > 0 {
			s.title = cmp.Or(s.title, other[0]+" is superseded by "+with[0])
		}
		at := d.last(feed.DecisionDecided)
		if s.title != "" || at == nil {
			at = d.decide(e, n, s)
		}
		if at != nil {
			at.Supersedes, at.Refs = add(at.Supersedes, other...), add(at.Refs, slices.Concat(other, with)...)
		}
		return at
	}
	at := d.last(feed.DecisionDecided)
	if at == nil {
		at = d.last(feed.DecisionSuperseded, feed.DecisionProposed)
	}
	if at == nil {
		s.title = ""
		if at = d.put(e, n, s, feed.DecisionSuperseded); at == nil {
			return nil
		}
	}
	if at.State != feed.DecisionSuperseded || at.Ended.IsZero() {
		at.State, at.Ended = feed.DecisionSuperseded, e.At
	}
	with := slices.DeleteFunc(slices.Clone(s.with), itself)
	at.SupersededBy, at.Refs = add(at.SupersededBy, with...), add(at.Refs, with...)
	return at
}

// suggest puts up what sounds like a decision, unless one was made on the item: then it is being told again.
func (d *derivation) suggest(e feed.Entry, n int, s signal) *draft {
	made := d.last(feed.DecisionDecided, feed.DecisionRejected, feed.DecisionSuperseded)
	if made != nil || d.same(s.title, feed.DecisionStates()...) != nil {
		return nil
	}
	at := d.put(e, n, s, feed.DecisionSuggested)
	if at != nil {
		at.Proposer, at.Proposed = e.By, e.At
	}
	return at
}

// reword gives a decision the words that the edited description has for it now.
func (d *derivation) reword(at *draft, e feed.Entry, s signal) {
	at.take(s)
	at.Options = either(s.options, at.Options)
	at.Evidence = add(at.Evidence, e.Key)
}
