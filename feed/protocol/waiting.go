package protocol

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/windows"
)

// The roles in which somebody is waited for on an item.
const (
	RoleAuthor    = "author"
	RoleOwners    = "owners"
	RoleReviewers = "reviewers"
)

// A HandOff says how much time somebody has who takes an ask over.
type HandOff string

// The ways to hand off. Full is what an empty HandOff means.
const (
	Full      HandOff = "full"
	Remainder HandOff = "remainder"
)

// HandOffs lists them.
func HandOffs() []HandOff { return []HandOff{Full, Remainder} }

// A Step is what is done about an ask that stays late: somebody else is told, once.
type Step struct {
	// After is how long the ask is late by then, on the calendar of whoever is told: 4wh.
	After windows.Length `yaml:"after" json:"after"`
	// To is the team of the responder (team), its lead (lead), or a person or a team by name.
	To string `yaml:"to" json:"to"`
}

// Who else a step may tell.
const (
	ToTeam = "team"
	ToLead = "lead"
)

// Required are the keys that a step cannot do without.
func (Step) Required() []string { return []string{"after", "to"} }

func (p *Protocol) checkWaiting(wrong *mistakes) {
	roles := []string{RoleAuthor, RoleOwners, RoleReviewers}
	names := slices.Concat(roles, p.people(), p.teams())
	for _, place := range slices.Sorted(maps.Keys(p.Waiting)) {
		if whom := p.Waiting[place]; !slices.Contains(names, whom) {
			wrong.add("waiting."+place, "%q is nobody to wait for%s", whom,
				cmp.Or(meant(whom, names), "; write "+strings.Join(roles, ", ")+", or the name of a person or a team"))
		}
	}
	if _, known := p.Teams[p.Triage]; p.Triage != "" && !known {
		wrong.add("triage", "%q is not one of the teams%s", p.Triage, meant(p.Triage, p.teams()))
	}
	if p.HandOff != "" && !slices.Contains(HandOffs(), p.HandOff) {
		wrong.add("hand_off", "%q is no way to hand off; write %s", p.HandOff, listed(HandOffs()))
	}
}

func (p *Protocol) checkEscalation(wrong *mistakes) {
	names := slices.Concat([]string{ToTeam, ToLead}, p.people(), p.teams())
	for i, step := range p.Escalation {
		path := path("escalation", i)
		if step.After == (windows.Length{}) {
			wrong.add(path, "say how long a response is late by then, such as after: 4wh")
		}
		if !slices.Contains(names, step.To) {
			wrong.add(path+".to", "%q is nobody to tell%s", step.To, cmp.Or(meant(step.To, names), "; write team, lead, or the name of a person or a team"))
		}
	}
}

// waitingFor begins the labels that name whom is waited for.
const waitingFor = "waiting for:"

// WaitsFor returns whom a list, a status, a section or a label waits for: a role, a person or a team. Names are compared
// without regard to case and spaces.
func (p *Protocol) WaitsFor(place string) (whom string, waits bool) {
	place = feed.Folded(place)
	for name, whom := range p.Waiting {
		if feed.Folded(name) == place {
			return whom, true
		}
	}
	named, ok := strings.CutPrefix(place, waitingFor)
	if !ok {
		return "", false
	}
	named = strings.TrimSpace(named)
	for role, words := range map[string][]string{
		RoleAuthor: {"author", "reporter", "requester", "customer"}, RoleOwners: {"owner", "owners", "assignee", "maintainer"},
		RoleReviewers: {"reviewer", "reviewers", "review"},
	} {
		if slices.Contains(words, named) {
			return role, true
		}
	}
	for _, name := range slices.Concat(p.people(), p.teams()) {
		if feed.Folded(name) == named {
			return name, true
		}
	}
	return "", false
}

// AccountIn returns the account of a person or a team in a tool, as far as the agreement knows: a team is a group that is
// called like it. Without an account only the name is known.
func (p *Protocol) AccountIn(tool, name string) feed.Account {
	if _, team := p.Teams[name]; team {
		return feed.Account{ID: name, Name: name, Group: true}
	}
	for _, person := range p.People {
		if person.Name != name {
			continue
		}
		if ids := person.Accounts[tool]; len(ids) > 0 {
			return feed.Account{ID: ids[0], Name: name}
		}
	}
	return feed.Account{Name: name}
}

// Outside reports whether an account belongs to nobody of the people. Where no people are written down nobody is outside.
func (p *Protocol) Outside(tool string, a feed.Account) bool {
	if len(p.People) == 0 || a.Group {
		return false
	}
	name := p.Person(tool, a.ID)
	return !slices.Contains(p.people(), name)
}
