package decisions

import (
	"cmp"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// merge makes one of what was decided in several places, told as in the place where it came farthest, and that is meant
// for it.
func merge(group []feed.DecisionEntry) feed.DecisionEntry {
	slices.SortStableFunc(group, func(a, b feed.DecisionEntry) int {
		return cmp.Or(cmp.Compare(life(b), life(a)), cmp.Compare(flag(a.Misplaced != ""), flag(b.Misplaced != "")),
			cmp.Compare(flag(b.On.Kind == recordKind), flag(a.On.Kind == recordKind)), a.At().Compare(b.At()), cmp.Compare(a.ID, b.ID))
	})
	d := group[0]
	for _, other := range group[1:] {
		d.Same = append(d.Same, other.Place())
		if d.Proposed.IsZero() || !other.Proposed.IsZero() && other.Proposed.Before(d.Proposed) {
			d.Proposer, d.Proposed = other.Proposer, cmp.Or(other.Proposed, d.Proposed)
		}
		if !d.Decided.IsZero() && !other.Decided.IsZero() && other.Decided.Before(d.Decided) {
			d.Decider, d.Decided = other.Decider, other.Decided
		}
		d.Rationale = cmp.Or(d.Rationale, other.Rationale)
		d.Options = either(d.Options, other.Options)
		d.Supersedes = add(slices.Clone(d.Supersedes), other.Supersedes...)
		d.SupersededBy = add(slices.Clone(d.SupersededBy), other.SupersededBy...)
		d.Refs = add(slices.Clone(d.Refs), other.Refs...)
		d.Trust = surer(d.Trust, other.Trust)
		d.Ended = cmp.Or(d.Ended, ended(d, other))
	}
	return d
}

// ended is when another place says that it ended, where this one is of the same mind.
func ended(d, other feed.DecisionEntry) time.Time {
	if d.State != other.State {
		return time.Time{}
	}
	return other.Ended
}

// life is how far a decision has come.
func life(d feed.DecisionEntry) int { return slices.Index(feed.DecisionStates(), d.State) }

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
