package protocol

import (
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// hours are when whom works.
type hours struct {
	calendars, people, teams map[string]*calendars.Calendar
	otherwise                *calendars.Calendar
}

func (p *Protocol) checkCalendars(at Surroundings, wrong *mistakes) {
	p.zone = at.Zone
	all, pasted := calendars.Paste(p.Calendars, p.TimeIntervals, "time_intervals")
	*wrong = slices.Concat(*wrong, pasted, calendars.Check(all, at.Zone))
	names := slices.Sorted(maps.Keys(all))
	know := func(path, name string) {
		switch {
		case name == "" || slices.Contains(names, name):
		case len(names) == 0:
			wrong.add(path, "there is no calendar %q; write it under calendars:", name)
		default:
			wrong.add(path, "there is no calendar %q%s", name, meant(name, names))
		}
	}
	know("calendar", p.Calendar)
	for i, person := range p.People {
		know(path("people", i)+".calendar", person.Calendar)
		if len(person.Away) > 0 && person.Calendar == "" && p.Calendar == "" {
			wrong.add(path("people", i)+".away", "%s is away from no calendar; give one by calendar:", person.Name)
		}
	}
}

// Books are the calendars that are kept elsewhere: names of files, and addresses, sorted.
func (p *Protocol) Books() []string { return calendars.Books(p.Calendars) }

// Open returns the same agreement with its calendars open, and what should be known about them. books are what Books name,
// as far as they could be read: a calendar that lacks one says so, and nothing is due by it. The protocol has passed Check.
func (p *Protocol) Open(books map[string]*ics.Calendar) (*Protocol, []calendars.Notice) {
	q := *p
	all, _ := calendars.Paste(p.Calendars, p.TimeIntervals, "time_intervals")
	open, notices := calendars.Open(all, p.zone, books)
	h := &hours{calendars: open, people: map[string]*calendars.Calendar{}, teams: map[string]*calendars.Calendar{}}
	h.otherwise = open[p.Calendar]
	for _, person := range p.People {
		c := h.otherwise
		if person.Calendar != "" {
			c = open[person.Calendar]
		}
		if c != nil {
			h.people[person.Name] = c.Away(person.Away...)
		}
	}
	for team, members := range p.Teams {
		var of []*calendars.Calendar
		for _, member := range members {
			if c := h.people[member]; c != nil {
				of = append(of, c)
			}
		}
		if len(of) > 0 {
			h.teams[team] = calendars.Any(team, of[0], of[1:]...)
		}
	}
	q.hours, q.version = h, p.Version()
	return &q, notices
}

// Hours returns when whoever is behind an account works: a person by their calendar, without their time off; a team
// whenever one of its members does; everybody else by the calendar for those who have none. Nil: nobody knows.
func (p *Protocol) Hours(tool string, a feed.Account) *calendars.Calendar {
	if p.hours == nil {
		return nil
	}
	if a.Group {
		if team, known := p.Team(a); known && p.hours.teams[team] != nil {
			return p.hours.teams[team]
		}
		return p.hours.otherwise
	}
	if c := p.hours.people[p.Person(tool, a.ID)]; c != nil {
		return c
	}
	return p.hours.otherwise
}

// HoursOf returns when a person works, nil if nobody knows.
func (p *Protocol) HoursOf(person string) *calendars.Calendar {
	if p.hours == nil {
		return nil
	}
	if c := p.hours.people[person]; c != nil {
		return c
	}
	return p.hours.otherwise
}

// HoursIn returns the open calendar of a name, nil if there is none.
func (p *Protocol) HoursIn(calendar string) *calendars.Calendar {
	if p.hours == nil {
		return nil
	}
	return p.hours.calendars[calendar]
}
