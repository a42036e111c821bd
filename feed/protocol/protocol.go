// Package protocol is the team's written agreement: who its people are, which accounts are theirs, when they work, and
// how soon which response is owed; what makes something urgent, which tool is for what, and how decisions are made known.
//
// A protocol is read from the configuration and then only asked. It stores nothing, and nothing that is stored depends
// on it: a corrected account changes what is shown, not what was read.
//
// Three steps make one: it is decoded from YAML, [Protocol.Check] finds what cannot be meant and compiles the rules, and
// [Protocol.Open] makes the calendars, with the texts of those that are kept elsewhere.
//
// Calendars as they are written are in the package calendars, rules in the package rules. The package imports those, feed,
// feed/windows and what is below them; it reads no clock, no file and no network.
package protocol

import (
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// A Protocol is an agreement. The zero Protocol knows nobody and has no window; see Default.
type Protocol struct {
	// Calendars are working hours by name. TimeIntervals are more of them, as Alertmanager's configuration has them.
	Calendars     map[string]calendars.Written `yaml:"calendars" json:"calendars,omitempty"`
	TimeIntervals []calendars.NamedIntervals   `yaml:"time_intervals" json:"time_intervals,omitempty"`
	// Calendar names the calendar of everybody who has none, accounts that nobody knows included.
	Calendar string              `yaml:"calendar" json:"calendar,omitempty"`
	People   []Person            `yaml:"people" json:"people,omitempty"`
	Teams    map[string][]string `yaml:"teams" json:"teams,omitempty"`
	// Leads are the people who lead the teams, by the teams' names.
	Leads   map[string]string `yaml:"leads" json:"leads,omitempty"`
	Windows []Window          `yaml:"windows" json:"windows,omitempty"`
	// Waiting says whom a list, a status or a section waits for, by its name: the author, the owners or the reviewers of
	// what is in it, or a person or a team. A label that begins with "waiting for:" names that itself.
	Waiting map[string]string `yaml:"waiting" json:"waiting,omitempty"`
	// Triage is the team that owes a first look at what comes from outside. Empty: nobody does.
	Triage string `yaml:"triage" json:"triage,omitempty"`
	// HandOff says how much time who takes over has: full, which is a new window, or remainder, what is left of it.
	HandOff HandOff `yaml:"hand_off" json:"hand_off,omitempty"`
	// Escalation are the steps that are taken when an ask stays late, in their order.
	Escalation []Step    `yaml:"escalation" json:"escalation,omitempty"`
	Urgency    Urgency   `yaml:"urgency" json:"urgency,omitzero"`
	Purposes   []Purpose `yaml:"purposes" json:"purposes,omitempty"`
	Decisions  Decisions `yaml:"decisions" json:"decisions,omitzero"`
	// Bots are accounts that programs act through, by tool, beside those that are known to be.
	Bots map[string]IDs `yaml:"bots" json:"bots,omitempty"`

	// person and bot answer in place of what is written down, where more is known. See With.
	person feed.Namer
	bot    func(tool, id string) bool
	// zone finds zones, and hours are when whom works, once the calendars are open. See Check and Open.
	zone  func(string) (*time.Location, error)
	hours *hours
	// version is that of what is written, once it is known.
	version string
	// earlier are the agreements that were in force before this one. See Following.
	earlier []Earlier
}

// Check makes the protocol ready for use and returns what is wrong with it. A team that wrote no windows down gets the
// usual ones.
func (p *Protocol) Check(at Surroundings) []Mistake {
	if len(p.Windows) == 0 {
		p.Windows = p.Default()
	}
	var wrong mistakes
	p.checkCalendars(at, &wrong)
	p.checkPeople(at, &wrong)
	p.checkWindows(at, &wrong)
	p.checkWaiting(&wrong)
	p.checkEscalation(&wrong)
	p.Urgency.check(&wrong)
	p.checkPurposes(at, &wrong)
	p.Decisions.check(&wrong)
	return wrong
}

// With returns the same agreement among people of whom more is known than is written down: person names the human
// behind an account, bot reports whether a program acts through it.
func (p *Protocol) With(person feed.Namer, bot func(tool, id string) bool) *Protocol {
	q := *p
	q.person, q.bot = person, bot
	return &q
}
