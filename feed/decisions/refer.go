package decisions

import (
	"cmp"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// supersede ends the decisions that others say they supersede, and returns how, by their ids.
func (j *join) supersede() map[string]ending {
	ended := map[string]ending{}
	for i, d := range j.all {
		if d.State != feed.DecisionDecided && d.State != feed.DecisionSuperseded {
			continue
		}
		for _, at := range j.items(d.Source, d.Supersedes) {
			for _, k := range j.on[at] {
				old := &j.all[k]
				if j.root(k) == j.root(i) || old.State == feed.DecisionSuggested || old.At().After(d.At()) || len(d.On.Names()) == 0 {
					continue
				}
				old.SupersededBy = add(slices.Clone(old.SupersededBy), d.On.Names()[0])
				if old.State != feed.DecisionRejected {
					old.State, old.Ended = feed.DecisionSuperseded, cmp.Or(old.Ended, d.Decided)
				}
				ended[old.ID] = ending{old.State, old.Ended, old.SupersededBy}
			}
		}
	}
	return ended
}
