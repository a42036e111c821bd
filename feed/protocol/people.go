package protocol

import (
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// A Person is a human and their accounts: one or several ids by tool.
type Person struct {
	Name string `yaml:"name" json:"name"`
	// Email are the person's addresses: accounts whose tools tell one of them are the person's too.
	Email    IDs            `yaml:"email" json:"email,omitempty"`
	Accounts map[string]IDs `yaml:"accounts" json:"accounts,omitempty"`
	// Calendar names the calendar of the person's working hours.
	Calendar string `yaml:"calendar" json:"calendar,omitempty"`
	// Away is when the person does not work although the calendar is open: 2026-12-01, 2026-12-01..2026-12-05, or a part
	// of a day, 2026-12-01 12:00-18:00.
	Away []calendars.Absence `yaml:"away" json:"away,omitempty"`
}

// IDs are the ids of a person's accounts in one tool.
type IDs []string

func (p *Protocol) checkPeople(at Surroundings, wrong *mistakes) {
	names, owner := map[string]bool{}, map[string]string{}
	for i, person := range p.People {
		path := path("people", i)
		switch {
		case strings.TrimSpace(person.Name) == "":
			wrong.add(path, "a person needs a name")
		case names[person.Name]:
			wrong.add(path, "there are two people named %q; names must be unique", person.Name)
		}
		names[person.Name] = true
		for _, email := range person.Email {
			key := strings.ToLower(email)
			switch other, taken := owner[key]; {
			case !strings.Contains(email, "@"):
				wrong.add(path+".email", "%q is no e-mail address", email)
			case taken && other != person.Name:
				wrong.add(path+".email", "the address %q already belongs to %s", email, other)
			}
			owner[key] = person.Name
		}
		for _, tool := range slices.Sorted(maps.Keys(person.Accounts)) {
			at.checkTool(path+".accounts."+tool, tool, wrong)
			for _, id := range person.Accounts[tool] {
				key := account(tool, id)
				if other, taken := owner[key]; taken && other != person.Name {
					wrong.add(path+".accounts."+tool, "the account %q already belongs to %s", id, other)
				}
				owner[key] = person.Name
			}
		}
	}
	for _, tool := range slices.Sorted(maps.Keys(p.Bots)) {
		at.checkTool("bots."+tool, tool, wrong)
	}
	p.checkTeams(names, wrong)
}

func (p *Protocol) checkTeams(names map[string]bool, wrong *mistakes) {
	people := slices.Sorted(maps.Keys(names))
	for _, team := range slices.Sorted(maps.Keys(p.Teams)) {
		if names[team] {
			wrong.add("teams."+team, "%q is the name of a person and of a team; a filter or a rule could mean either", team)
		}
		for i, member := range p.Teams[team] {
			at := path("teams."+team, i)
			switch {
			case !names[member]:
				wrong.add(at, "%q is not one of the people%s", member, meant(member, people))
			case slices.Contains(p.Teams[team][:i], member):
				wrong.add(at, "%s is in the team %s twice", member, team)
			}
		}
	}
	for _, team := range slices.Sorted(maps.Keys(p.Leads)) {
		lead := p.Leads[team]
		if _, known := p.Teams[team]; !known {
			wrong.add("leads."+team, "%q is not one of the teams%s", team, meant(team, p.teams()))
		}
		if !names[lead] {
			wrong.add("leads."+team, "%q is not one of the people%s", lead, meant(lead, people))
		}
	}
}

func (p *Protocol) teams() []string { return slices.Sorted(maps.Keys(p.Teams)) }

// people are the names of the people.
func (p *Protocol) people() []string {
	names := make([]string, len(p.People))
	for i, person := range p.People {
		names[i] = person.Name
	}
	return names
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

// Team returns the name of the team that a group account is, by the last part of its id: the GitHub team acme/core is the
// team core.
func (p *Protocol) Team(group feed.Account) (name string, known bool) {
	name = group.ID[strings.LastIndex(group.ID, "/")+1:]
	_, known = p.Teams[name]
	return name, known
}

// Member reports whether the account belongs to the group. known is false when the protocol has no such team.
func (p *Protocol) Member(group feed.Account, tool, id string) (member, known bool) {
	name, known := p.Team(group)
	if !known {
		return false, false
	}
	return slices.Contains(p.Teams[name], p.Person(tool, id)), true
}

// TeamsOf returns the teams that a person is in, sorted.
func (p *Protocol) TeamsOf(person string) []string {
	var teams []string
	for _, team := range p.teams() {
		if slices.Contains(p.Teams[team], person) {
			teams = append(teams, team)
		}
	}
	return teams
}

// account is the form in which accounts are compared: no tool that is read tells ids apart by case.
func account(tool, id string) string { return tool + "/" + strings.ToLower(id) }
