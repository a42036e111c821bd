package identity

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/datelinehq/dateline/feed"
)

// A Directory says who is who. It does not change.
type Directory struct {
	r     *resolution
	teams map[string][]string
	// people are the humans of the clusters, byName by their names, names the names by accounts.
	people []Human
	byName map[string]*Human
	names  map[string]string
	// written are the e-mail addresses of people as they are written down.
	written map[string][]string
	unknown []Account
	bots    []Account
	// suggested looks for suggestions once.
	suggested func() []Suggestion
}

// A Human is somebody who is written down, or who has several accounts.
type Human struct {
	// Name is unique. That of somebody who is not written down is what one of the accounts is called.
	Name string
	// Written says that the configuration has this person.
	Written  bool
	Accounts []Account
}

// Ref is what rulings call the human by.
func (h Human) Ref() feed.Ref {
	if h.Written || len(h.Accounts) == 0 {
		return feed.Ref{ID: h.Name}
	}
	return h.Accounts[0].Ref
}

func newDirectory(k Known, r *resolution) *Directory {
	d := &Directory{r: r, teams: k.Teams, byName: map[string]*Human{}, names: map[string]string{}, written: map[string][]string{}}
	d.suggested = sync.OnceValue(d.suggest)
	taken := map[string]bool{}
	for _, p := range k.People {
		taken[p.Name], d.written[p.Name] = true, p.Emails
	}
	for team := range k.Teams {
		taken[team] = true
	}
	for _, c := range sorted(r.members) {
		h := Human{Name: r.person[c], Written: r.person[c] != ""}
		for _, m := range r.members[c] {
			if a := r.accounts[m]; a != nil {
				h.Accounts = append(h.Accounts, *a)
			}
		}
		slices.SortFunc(h.Accounts, func(a, b Account) int { return cmp.Compare(key(a.Ref), key(b.Ref)) })
		switch {
		case h.Written, len(h.Accounts) > 1:
			d.people = append(d.people, h)
		case h.Accounts[0].Program:
			d.bots = append(d.bots, h.Accounts[0])
		default:
			d.unknown = append(d.unknown, h.Accounts[0])
		}
	}
	slices.SortFunc(d.people, func(a, b Human) int { return cmp.Compare(a.Ref().String(), b.Ref().String()) })
	d.baptize(taken)
	slices.SortFunc(d.people, func(a, b Human) int { return ByName(a.Name, b.Name) })
	byLabel := func(a, b Account) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Label()), strings.ToLower(b.Label())), cmp.Compare(key(a.Ref), key(b.Ref)))
	}
	slices.SortFunc(d.unknown, byLabel)
	slices.SortFunc(d.bots, byLabel)
	for i := range d.people {
		h := &d.people[i]
		d.byName[h.Name] = h
		for _, a := range h.Accounts {
			d.names[key(a.Ref)] = h.Name
		}
	}
	return d
}

// baptize gives names to those who have none: what most of their accounts are called, made unique by an account.
func (d *Directory) baptize(taken map[string]bool) {
	for i := range d.people {
		h := &d.people[i]
		if h.Written {
			continue
		}
		count := map[string]int{}
		for _, a := range h.Accounts {
			count[a.Label()]++
			if a.Name != "" {
				count[a.Label()] += len(h.Accounts) // a name is better than any id
			}
		}
		for _, name := range sorted(count) {
			if h.Name == "" || count[name] > count[h.Name] {
				h.Name = name
			}
		}
		if taken[h.Name] {
			h.Name += " (" + h.Accounts[0].String() + ")"
		}
		taken[h.Name] = true
	}
}

// Person returns the name of the human behind an account, and nothing where none is known. It is a [feed.Namer].
func (d *Directory) Person(tool, id string) string { return d.names[key(feed.Ref{Tool: tool, ID: id})] }

