package identity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// Resolve works out who is who.
func Resolve(k Known) *Directory {
	r := &resolution{accounts: gather(k), cluster: map[string]string{}, members: map[string][]string{}, person: map[string]string{}}
	for key := range r.accounts {
		r.cluster[key], r.members[key] = key, []string{key}
	}
	owners := r.written(k.People)
	r.ruled(k.Rulings)
	r.mailed(owners)
	return newDirectory(k, r)
}

// A resolution is the state of working out who is who: accounts and people in clusters, each of one human.
type resolution struct {
	accounts map[string]*Account
	// cluster is the name of everybody's cluster: the key of one of its members. members are who is in it.
	cluster map[string]string
	members map[string][]string
	// person is the name of the written-down person of a cluster.
	person map[string]string
	// holding are the rulings that hold; different are the pairs that are two people by them.
	holding   []feed.Ruling
	different [][2]string
}

// written makes the people of the configuration, and returns which of them an address belongs to.
func (r *resolution) written(people []Person) (owners map[string]string) {
	owners = map[string]string{}
	shared := map[string]bool{}
	for _, p := range people {
		at := key(feed.Ref{ID: p.Name})
		if p.Name == "" || r.cluster[at] != "" {
			continue
		}
		r.cluster[at], r.members[at], r.person[at] = at, []string{at}, p.Name
		for _, ref := range p.Accounts {
			if of := r.cluster[key(ref)]; r.person[of] == "" {
				r.merge(at, of)
			}
		}
		for _, email := range p.Emails {
			email = strings.ToLower(email)
			if owner, taken := owners[email]; taken && owner != at {
				shared[email] = true
			}
			owners[email] = at
		}
	}
	for email := range shared {
		delete(owners, email)
	}
	return owners
}

// ruled joins what was confirmed, the earliest first. Of two rulings on a pair the later holds, and the one before it when
// the later is taken back.
func (r *resolution) ruled(rulings []feed.Ruling) {
	said := map[[2]string][]feed.Ruling{}
	rulings = slices.Clone(rulings)
	slices.SortFunc(rulings, func(a, b feed.Ruling) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, ruling := range rulings {
		pair := pairOf(key(ruling.One), key(ruling.Other))
		switch before := said[pair]; {
		case pair[0] == pair[1]:
		case ruling.Verdict != feed.Undone:
			said[pair] = append(before, ruling)
		case len(before) > 0:
			said[pair] = before[:len(before)-1]
		}
	}
	for pair, all := range said {
		if len(all) == 0 {
			continue
		}
		last := all[len(all)-1]
		r.holding = append(r.holding, last)
		if last.Verdict == feed.Different {
			r.different = append(r.different, pair)
		}
	}
	slices.SortFunc(r.holding, func(a, b feed.Ruling) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, ruling := range r.holding {
		if ruling.Verdict != feed.Same {
			continue
		}
		one, other := key(ruling.One), key(ruling.Other)
		if !r.join(one, other) { // the configuration, or an earlier ruling, has the last word
			continue
		}
		r.tie(ruling.One, Tie{With: ruling.Other, Reason: Confirmed, Ruling: ruling})
		r.tie(ruling.Other, Tie{With: ruling.One, Reason: Confirmed, Ruling: ruling})
	}
}

// mailed joins accounts of one address. An address that leads to several people, or to a pair that was rejected, joins
// nobody: it may be a shared one.
func (r *resolution) mailed(owners map[string]string) {
	at := map[string][]string{}
	for _, k := range sorted(r.accounts) {
		a := r.accounts[k]
		if a.Program || a.Team {
			continue
		}
		people := map[string]bool{}
		for _, email := range a.emails {
			if owner := owners[email]; owner != "" {
				people[owner] = true
			}
			at[email] = append(at[email], k)
		}
		if len(people) == 1 {
			owner := sorted(people)[0]
			if r.cluster[k] != r.cluster[owner] && r.join(owner, k) {
				r.tie(a.Ref, Tie{With: feed.Ref{ID: r.person[r.cluster[owner]]}, Reason: SameEmail})
			}
		}
	}
	for _, email := range sorted(at) {
		if owners[email] == "" {
			r.share(at[email])
		}
	}
}

// share joins the accounts of one address, all of them or none.
func (r *resolution) share(keys []string) {
	people, anchor := map[string]bool{}, keys[0]
	for _, k := range keys {
		if name := r.person[r.cluster[k]]; name != "" {
			if !people[name] && len(people) == 0 {
				anchor = k
			}
			people[name] = true
		}
	}
	if len(people) > 1 {
		return
	}
	for i, one := range keys {
		for _, other := range keys[:i] {
			if r.cluster[one] != r.cluster[other] && r.rejected(r.cluster[one], r.cluster[other]) {
				return
			}
		}
	}
	for _, k := range keys {
		if r.cluster[k] != r.cluster[anchor] && r.join(anchor, k) {
			r.tie(r.accounts[k].Ref, Tie{With: r.accounts[anchor].Ref, Reason: SameEmail})
		}
	}
}

// tie notes why an account belongs to its person.
func (r *resolution) tie(ref feed.Ref, t Tie) {
	if a := r.accounts[key(ref)]; a != nil {
		a.Ties = append(a.Ties, t)
	}
}

// join makes one human of two, unless that cannot be. Who is one already stays one.
func (r *resolution) join(one, other string) bool {
	if r.hindrance(one, other) != nil {
		return false
	}
	a, b := r.cluster[one], r.cluster[other]
	if a != b {
		r.merge(a, b)
	}
	return true
}

// merge puts the members of cluster b into a.
func (r *resolution) merge(a, b string) {
	if r.person[a] == "" {
		r.person[a] = r.person[b]
	}
	for _, m := range r.members[b] {
		r.cluster[m] = a
	}
	r.members[a] = append(r.members[a], r.members[b]...)
	delete(r.members, b)
	delete(r.person, b)
}

// rejected reports whether somebody said of a member of one cluster and one of the other that they are two.
func (r *resolution) rejected(a, b string) bool {
	return slices.ContainsFunc(r.different, func(pair [2]string) bool {
		one, other := r.cluster[pair[0]], r.cluster[pair[1]]
		return one == a && other == b || one == b && other == a
	})
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }
