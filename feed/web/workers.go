package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// restDays is how many days ahead holidays are told.
const restDays = 60

// workerView is when somebody works.
type workerView struct {
	Name, URL, Zone      string
	Week, Holidays, Away []string
	Notes                []string
}

// workers are the people and when they work.
func workers(agreed *protocol.Protocol, t times) []workerView {
	var views []workerView
	for _, p := range agreed.People {
		v := workerView{Name: shorten(p.Name, nameText), URL: address("/", url.Values{"person": {p.Name}})}
		hours := agreed.HoursOf(p.Name)
		if hours == nil {
			v.Notes = append(v.Notes, t.Say("protocol.unknown"))
			views = append(views, v)
			continue
		}
		v.Zone, v.Week = strings.ReplaceAll(hours.Zone().String(), "_", " "), wording.Week(hours, t.now)
		v.Holidays, v.Away = rests(p, hours, t)
		if until, place := hours.KnownUntil(); place != "" && until < t.now.AddDate(0, 0, restDays).Year() {
			v.Notes = append(v.Notes, t.Say("protocol.holidays-until", "place", place, "year", until))
		}
		for _, book := range hours.Lacks {
			v.Notes = append(v.Notes, t.Say("protocol.calendar-unread", "calendar", calendars.Shown(book)))
		}
		views = append(views, v)
	}
	return views
}

// rests are the holidays and the time off of somebody in the coming days, by their own clock.
func rests(p protocol.Person, hours *calendars.Calendar, t times) (holidays, away []string) {
	today := windows.DateOf(t.now.In(hours.Zone()))
	for _, rest := range wording.Holidays(hours, today, today+restDays) {
		key := "protocol.holiday"
		if rest.Tentative {
			key = "protocol.holiday-tentative"
		}
		holidays = append(holidays, t.Say(key, "days", t.days(rest.From, rest.To), "name", shorten(rest.Name, nameText)))
	}
	for _, a := range p.Away {
		if a.To >= today {
			text := t.days(a.From, a.To)
			if a.Part != (windows.Interval{}) {
				text += " " + a.Part.String()
			}
			away = append(away, text)
		}
	}
	return holidays, away
}

// days are a date or the first and the last of several.
func (t times) days(from, to windows.Date) string {
	if from == to {
		return t.Date("date.day", from.Begins(time.UTC))
	}
	return t.Date("date.day", from.Begins(time.UTC)) + " – " + t.Date("date.day", to.Begins(time.UTC))
}
