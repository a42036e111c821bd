package calendars

import (
	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/holidays"
)

// A known says how far the holidays of a calendar are known: to the end of a year, because of a place. The zero known is
// that of a calendar without a place.
type known struct {
	year  int
	place string
}

// sooner is the one of two that is known for less long.
func (k known) sooner(other known) known {
	if k.place == "" || other.place != "" && other.year < k.year {
		return other
	}
	return k
}

// holidays reads where the holidays of a calendar come from, and those that are in the table or written out.
func (r *reader) holidays(at place, written []Holidays, l *leaf) {
	given := map[[2]string]bool{}
	for i, w := range written {
		ways := 0
		for _, is := range []bool{w.Country != "", w.ICS != "", w.Dates != nil} {
			if is {
				ways++
			}
		}
		switch {
		case ways == 0:
			r.mistake(at.item(i), "no holidays are named; write country: DE, ics: company.ics or dates: [2026-12-24]")
			continue
		case ways > 1:
			r.mistake(at.item(i), "country, ics and dates are in one entry; give each an entry of its own")
			continue
		case w.Name != "" && w.Dates == nil:
			r.mistake(at.item(i).key("name"), "only dates take a name; those of a country or a file have their own")
		}
		source := [2]string{w.Country, w.ICS}
		if w.Dates == nil && given[source] {
			r.mistake(at.item(i), "%q is listed twice", w.Country+Shown(w.ICS))
			continue
		}
		given[source] = true
		switch {
		case w.Country != "":
			r.country(at.item(i).key("country"), w.Country, l)
		case w.ICS != "":
			r.address(at.item(i).key("ics"), w.ICS)
			l.books = append(l.books, reference{w.ICS, at.item(i).key("ics")})
		default:
			r.dates(at.item(i).key("dates"), w, l)
		}
	}
}

// country adds all that the table knows of a place.
func (r *reader) country(at place, code string, l *leaf) {
	last := 0
	for year := holidays.First; year <= holidays.Last; year++ {
		days, err := holidays.In(code, year)
		if err != nil {
			if last == 0 {
				r.mistake(at, "%v", err)
				return
			}
			r.notice(at, "the holidays of %s are known until %d only; add those of later years as dates", code, last)
			break
		}
		last = year
		for _, d := range days {
			closed := windows.Exception{From: d.Date, To: d.Date, Name: d.Name}
			l.days = append(l.days, special{Exception: closed, holiday: true, tentative: d.Tentative})
		}
	}
	l.known = l.known.sooner(known{last, code})
}

func (r *reader) dates(at place, w Holidays, l *leaf) {
	if len(w.Dates) == 0 {
		r.mistake(at, "there are no dates; write them as 2026-12-24 or 2026-12-24..2027-01-01")
	}
	for i, s := range w.Dates {
		d, err := parseDates(s)
		if err != nil {
			r.mistake(at.item(i), "%v", err)
			continue
		}
		l.days = append(l.days, special{Exception: windows.Exception{From: d.from, To: d.to, Name: w.Name}, holiday: true})
	}
}
