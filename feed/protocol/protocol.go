// Package protocol is the team's written agreement: who its people are, which accounts are theirs, and how soon which
// response is owed.
//
// A protocol is read from the configuration and then only asked. It stores nothing, and nothing that is stored depends
// on it: a corrected account changes what is shown, not what was read.
//
// The package imports feed and feed/windows.
package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// A Protocol is an agreement. The zero Protocol knows nobody and has no window; see Default.
type Protocol struct {
	People  []Person            `yaml:"people" json:"people,omitempty"`
	Teams   map[string][]string `yaml:"teams" json:"teams,omitempty"`
	Windows []Window            `yaml:"windows" json:"windows,omitempty"`
	// Bots are accounts that programs act through, by tool, beside those that are known to be.
	Bots map[string]IDs `yaml:"bots" json:"bots,omitempty"`

	// person and bot answer in place of what is written down, where more is known. See With.
	person feed.Namer
	bot    func(tool, id string) bool
}

// A Person is a human and their accounts: one or several ids by tool.
type Person struct {
	Name string `yaml:"name" json:"name"`
	// Email are the person's addresses: accounts whose tools tell one of them are the person's too.
	Email    IDs            `yaml:"email" json:"email,omitempty"`
	Accounts map[string]IDs `yaml:"accounts" json:"accounts,omitempty"`
}

// IDs are the ids of a person's accounts in one tool.
type IDs []string

// Check makes the protocol ready for use and returns what is wrong with it, each mistake under the path of its setting:
// "windows[0].when".
func (p *Protocol) Check() map[string]string {
	wrong := map[string]string{}
	names, owner := map[string]bool{}, map[string]string{}
	for i, person := range p.People {
		at := fmt.Sprintf("people[%d]", i)
		switch {
		case person.Name == "":
			wrong[at] = "a person needs a name"
		case names[person.Name]:
			wrong[at] = fmt.Sprintf("there are two people named %q; names must be unique", person.Name)
		}
		names[person.Name] = true
		for _, email := range person.Email {
			key := strings.ToLower(email)
			switch other, taken := owner[key]; {
			case !strings.Contains(email, "@"):
				wrong[at+".email"] = fmt.Sprintf("%q is no e-mail address", email)
			case taken && other != person.Name:
				wrong[at+".email"] = fmt.Sprintf("the address %q already belongs to %s", email, other)
			}
			owner[key] = person.Name
		}
		for tool, ids := range person.Accounts {
			for _, id := range ids {
				key := account(tool, id)
				if other, taken := owner[key]; taken && other != person.Name {
					wrong[at+".accounts."+tool] = fmt.Sprintf("the account %q already belongs to %s", id, other)
				}
				owner[key] = person.Name
			}
		}
	}
	for _, team := range slices.Sorted(maps.Keys(p.Teams)) {
		for i, member := range p.Teams[team] {
			if !names[member] {
				wrong[fmt.Sprintf("teams.%s[%d]", team, i)] = fmt.Sprintf("%q is not one of the people", member)
			}
		}
	}
	for i := range p.Windows {
		p.Windows[i].check(fmt.Sprintf("windows[%d]", i), wrong)
	}
	return wrong
}

// With returns the same agreement among people of whom more is known than is written down: person names the human
// behind an account, bot reports whether a program acts through it.
func (p *Protocol) With(person feed.Namer, bot func(tool, id string) bool) *Protocol {
	q := *p
	q.person, q.bot = person, bot
	return &q
}

// Bot reports whether a program acts through an account, as far as the protocol knows.
func (p *Protocol) Bot(tool, id string) bool {
	if p.bot != nil {
		return p.bot(tool, id)
	}
	return slices.ContainsFunc(p.Bots[tool], func(bot string) bool { return strings.EqualFold(bot, id) })
}

// Person returns the name of the human behind an account, empty if the protocol knows none.
func (p *Protocol) Person(tool, id string) string {
	if p.person != nil {
		return p.person(tool, id)
	}
	for _, person := range p.People {
		for t, ids := range person.Accounts {
			for _, known := range ids {
				if account(t, known) == account(tool, id) {
					return person.Name
				}
			}
		}
	}
	return ""
}

// AccountsOf returns the accounts of a person, or of everybody in a team, as "tool/id" and sorted.
func (p *Protocol) AccountsOf(name string) (accounts []string, known bool) {
	members, known := p.Teams[name]
	if !known {
		members = []string{name}
	}
	for _, person := range p.People {
		if !slices.Contains(members, person.Name) {
			continue
		}
		known = true
		for tool, ids := range person.Accounts {
			for _, id := range ids {
				accounts = append(accounts, tool+"/"+id)
			}
		}
	}
	slices.Sort(accounts)
	return accounts, known
}

// Member reports whether the account belongs to the group. known is false when the protocol has no such team. A group
// account is matched with a team by the last part of its id: the GitHub team acme/core is the team core.
func (p *Protocol) Member(group feed.Account, tool, id string) (member, known bool) {
	name := group.ID[strings.LastIndex(group.ID, "/")+1:]
	members, known := p.Teams[name]
	if !known {
		return false, false
	}
	return slices.Contains(members, p.Person(tool, id)), true
}

// Version names the agreement: it changes when, and only when, what was agreed changes.
func (p *Protocol) Version() string {
	text, err := json.Marshal(p)
	if err != nil {
		return "" // strings, maps of strings and lengths always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// account is the form in which accounts are compared: no tool that is read tells ids apart by case.
func account(tool, id string) string { return tool + "/" + strings.ToLower(id) }
