package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// askViews are asks with no more than they are arranged by.
func (s *server) askViews(open []feed.AskEntry, agreed *protocol.Protocol, t times) []askView {
	views := make([]askView, len(open))
	for i, a := range open {
		v := &views[i]
		v.ask, v.hours, v.Guess = &open[i], agreed.Hours(a.Tool, a.Responder), a.Confidence == feed.Possible
		v.Wait = t.stands(a)
		v.Wait.Who = s.called(a.Tool, a.Responder)
		if w := &v.Wait; !w.Late && !w.Unknown {
			w.Share = asks.Used(a.Ask, v.hours, t.now)
			w.Metered = w.running()
			w.Soon = w.running() && (w.Share >= soon || !a.Warn.IsZero() && t.now.After(a.Warn))
		}
	}
	return views
}

// tellAsks puts into words how asks stand.
func (s *server) tellAsks(views []askView, sources []feed.Source, t times) {
	every := map[string]time.Duration{}
	for _, src := range sources {
		every[src.Name] = src.Every
	}
	for i := range views {
		v := &views[i]
		a, hours := *v.ask, v.hours
		s.describe(&v.Wait, a, every[a.Source], t)
		if s.Respond != nil {
			v.Say = v.Wait.Receipt
		}
		if !a.Due.IsZero() {
			v.Due, v.Until = t.moment(a.Due), t.closely(a.Due)
		}
		v.State = standing(a, hours, t)
		if last := len(a.Paused) - 1; v.Wait.Resting && last >= 0 && strings.HasSuffix(a.Unclear, a.Paused[last].Why) { // State says why
			v.Wait.Unclear = ""
		}
		if hours != nil {
			v.Clock, v.Works = t.Date("date.clock", t.now.In(hours.Zone())), works(hours, t)
			if there := a.Due.In(hours.Zone()); !a.Due.IsZero() && there.Format("15:04") != a.Due.In(t.zone).Format("15:04") {
				v.There = t.Date("date.weekday-clock", there)
			}
		}
	}
}

// standing says why an ask runs or stands.
func standing(a feed.AskEntry, hours *calendars.Calendar, t times) string {
	switch a.State {
	case feed.AskPaused:
		for _, p := range a.Paused {
			if p.Until.IsZero() || p.Until.After(t.now) {
				return t.Say("ask.still-because", "why", p.Why)
			}
		}
		return t.Say("ask.still")
	case feed.AskCommitted:
		return t.Say("ask.promised")
	}
	within, err := windows.ParseLength(a.Within)
	switch {
	case a.Due.IsZero() || !t.now.Before(a.Due) || hours == nil || err != nil || !within.NeedsCalendar():
		return ""
	case hours.Absent(windows.DateOf(t.now.In(hours.Zone()))):
		return t.Say("ask.still-away")
	}
	if next, opens := hours.Next(t.now); opens && next.After(t.now) { // until when, is said beside it
		return t.Say("ask.still")
	}
	return t.Say("ask.running")
}

// works says when somebody works: until when, or from when on.
func works(hours *calendars.Calendar, t times) string {
	for span := range hours.Spans(t.now, t.now.AddDate(0, 1, 0)) {
		if !span.Start.After(t.now) {
			if span.End.Sub(t.now) > 20*time.Hour {
				return t.Say("works.any-hour")
			}
			return t.Say("works.until", "at", t.Date("date.clock", span.End))
		}
		return closed(hours, span.Start, t)
	}
	return t.Say("works.not")
}

// closed says why somebody does not work, if that is known, and when they start again.
func closed(hours *calendars.Calendar, start time.Time, t times) string {
	why := hours.Why(windows.DateOf(t.now.In(hours.Zone())))
	away, again := start.Sub(t.now), t.Date("date.day", start)
	switch {
	case why == "away":
		return t.Say("works.away", "day", again)
	case why != "":
		return t.Say("works.because", "why", why, "at", t.Date("date.weekday-clock", start))
	case away < 24*time.Hour:
		return t.Say("works.starts", "span", t.lasting(away))
	case away < 6*24*time.Hour:
		again = t.Date("date.weekday-clock", start)
	}
	return t.Say("works.again", "at", again)
}

// heading is what an ask stands below in an arrangement.
func heading(v askView, by string, agreed *protocol.Protocol) string {
	switch by {
	case "person":
		return v.Wait.Who
	case "team":
		if teams := agreed.TeamsOf(v.Wait.Who); len(teams) > 0 {
			return teams[0]
		}
		if _, team := agreed.Teams[v.Wait.Who]; team {
			return v.Wait.Who
		}
		return "~" // behind all teams
	}
	return ""
}

// dueHeadings are the headings of asks that are arranged by when they are due, by their ranks.
var dueHeadings = []string{"ask.late", "asks.past", "ask.soon", "ask.in-time", "asks.resting-or-endless"}

// group puts asks that stand next to each other below headings.
func group(views []askView, by string, agreed *protocol.Protocol, t times) (groups []askGroup) {
	for _, v := range views {
		name := heading(v, by, agreed)
		if by == "" {
			name = t.Say(dueHeadings[rankOf(v)])
		}
		if name == "~" {
			name = t.Say("hours.no-team")
		}
		if n := len(groups); n == 0 || groups[n-1].Name != name {
			g := askGroup{Anchor: "g" + strconv.Itoa(n+1), Name: name}
			if by == "person" {
				g.URL, g.Clock, g.Works = v.Wait.WhoURL, v.Clock, v.Works
			}
			groups = append(groups, g)
		}
		last := &groups[len(groups)-1]
		last.List = append(last.List, v)
	}
	for i := range groups {
		late := 0
		for _, v := range groups[i].List {
			if v.Wait.Late {
				late++
			}
		}
		if by != "" && late > 0 {
			groups[i].Summary = t.Count("hours.late", late)
		}
	}
	return groups
}
