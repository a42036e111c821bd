package decisions

import (
	"regexp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// same returns the last decision in one of the states that has these words.
func (d *derivation) same(title string, states ...feed.DecisionState) *draft {
	title = folded(title)
	if title == "" {
		return nil
	}
	return d.find(func(at *draft) bool { return folded(at.Title) == title && slices.Contains(states, at.State) })
}

// last returns the last decision in one of the states.
func (d *derivation) last(states ...feed.DecisionState) *draft {
	return d.find(func(at *draft) bool { return slices.Contains(states, at.State) })
}

// wordless returns the last decision, if it is in the state and nobody put it into words yet.
func (d *derivation) wordless(state feed.DecisionState) *draft {
	at := d.find(func(at *draft) bool { return at.State != feed.DecisionSuggested })
	if at == nil || at.worded || at.State != state {
		return nil
	}
	return at
}

// open returns the proposal that is decided next, which may be in other words: of several, one that has none, and the last
// of all where what decides has no words either. What the same event put up is something else.
func (d *derivation) open(e feed.Entry, worded bool) *draft {
	var proposals []*draft
	for _, at := range d.all {
		if at.State == feed.DecisionProposed && !slices.Contains(at.Evidence, e.Key) {
			proposals = append(proposals, at)
		}
	}
	switch {
	case len(proposals) == 0:
		return nil
	case len(proposals) == 1 || !worded:
		return proposals[len(proposals)-1]
	}
	if i := slices.IndexFunc(proposals, func(at *draft) bool { return !at.worded }); i >= 0 {
		return proposals[i]
	}
	return nil
}

func (d *derivation) find(wanted func(*draft) bool) *draft {
	for _, at := range slices.Backward(d.all) {
		if wanted(at) {
			return at
		}
	}
	return nil
}

// take takes over the words of a signal, where it has some.
func (at *draft) take(s signal) {
	if s.title != "" {
		at.Title, at.worded = s.title, true
	}
	if s.rationale != "" {
		at.Rationale = s.rationale
	}
}

// prefix is how decision records are numbered in their titles.
var prefix = regexp.MustCompile(`^(?:adr[ -]?\d+|\d{1,5}[.:])[\s.:–—-]*`)

// folded is a title as it is compared.
func folded(title string) string {
	title = strings.ToLower(strings.Join(strings.Fields(title), " "))
	return strings.TrimRight(prefix.ReplaceAllString(title, ""), ".!")
}

// surer is the higher of two trusts.
func surer(a, b feed.Trust) feed.Trust {
	order := []feed.Trust{"", feed.Suggested, feed.Configured, feed.Explicit}
	return order[max(slices.Index(order, a), slices.Index(order, b), 0)]
}

// either is the first list that holds something.
func either(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// paragraphs is two texts below each other.
func paragraphs(a, b string) string { return strings.TrimSpace(a + "\n\n" + b) }