// Program reports whether nobody is behind an account.
func (d *Directory) Program(tool, id string) bool {
	a := d.r.accounts[key(feed.Ref{Tool: tool, ID: id})]
	return a != nil && a.Program
}

// AccountsOf returns the accounts of a person or of everybody in a team as "tool/id", in all the spellings that were
// seen, and whether there is such a person or team.
func (d *Directory) AccountsOf(name string) (accounts []string, known bool) {
	members, known := d.teams[name]
	if !known {
		members = []string{name}
	}
	for _, member := range members {
		h := d.byName[member]
		if h == nil {
			continue
		}
		known = true
		for _, a := range h.Accounts {
			for _, id := range a.spelt {
				accounts = append(accounts, a.Tool+"/"+id)
			}
		}
	}
	slices.Sort(accounts)
	return accounts, known
}

// ByName compares two names in the order in which people are listed: without regard to case, and by case only of the same.
func ByName(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

// People are those who are written down and those with several accounts, by name. Unknown are the accounts of nobody in
// particular, Programs those of nobody at all.
func (d *Directory) People() []Human { return d.people }

// Record returns somebody as programs see them.
func (d *Directory) Record(h Human) feed.PersonRecord {
	r := feed.PersonRecord{Name: h.Name, Configured: h.Written}
	for _, team := range sorted(d.teams) {
		if slices.Contains(d.teams[team], h.Name) {
			r.Teams = append(r.Teams, team)
		}
	}
	for _, a := range h.Accounts {
		account := feed.Account{ID: a.ID, Name: a.Name, Bot: a.Program, Group: a.Team}
		r.Accounts = append(r.Accounts, feed.AccountRecord{Tool: a.Tool, Account: account, Person: h.Name})
	}
	return r
}

// Unknown are the accounts that belong to none of the people: teams too.
func (d *Directory) Unknown() []Account { return d.unknown }

// Programs are the accounts behind which nobody is.
func (d *Directory) Programs() []Account { return d.bots }

// Rulings are what was said and holds, the earliest first.
func (d *Directory) Rulings() []feed.Ruling { return d.r.holding }

// Label is what an account or a person that a ruling names is called.
func (d *Directory) Label(r feed.Ref) string {
	if a := d.r.accounts[key(r)]; a != nil {
		return a.Label()
	}
	return r.ID
}

// Check returns why a ruling cannot be followed, in a sentence for whoever wants to make it.
func (d *Directory) Check(r feed.Ruling) error {
	one, other := key(r.One), key(r.Other)
	switch {
	case d.r.cluster[one] == "" || d.r.cluster[other] == "":
		return errors.New("no such account was seen")
	case one == other:
		return errors.New("both are the same account")
	case r.Verdict != feed.Same && r.Verdict != feed.Different && r.Verdict != feed.Undone:
		return fmt.Errorf("%q is no verdict", r.Verdict)
	case r.Verdict != feed.Same:
		return nil
	}
	return d.r.hindrance(one, other)
}

// hindrance says why two cannot be one human.
func (r *resolution) hindrance(one, other string) error {
	a, b := r.cluster[one], r.cluster[other]
	if a == "" || b == "" {
		return errors.New("no such account was seen")
	}
	for _, k := range []string{one, other} {
		if account := r.accounts[k]; account != nil && (account.Program || account.Team) {
			return fmt.Errorf("%s is a program or a team, and no one person's account", account)
		}
	}
	switch {
	case a == b:
		return nil
	case r.person[a] != "" && r.person[b] != "":
		return fmt.Errorf("%s and %s are two people in the configuration", r.person[a], r.person[b])
	case r.rejected(a, b):
		return errors.New("somebody said that they are two people; take that back first")
	}
	return nil
}

// Version names what the directory says of accounts: it changes when a name does.
func (d *Directory) Version() string {
	sum := sha256.New()
	for _, k := range sorted(d.names) {
		fmt.Fprintf(sum, "%s\x00%s\x00", k, d.names[k])
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}
