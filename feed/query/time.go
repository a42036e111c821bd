package query

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

func readTimes(q *Query, given url.Values, k Known) error {
	for _, v := range given["since"] {
		at, _, err := bound("since", v, k)
		if err != nil {
			return err
		}
		if q.Filter.Since.IsZero() || at.Before(q.Filter.Since) {
			q.Filter.Since = at
		}
	}
	for _, v := range given["until"] {
		v, before := strings.CutPrefix(v, "<")
		at, day, err := bound("until", v, k)
		if err != nil {
			return err
		}
		if day && !before {
			at = at.AddDate(0, 0, 1) // a day is meant with all its hours
		}
		if at.After(q.Filter.Until) {
			q.Filter.Until = at
		}
	}
	return nil
}

// bound reads a day, an instant, or how long ago. day says that it is a whole day, given by its beginning.
func bound(filter, v string, k Known) (at time.Time, day bool, err error) {
	if at, err := time.ParseInLocation(time.DateOnly, v, k.Zone); err == nil {
		return at, true, nil
	}
	if back, ok := days[v]; ok {
		now := k.Now.In(k.Zone)
		return time.Date(now.Year(), now.Month(), now.Day()-back, 0, 0, 0, 0, k.Zone), true, nil
	}
	if at, err := time.Parse(time.RFC3339, v); err == nil {
		return at, false, nil
	}
	if d, ok := ago(v); ok {
		return k.Now.Truncate(time.Hour).Add(-d), false, nil
	}
	return time.Time{}, false, &Mistake{Filter: filter, Value: v, Title: "That is no time",
		Text: "“" + Line(v) + "” is neither a day (2026-11-24, today, yesterday) nor an instant (2026-11-24T08:00:00Z) nor how long ago (7d, 24h)."}
}

// days are the days that have a name, and how many days ago they were.
var days = map[string]int{"today": 0, "yesterday": 1}

// ago reads how long ago: a number of hours, days or weeks.
func ago(v string) (time.Duration, bool) {
	if len(v) < 2 {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[v[len(v)-1]]
	n, err := strconv.ParseUint(v[:len(v)-1], 10, 16)
	return time.Duration(n) * unit, ok && err == nil
}

// Moves reports whether the values say how long ago, or name a view, which may: then they mean something else every hour.
func Moves(values url.Values) bool {
	for _, name := range []string{"since", "until"} {
		for _, v := range values[name] {
			v = strings.TrimPrefix(v, "<")
			_, named := days[v]
			if _, ok := ago(v); ok || named {
				return true
			}
		}
	}
	return len(values["view"]) > 0
}
