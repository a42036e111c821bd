package decisions

import (
	"cmp"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// supersede ends the decisions that others say they supersede, and says on those by what.
func (j *join) supersede() {
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
			}
		}
	}
}

// refer says of each decision what refers to it.
func (j *join) refer(list []feed.DecisionEntry) {
	byItem := map[item][]int{}
	for i, d := range list {
		byItem[item{d.Source, d.Item}] = append(byItem[item{d.Source, d.Item}], i)
		for _, p := range d.Same {
			byItem[item{p.Source, p.On.ID}] = append(byItem[item{p.Source, p.On.ID}], i)
		}
	}
	for i, d := range list {
		for _, at := range j.items(d.Source, slices.Concat(d.Refs, d.Supersedes)) {
			for _, k := range byItem[at] {
				known := slices.ContainsFunc(list[k].Referring, func(p feed.DecisionPlace) bool { return p.ID == d.ID })
				if k != i && !known && len(list[k].Referring) < feed.MaxList {
					list[k].Referring = append(list[k].Referring, d.Place())
				}
			}
		}
	}
}
