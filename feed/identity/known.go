package identity

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
)

// Known is all that is known of people and accounts.
type Known struct {
	// People, Teams and Programs are what the team wrote down. A team is a list of names of people.
	People   []Person
	Teams    map[string][]string
	Programs []feed.Ref
	// Accounts are those that were seen, Rulings what was said about them since.
	Accounts []feed.AccountEntry
	Rulings  []feed.Ruling
}

// Agreed is what a protocol knows.
func Agreed(p *protocol.Protocol) Known {
	k := Known{Teams: p.Teams}
	for _, written := range p.People {
		person := Person{Name: written.Name, Emails: written.Email}
		for _, tool := range sorted(written.Accounts) {
			for _, id := range written.Accounts[tool] {
				person.Accounts = append(person.Accounts, feed.Ref{Tool: tool, ID: id})
			}
		}
		k.People = append(k.People, person)
	}
	for _, tool := range sorted(p.Bots) {
		for _, id := range p.Bots[tool] {
			k.Programs = append(k.Programs, feed.Ref{Tool: tool, ID: id})
		}
	}
	return k
}

// A Person is somebody the team wrote down.
type Person struct {
	Name     string
	Emails   []string
	Accounts []feed.Ref
}

// An Account is an account of a tool, with what all sources tell of it.
type Account struct {
	feed.Ref
	// Name is what the account was last called. It may be empty.
	Name string
	// Program says that nobody is behind it, Team that several are.
	Program, Team bool
	// Sources are where it was seen. Empty for an account that is only written down.
	Sources     []string
	First, Last time.Time
	// Ties are why it belongs to its person; none where the configuration says so.
	Ties []Tie

	// spelt are the ids that sources use: no tool tells ids apart by case, but they may write them differently.
	spelt  []string
	emails []string
}

// Label is how the account is shown where there is room for one word.
func (a Account) Label() string { return cmp.Or(a.Name, a.ID) }

// A Tie is a reason why an account belongs to a person.
type Tie struct {
	// With is the account or the person it is tied to.
	With   feed.Ref
	Reason Reason
	// Ruling is what somebody confirmed. Zero where the reason is an address.
	Ruling feed.Ruling
}

// A Reason says why two accounts are, or may be, one human's.
type Reason string

// The reasons.
const (
	// Confirmed is that somebody said so.
	Confirmed Reason = "confirmed"
	// SameEmail is the same e-mail address.
	SameEmail Reason = "the same e-mail address"
	// SameName is the same name.
	SameName Reason = "the same name"
	// SameLogin is the same login.
	SameLogin Reason = "the same login"
	// NameLikeLogin is that one's name looks like the other's login.
	NameLikeLogin Reason = "a name like the other's login"
)

// key is the form in which accounts are compared. People are told apart by case: the team wrote them so.
func key(r feed.Ref) string {
	if r.Tool == "" {
		return r.String()
	}
	return r.Tool + "/" + strings.ToLower(r.ID)
}

// programs are the accounts that tools bring along, by their ids or names.
var programs = map[string][]string{
	"github": {"web-flow", "github-actions", "dependabot", "renovate", "codecov-commenter"},
	"jira":   {"automation for jira", "jira automation", "github for jira", "slack for jira", "jira service management widget"},
	"trello": {"butler", "trello"},
	"asana":  {"asana", "asana rules"},
	"notion": {"notion", "notion automation"},
}

// gather puts together what sources tell of accounts, and adds those that are only written down.
func gather(k Known) map[string]*Account {
	all := map[string]*Account{}
	entries := slices.Clone(k.Accounts)
	slices.SortFunc(entries, func(a, b feed.AccountEntry) int {
		return cmp.Or(a.Last.Compare(b.Last), cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name))
	})
	for _, e := range entries {
		if e.ID == "" {
			continue
		}
		ref := feed.Ref{Tool: e.Tool, ID: e.ID}
		a := all[key(ref)]
		if a == nil {
			a = &Account{Ref: ref, First: e.First}
			all[key(ref)] = a
		}
		a.ID = min(a.ID, e.ID)
		a.Name = cmp.Or(e.Name, a.Name)
		a.Program = a.Program || e.Bot || listed(programs[e.Tool], e.ID) || listed(programs[e.Tool], e.Name)
		a.Team = a.Team || e.Group
		a.Sources, a.spelt = with(a.Sources, e.Source), with(a.spelt, e.ID)
		if useful(e.Email) {
			a.emails = with(a.emails, strings.ToLower(e.Email))
		}
		if e.First.Before(a.First) {
			a.First = e.First
		}
		a.Last = e.Last
	}
	for _, p := range k.People {
		for _, ref := range p.Accounts {
			a := all[key(ref)]
			if a == nil {
				a = &Account{Ref: ref}
				all[key(ref)] = a
			}
			a.Program, a.spelt = false, with(a.spelt, ref.ID)
		}
	}
	for _, ref := range k.Programs {
		for _, a := range all {
			a.Program = a.Program || a.Tool == ref.Tool && (key(a.Ref) == key(ref) || a.Name != "" && strings.EqualFold(a.Name, ref.ID))
		}
	}
	return all
}

func listed(names []string, name string) bool {
	return name != "" && slices.Contains(names, strings.ToLower(name))
}

// with is the sorted list and s.
func with(list []string, s string) []string {
	if i, found := slices.BinarySearch(list, s); !found {
		list = slices.Insert(list, i, s)
	}
	return list
}

// useful reports whether an address can tell who somebody is.
func useful(email string) bool {
	name, host, ok := strings.Cut(strings.ToLower(email), "@")
	name, _, _ = strings.Cut(name, "+")
	return ok && name != "" && host != "" && !slices.Contains([]string{"noreply", "no-reply", "donotreply", "do-not-reply"}, name)
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
