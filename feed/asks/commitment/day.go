package commitment

import (
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// day reads a day, and returns the words behind it. It reports false where there is none.
func (m *moment) day(all []string) (rest []string, ok bool) {
	if len(all) == 0 {
		return nil, false
	}
	first := all[0]
	weekday, isWeekday := weekdays[first]
	switch {
	case first == "today":
		return all[1:], true
	case first == "tomorrow":
		m.date++
		return all[1:], true
	case first == "eod":
		return all[1:], true
	case first == "next" && len(all) > 1:
		if weekday, isWeekday = weekdays[all[1]]; !isWeekday {
			return all, false
		}
		m.date += ahead(m.date+1, weekday) + 1
		return all[2:], true
	case isWeekday:
		m.date += ahead(m.date, weekday)
		m.again = func(d windows.Date) windows.Date { return d + 7 }
		return all[1:], true
	}
	if date, err := windows.ParseDate(first); err == nil {
		m.date = date
		return all[1:], true
	}
	return m.monthAndDay(all)
}

// ahead is in how many days a weekday is, from a date on.
func ahead(from windows.Date, weekday int) windows.Date {
	return windows.Date((weekday - int(from.Weekday()) + 7) % 7)
}

// monthAndDay reads 1 Dec or Dec 1, and a year behind it.
func (m *moment) monthAndDay(all []string) (rest []string, ok bool) {
	if len(all) < 2 {
		return all, false
	}
	digits, month := all[0], all[1]
	if _, isMonth := months[digits]; isMonth {
		digits, month = month, digits
	}
	i, isMonth := months[month]
	form := dayForm.FindStringSubmatch(digits)
	if !isMonth || form == nil {
		return all, false
	}
	day := number(form[1])
	on := func(year int) (windows.Date, bool) {
		t := time.Date(year, time.Month(i+1), day, 0, 0, 0, 0, time.UTC)
		return windows.DateOf(t), t.Day() == day
	}
	if len(all) > 2 && yearForm.MatchString(all[2]) {
		m.date, ok = on(number(all[2]))
		return all[3:], ok
	}
	// The next such day: 29 February is not in every year.
	var dates []windows.Date
	for year := m.at.Year(); year < m.at.Year()+9; year++ {
		if d, exists := on(year); exists && d >= m.date {
			dates = append(dates, d)
		}
	}
	if len(dates) == 0 {
		return all, false
	}
	m.date = dates[0]
	m.again = func(d windows.Date) windows.Date {
		for _, other := range dates {
			if other > d {
				return other
			}
		}
		return d
	}
	return all[2:], true
}
