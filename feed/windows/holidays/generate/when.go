package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A when tells the days of a year that a rule is about.
type when func(year int) []day

// A day is one that is or may be a holiday.
type day struct {
	date      time.Time
	tentative bool
}

const (
	weekdayPattern = `(sun|mon|tue|wed|thu|fri|sat)`
	datePattern    = `(\d\d)-(\d\d)`
)

var (
	offsetPattern = regexp.MustCompile(`^(.*?) ([+-]\d+)$`)
	fixedPattern  = regexp.MustCompile(`^` + datePattern + `$`)
	nthPattern    = regexp.MustCompile(`^(1st|2nd|3rd|4th|5th|last) ` + weekdayPattern + ` of (\d\d)$`)
	aroundPattern = regexp.MustCompile(`^` + weekdayPattern + ` (on or after|on or before|after|before|nearest) ` +
		datePattern + `$`)
	listingPattern = regexp.MustCompile(`^\d{4}-`)
)

// readWhen reads the part of a rule before the colon.
func readWhen(said string, series map[string]when) (when, error) {
	said = strings.TrimSpace(said)
	if m := offsetPattern.FindStringSubmatch(said); m != nil {
		w, err := readWhen(m[1], series)
		if err != nil {
			return nil, err
		}
		return later(w, atoi(m[2])), nil
	}
	if w := series[said]; w != nil {
		return w, nil
	}
	switch {
	case said == "easter":
		return single(easter), nil
	case said == "orthodox":
		return single(orthodox), nil
	case listingPattern.MatchString(said):
		return readDates(strings.Fields(said))
	}
	if m := fixedPattern.FindStringSubmatch(said); m != nil {
		return fixed(m[1], m[2])
	}
	if m := nthPattern.FindStringSubmatch(said); m != nil {
		return nth(m[1], m[2], atoi(m[3])), nil
	}
	if m := aroundPattern.FindStringSubmatch(said); m != nil {
		return around(m[1], m[2], m[3], m[4])
	}
	return nil, fmt.Errorf("%q is not a day that can be understood", said)
}

// single is the when of one day a year.
func single(of func(year int) time.Time) when {
	return func(year int) []day { return []day{{date: of(year)}} }
}

func later(w when, days int) when {
	return func(year int) []day {
		all := slices.Clone(w(year))
		for i := range all {
			all[i].date = all[i].date.AddDate(0, 0, days)
		}
		return all
	}
}

func fixed(mm, dd string) (when, error) {
	if _, err := time.Parse(time.DateOnly, "2023-"+mm+"-"+dd); err != nil {
		return nil, fmt.Errorf("%s-%s is not a day of every year", mm, dd)
	}
	return single(func(year int) time.Time { return date(year, atoi(mm), atoi(dd)) }), nil
}

// nth is a weekday of a month by its number.
func nth(which, weekday string, month int) when {
	on := weekdayOf(weekday)
	return func(year int) []day {
		if which == "last" {
			return []day{{date: onOrAfter(date(year, month+1, 1), on).AddDate(0, 0, -7)}}
		}
		d := onOrAfter(date(year, month, 1), on).AddDate(0, 0, 7*(atoi(which[:1])-1))
		if int(d.Month()) != month {
			return nil
		}
		return []day{{date: d}}
	}
}

// around is a weekday near a date.
func around(weekday, where, mm, dd string) (when, error) {
	w, err := fixed(mm, dd)
	begin := map[string]int{"on or after": 0, "after": 1, "on or before": -6, "before": -7, "nearest": -3}[where]
	on := weekdayOf(weekday)
	return func(year int) []day {
		return []day{{date: onOrAfter(w(year)[0].date.AddDate(0, 0, begin), on)}}
	}, err
}

// readDates reads a list of dates. They are told by their own year, and must be in order.
func readDates(words []string) (when, error) {
	byYear := map[int][]day{}
	before := ""
	for _, word := range words {
		said, tentative := strings.CutSuffix(word, "?")
		d, err := time.Parse(time.DateOnly, said)
		if err != nil {
			return nil, fmt.Errorf("%q is not a date", word)
		}
		if said <= before {
			return nil, fmt.Errorf("%s stands after %s", said, before)
		}
		before = said
		byYear[d.Year()] = append(byYear[d.Year()], day{d, tentative})
	}
	if len(byYear) == 0 {
		return nil, fmt.Errorf("there is no date")
	}
	return func(year int) []day { return byYear[year] }, nil
}

// onOrAfter is the first such weekday from a day on.
func onOrAfter(d time.Time, on time.Weekday) time.Time {
	return d.AddDate(0, 0, (int(on)-int(d.Weekday())+7)%7)
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func weekdayOf(word string) time.Weekday {
	days, err := weekdays([]string{word})
	if err != nil {
		panic(err) // the pattern has let it through
	}
	return days[0]
}

func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(err) // the pattern has let it through
	}
	return n
}
