package decisions

import (
	"cmp"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// Links returns the items that the item of a decision is linked with.
type Links func(feed.DecisionEntry) ([]feed.ItemEntry, error)

// Join finds out what was decided once and written down in several places, what superseded decisions, and what refers to them.
// All may come in any order; the list is not to be used again. Only that matters of them which [Bare] leaves.
//
// Two are the same if their items are linked and they have the same words, or if one is a decision record and names the
// other's item, or is named there, and nothing else was decided on it. linked
// is asked only about decisions that share their words with another.
func Join(all []feed.DecisionEntry, linked Links) (*Joined, error) {
	slices.SortFunc(all, newest)
	all = slices.CompactFunc(all, func(a, b feed.DecisionEntry) bool { return a.ID == b.ID })
	j := join{all: all, of: make([]int, len(all)), on: map[item][]int{}, named: map[string][]item{}}
	for _, d := range all {
		for _, name := range slices.Concat(d.Refs, d.Supersedes, d.SupersededBy) {
			j.named[name] = nil
			if n := trimZeros(name); n != "" {
				j.named[meant(d.Source, n)] = nil
			}
		}
	}
	for i, d := range all {
		j.of[i] = i
		at := item{d.Source, d.Item}
		if j.on[at] = append(j.on[at], i); len(j.on[at]) > 1 {
			continue
		}
		for _, name := range append(d.On.Names(), meant(d.Source, recordNumber(d))) {
			if items, wanted := j.named[name]; wanted {
				j.named[name] = append(items, at)
			}
		}
	}
	if err := j.byWords(linked); err != nil {
		return nil, err
	}
	j.byRecord()
	return j.tell(), nil
}

func newest(a, b feed.DecisionEntry) int {
	return cmp.Or(b.At().Compare(a.At()), cmp.Compare(b.ID, a.ID))
}

// An item is one of a source.
type item struct{ source, id string }

// A join is what is known of all decisions while they are joined.
type join struct {
	all []feed.DecisionEntry // newest first
	// of leads from each to another that is the same, and in the end to itself.
	of []int
	on map[item][]int
	// named are the items of each name that decisions mention, numbers of decision records behind their source.
	named map[string][]item
}

func (j *join) root(i int) int {
	for j.of[i] != i {
		j.of[i] = j.of[j.of[i]]
		i = j.of[i]
	}
	return i
}

func (j *join) same(a, b int) { j.of[j.root(b)] = j.root(a) }

// byWords joins decisions of the same words on items that are linked.
func (j *join) byWords(linked Links) error {
	words := map[string][]int{}
	for i, d := range j.all {
		if title := folded(d.Title); title != "" && d.State != feed.DecisionSuggested {
			words[title] = append(words[title], i)
		}
	}
	for i, d := range j.all {
		others := words[folded(d.Title)]
		elsewhere := slices.ContainsFunc(others, func(k int) bool { return j.item(k) != j.item(i) })
		if !elsewhere || d.State == feed.DecisionSuggested {
			continue
		}
		near, err := linked(d)
		if err != nil {
			return err
		}
		places := map[item]bool{}
		for _, it := range near {
			places[item{it.Source, it.ID}] = true
		}
		for _, at := range j.refs(i) {
			places[at] = true
		}
		for _, k := range others {
			if k != i && places[j.item(k)] {
				j.same(i, k)
			}
		}
	}
	return nil
}

// byRecord joins a decision record with the only thing that was decided where it points to, or is pointed to from.
func (j *join) byRecord() {
	for i := range j.all {
		for _, at := range j.refs(i) {
			others := j.on[at]
			if at == j.item(i) || len(others) != 1 || len(j.on[j.item(i)]) != 1 {
				continue
			}
			k := others[0]
			oneIsRecord := (j.all[i].On.Kind == recordKind) != (j.all[k].On.Kind == recordKind)
			if oneIsRecord && j.settled(i) && j.settled(k) && !j.replaces(i, at) && !j.replaces(k, j.item(i)) {
				j.same(i, k)
			}
		}
	}
}

// settled reports whether a decision is more than a suggestion.
func (j *join) settled(i int) bool { return j.all[i].State != feed.DecisionSuggested }

// replaces reports whether a decision says of an item that one of the two supersedes the other.
func (j *join) replaces(i int, at item) bool {
	d := j.all[i]
	return slices.Contains(j.items(d.Source, slices.Concat(d.Supersedes, d.SupersededBy)), at)
}

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

// tell keeps what was found, without what each decision says.
func (j *join) tell() *Joined {
	ended := j.supersede()
	told := &Joined{
		place: make(map[string]int, len(j.all)), same: map[string][]string{}, referring: map[string][]string{},
		named: map[string]string{}, ended: ended,
	}
	groups := map[int][]feed.DecisionEntry{} // of two or more, by their root
	for i, d := range j.all {
		if root := j.root(i); root != i {
			groups[root] = append(groups[root], d)
		}
	}
	ids := make([]string, len(j.all)) // by root
	for i, d := range j.all {
		if j.root(i) != i {
			continue
		}
		if others := groups[i]; others != nil {
			d = merge(append(others, d))
			for _, p := range d.Same {
				told.same[d.ID] = append(told.same[d.ID], p.ID)
			}
		}
		ids[i] = d.ID
		told.heads = append(told.heads, d.Head())
	}
	slices.SortFunc(told.heads, func(a, b feed.DecisionHead) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	for i, h := range told.heads {
		told.place[h.ID] = i
		for _, id := range told.same[h.ID] {
			told.place[id] = i
		}
	}
	for i, d := range j.all {
		by := ids[j.root(i)]
		for _, at := range j.items(d.Source, slices.Concat(d.Refs, d.Supersedes)) {
			for _, k := range j.on[at] {
				id := ids[j.root(k)]
				if list := told.referring[id]; id != by && !slices.Contains(list, by) && len(list) < feed.MaxList {
					told.referring[id] = append(list, by)
				}
			}
		}
		for _, name := range slices.Concat(d.Supersedes, d.SupersededBy) {
			if at := j.items(d.Source, []string{name}); len(at) > 0 {
				first := slices.MinFunc(at, func(a, b item) int { return cmp.Compare(j.on[a][0], j.on[b][0]) })
				told.named[meant(d.Source, name)] = ids[j.root(j.on[first][0])]
			}
		}
	}
	return told
}

func (j *join) item(i int) item { return item{j.all[i].Source, j.all[i].Item} }

// refs are the items that a decision's words name.
func (j *join) refs(i int) []item { return j.items(j.all[i].Source, j.all[i].Refs) }

// items are those of the names, as they are meant in a source.
func (j *join) items(source string, names []string) (list []item) {
	for _, name := range names {
		list = append(list, j.named[name]...)
		if n := trimZeros(name); n != "" {
			list = append(list, j.named[meant(source, n)]...)
		}
	}
	return list
}
