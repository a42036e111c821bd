package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

type (
	// hoursView is everybody's day: when they work, and what waits on them and for them.
	hoursView struct {
		// Day is the reader's, Me who the reader is, Settings where both are chosen.
		Day, Me, Settings string
		// Teams choose whose day is shown.
		Teams []kindView
		// Shared says when everybody works, where there are several teams.
		Shared []string
		Scale  []tickView
		Now    string
		Groups []hoursGroup
	}
	// hoursGroup are the people of a team. Without a name they are all there are.
	hoursGroup struct {
		Anchor, Name, URL string
		// Shared says when they all work, in sentences.
		Shared []string
		// Owed are the responses that the team owes as a group.
		Owed owedView
		List []hoursLine
	}
	// hoursLine is a person's day.
	hoursLine struct {
		Name, URL string
		Me        bool
		// Roles are what else one should know of them: whom they lead, which other teams they are in.
		Roles []string
		// Clock is when it is there, Zone where that is, Works when they work. Now says that they do.
		Clock, Zone, Works string
		Now                bool
		// Strip is their day in a picture; nil where nobody knows it.
		Strip *dayStrip
		// Together says when they and the reader both work.
		Together string
		// Note is what is uncertain about it.
		Note string
		Owed owedView
		// Waits is how many responses they wait for.
		Waits int
	}
	// owedView counts the responses that somebody owes.
	owedView struct {
		Late, Running int
		URL           string
	}
)

// Any reports whether there is any.
func (o owedView) Any() bool { return o.Late+o.Running > 0 }

// allTeams stands for everybody where a team can be chosen.
const allTeams = ""

// hours arranges everybody's day. team chooses whose.
func (s *server) hours(ctx context.Context, r *http.Request, t times) (hoursView, error) {
	agreed, err := s.agreed(ctx)
	if err != nil {
		return hoursView{}, err
	}
	chosen := r.URL.Query().Get("team")
	teams := slices.Sorted(maps.Keys(agreed.Teams))
	if chosen != allTeams && !slices.Contains(teams, chosen) {
		return hoursView{}, mistake("team", "team", chosen, teams)
	}
	owed, err := s.owed(ctx, agreed)
	if err != nil {
		return hoursView{}, err
	}
	day, me := dayOf(t), s.me(r)
	v := hoursView{
		Day: t.Date("date.long", t.now.In(t.zone)), Me: me, Settings: address("/zone", nil, setting{"back", r.URL.RequestURI()}),
	}
	v.Scale, v.Now = day.scale(), day.share(t.now)
	if len(teams) > 0 {
		for _, name := range slices.Concat([]string{allTeams}, teams) {
			v.Teams = append(v.Teams, kindView{
				Word: cmp.Or(shorten(name, nameText), t.Say("hours.everybody")), Current: name == chosen,
				URL: address("/people", nil, teamSetting(name)...),
			})
		}
	}
	hours := map[string]*calendars.Calendar{}
	for _, name := range namesIn(agreed) {
		hours[name] = agreed.HoursOf(name)
	}
	groups := grouped(agreed, chosen, t)
	if len(groups) > 1 {
		v.Shared = shared(namesIn(agreed), hours, t)
	}
	for i, g := range groups {
		group := hoursGroup{Anchor: "t" + strconv.Itoa(i+1), Name: shorten(g.name, nameText)}
		if g.team != "" {
			group.URL, group.Owed = address("/people", nil, teamSetting(g.team)...), owed.of(g.team)
			group.Owed.URL = address("/asks", nil, setting{"team", g.team})
		}
		group.Shared = shared(g.all, hours, t)
		strips := newStrips(t, g.all, me, hours)
		for _, name := range g.people {
			group.List = append(group.List, s.hoursLine(name, g.team, agreed, strips, owed, t))
		}
		v.Groups = append(v.Groups, group)
	}
	return v, nil
}

func namesIn(agreed *protocol.Protocol) []string {
	names := make([]string, len(agreed.People))
	for i, p := range agreed.People {
		names[i] = p.Name
	}
	return names
}

