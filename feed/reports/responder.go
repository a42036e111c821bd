package reports

import (
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// Others is the name of the group of those who are in no team, and of those who are the only one in theirs.
const Others = "others"

// A responder is what counts of whoever is behind an account.
type responder struct {
	// name is the person's, or the account's where nobody is known to be behind it. It is compared and never shown.
	name string
	// teams are the names of the teams, one after another with a newline behind each.
	teams string
	hours *calendars.Calendar
}

// A crowd looks every account up once.
type crowd struct {
	agreed *protocol.Protocol
	known  map[crowdKey]*responder
}

type crowdKey struct {
	tool, id string
	group    bool
}

func newCrowd(agreed *protocol.Protocol) crowd {
	if agreed == nil {
		agreed = &protocol.Protocol{}
	}
	return crowd{agreed, map[crowdKey]*responder{}}
}

func (c crowd) of(tool string, a feed.Account) *responder {
	key := crowdKey{tool, a.ID, a.Group}
	if r := c.known[key]; r != nil {
		return r
	}
	r := &responder{name: tool + "/" + strings.ToLower(a.ID), hours: c.agreed.Hours(tool, a)}
	var in []string
	if a.Group {
		if team, known := c.agreed.Team(a); known {
			in = []string{team}
		}
	} else if person := c.agreed.Person(tool, a.ID); person != "" {
		r.name, in = person, c.agreed.TeamsOf(person)
	}
	in = slices.DeleteFunc(in, func(team string) bool { return len(c.agreed.Teams[team]) < 2 })
	if len(in) == 0 {
		in = []string{Others}
	}
	r.teams = strings.Join(in, "\n") + "\n"
	c.known[key] = r
	return r
}

// othersLast orders the names of teams.
func othersLast(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == Others:
		return 1
	case b == Others:
		return -1
	}
	return strings.Compare(a, b)
}
