package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

type (
	// dayStrip is the reader's day as somebody else works in it.
	dayStrip struct {
		Marks []dayMark
		// Says is the picture in words.
		Says string
	}
	// dayMark is a piece of a day. From and Width are shares of it: 37.5%.
	dayMark struct{ Sort, From, Width string }
	// tickView is an hour below which lies its mark.
	tickView struct{ At, Hour string }
)

// The sorts of marks, in the order in which they are drawn.
const (
	markRests = "rests" // away, or a holiday
	markWorks = "works"
	markTeam  = "team" // all of the team work
	markMine  = "mine" // the reader works too
)

// A day24 is a day of the reader's: 24 hours, but for those on which clocks change.
type day24 struct {
	windows.Span
	zone *time.Location
}

func dayOf(t times) day24 {
	today := windows.DateOf(t.now.In(t.zone))
	return day24{windows.Span{Start: today.Begins(t.zone), End: (today + 1).Begins(t.zone)}, t.zone}
}

// share is where in the day an instant is: 37.5%.
func (d day24) share(at time.Time) string {
	return percent(at.Sub(d.Start).Seconds(), d.End.Sub(d.Start).Seconds())
}

// percent is a part of a picture: 37.5%.
func percent(part, whole float64) string {
	return strconv.FormatFloat(float64(int64(10000*part/whole+0.5))/100, 'f', -1, 64) + "%"
}

// scale are the hours by which days are read, as the reader's clock shows them.
func (d day24) scale() []tickView {
	var ticks []tickView
	date := windows.DateOf(d.Start.In(d.zone)).String()
	for _, hour := range []int{6, 12, 18} {
		at, err := time.ParseInLocation("2006-01-02 15", date+" "+strconv.Itoa(hour), d.zone)
		if err == nil {
			ticks = append(ticks, tickView{d.share(at), at.Format("15")})
		}
	}
	return ticks
}

// clock is a span as the reader's clock shows it within the day.
func (d day24) clock(s windows.Span) string {
	until := s.End.In(d.zone).Format("15:04")
	if s.End.Equal(d.End) {
		until = "24:00"
	}
	return s.Start.In(d.zone).Format("15:04") + "–" + until
}

func (d day24) clocks(spans []windows.Span) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = d.clock(s)
	}
	return strings.Join(words, ", ")
}

// strips24 draw the day of the people of a team.
type strips24 struct {
	times
	day   day24
	hours map[string]*calendars.Calendar
	me    string
	// mine is when the reader works; team when everybody in the team does, of whom size have hours.
	mine, team []windows.Span
	size       int
}

func newStrips(t times, team []string, me string, hours map[string]*calendars.Calendar) *strips24 {
	d := dayOf(t)
	s := &strips24{times: t, day: d, hours: hours, me: me}
	clocks := clocksOf(team, hours)
	s.size, s.team = len(clocks), windows.Shared(d.Start, d.End, clocks...)
	if c := hours[me]; c != nil {
		s.mine = windows.Shared(d.Start, d.End, c.Calendar)
	}
	return s
}

// clocksOf are the calendars of those people of whom one is known.
func clocksOf(names []string, hours map[string]*calendars.Calendar) []*windows.Calendar {
	var clocks []*windows.Calendar
	for _, name := range names {
		if c := hours[name]; c != nil {
			clocks = append(clocks, c.Calendar)
		}
	}
	return clocks
}

// of draws the day of one of them.
func (s *strips24) of(name string) *dayStrip {
	hours, d := s.hours[name], s.day
	v := &dayStrip{}
	works := windows.Shared(d.Start, d.End, hours.Calendar)
	var says []string
	if len(works) == 0 {
		says = append(says, s.Say("hours.day-off", "who", name))
	} else {
		says = append(says, s.Say("hours.day-works", "who", name, "times", d.clocks(works)))
	}
	var rests []windows.Span
	for _, c := range hours.Closures(d.Start, d.End) {
		rests = append(rests, c.Span)
		says = append(says, s.Say("hours.day-rests", "why", shorten(c.Why, nameText), "times", d.clock(c.Span)))
	}
	v.draw(d, markRests, rests)
	v.draw(d, markWorks, works)
	if s.size > 1 && len(s.team) > 0 {
		v.draw(d, markTeam, s.team)
		says = append(says, s.Say("hours.day-everybody", "times", d.clocks(s.team)))
	}
	if s.others(name) {
		v.draw(d, markMine, windows.Overlap(s.mine, works))
	}
	v.Says = strings.Join(says, "; ")
	return v
}

// others reports whether somebody is another than the reader, of whom it is known who they are and when they work.
func (s *strips24) others(name string) bool { return s.me != name && s.hours[s.me] != nil }

// together says when somebody and the reader both work, today and in the coming week.
func (s *strips24) together(name string) string {
	if !s.others(name) {
		return ""
	}
	mine, theirs := s.hours[s.me].Calendar, s.hours[name].Calendar
	week := windows.Total(windows.Shared(s.now, s.now.AddDate(0, 0, sharedDays), mine, theirs))
	today := windows.Shared(s.day.Start, s.day.End, mine, theirs)
	switch {
	case week == 0 && len(today) == 0:
		return s.Say("hours.never-with-you")
	case len(today) == 0:
		return s.Say("hours.not-today-with-you", "week", s.lasting(week))
	}
	return s.Say("hours.with-you", "times", s.day.clocks(today), "week", s.lasting(week))
}

func (v *dayStrip) draw(d day24, sort string, spans []windows.Span) {
	for _, s := range spans {
		v.Marks = append(v.Marks, dayMark{sort, d.share(s.Start), percent(s.End.Sub(s.Start).Seconds(), d.End.Sub(d.Start).Seconds())})
	}
}