func teamSetting(team string) []setting {
	if team == allTeams {
		return nil
	}
	return []setting{{"team", team}}
}

func (s *server) hoursLine(name, team string, agreed *protocol.Protocol, strips *strips24, owed owedBy, t times) hoursLine {
	line := hoursLine{
		Name: shorten(name, nameText), URL: address("/asks", nil, setting{"person", name}), Me: name == strips.me,
		Owed: owed.of(name), Waits: owed.waits[name],
	}
	line.Owed.URL = line.URL
	var also []string
	for _, other := range agreed.TeamsOf(name) {
		if agreed.Leads[other] == name {
			line.Roles = append(line.Roles, t.Say("hours.leads", "team", shorten(other, nameText)))
		} else if other != team {
			also = append(also, shorten(other, nameText))
		}
	}
	if len(also) > 0 {
		line.Roles = append(line.Roles, t.Say("hours.also-in", "teams", strings.Join(also, ", ")))
	}
	hours := strips.hours[name]
	if hours == nil {
		line.Works = t.Say("hours.unknown")
		return line
	}
	there := t.now.In(hours.Zone())
	line.Clock, line.Zone = t.Date("date.clock", there), city(hours.Zone())
	if there.Format(time.DateOnly) != t.now.In(t.zone).Format(time.DateOnly) {
		line.Clock = t.Date("date.weekday-clock", there)
	}
	line.Works, line.Now = works(hours, t), hours.Elapsed(t.now, t.now.Add(time.Second)) > 0
	line.Strip, line.Together = strips.of(name), strips.together(name)
	if len(hours.Lacks) > 0 {
		line.Note = t.Say("hours.lacks")
	}
	return line
}

// city is the place by which a zone is named: Buenos Aires.
func city(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

// A membership is the people that stand in one group, and all who are in the team: somebody in several teams stands in the
// first of them.
type membership struct {
	name, team  string
	people, all []string
}

// grouped puts people into teams: those of one team, or of all and then whoever is in none.
func grouped(agreed *protocol.Protocol, chosen string, t times) (groups []membership) {
	if chosen != allTeams {
		members := agreed.Teams[chosen]
		return []membership{{chosen, chosen, members, members}}
	}
	placed := map[string]bool{}
	for _, team := range slices.Sorted(maps.Keys(agreed.Teams)) {
		g := membership{name: team, team: team, all: agreed.Teams[team]}
		for _, name := range g.all {
			if !placed[name] {
				placed[name] = true
				g.people = append(g.people, name)
			}
		}
		groups = append(groups, g)
	}
	var rest []string
	for _, name := range namesIn(agreed) {
		if !placed[name] {
			rest = append(rest, name)
		}
	}
	if len(rest) > 0 {
		g := membership{people: rest, all: rest}
		if len(groups) > 0 {
			g.name = t.Say("hours.no-team")
		}
		groups = append(groups, g)
	}
	return groups
}

// owedBy counts the open asks by whom they are owed by, and by who waits for them.
type owedBy struct {
	late, running, waits map[string]int
}

func (o owedBy) of(name string) owedView {
	return owedView{Late: o.late[name], Running: o.running[name]}
}

// owed counts what waits on people and teams, and for people.
func (s *server) owed(ctx context.Context, agreed *protocol.Protocol) (owedBy, error) {
	o := owedBy{map[string]int{}, map[string]int{}, map[string]int{}}
	var askers []string
	for _, name := range namesIn(agreed) {
		accounts, _ := s.who.AccountsOf(name)
		askers = append(askers, accounts...)
	}
	owes, waits, err := s.Owed(ctx, askers)
	if err != nil {
		return o, err
	}
	for _, n := range owes {
		responder := s.who.Person(n.Tool, n.Account.ID)
		if n.Account.Group {
			responder, _ = agreed.Team(n.Account)
		}
		o.late[responder] += n.Flagged
		o.running[responder] += n.Asks - n.Flagged
	}
	for _, n := range waits {
		o.waits[s.who.Person(n.Tool, n.Account.ID)] += n.Asks
	}
	return o, nil
}
