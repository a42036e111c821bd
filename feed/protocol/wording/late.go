package wording

import (
	"fmt"
	"strconv"

	"github.com/datelinehq/dateline/feed/protocol"
)

// Step says what is done about an ask that stays late.
func Step(s protocol.Step) string {
	whom := s.To
	switch s.To {
	case protocol.ToTeam:
		whom = "the team of whoever owes it"
	case protocol.ToLead:
		whom = "the lead of that team"
	}
	return Length(s.After) + " later " + whom + " is told."
}

// HandOff says how much time somebody has who takes an ask over.
func HandOff(h protocol.HandOff) string {
	if h == protocol.Remainder {
		return "Who takes over has what is left of the window."
	}
	return "Who takes over has a window of their own."
}

// Whom says whom a list, a status or a label waits for: a role on the item, a person or a team.
func Whom(name string) string {
	switch name {
	case protocol.RoleAuthor:
		return "whoever opened it"
	case protocol.RoleOwners:
		return "its owners"
	case protocol.RoleReviewers:
		return "its reviewers"
	}
	return name
}

// Place is where something belongs that has a purpose.
func Place(p *protocol.Purpose) string {
	switch {
	case p.Source == "":
		return "in " + p.Tool
	case p.Tool == "":
		return "in the source " + p.Source
	}
	return fmt.Sprintf("in the source %s of %s", p.Source, p.Tool)
}

// Quoted are names as they are told.
func Quoted(names ...string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strconv.Quote(name)
	}
	return all
}
