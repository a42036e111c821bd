package calendars

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Zones finds a zone of the time zone database by its name.
type Zones = func(name string) (*time.Location, error)

// places are what may be meant by abbreviations. Some are names of zones: they once stood for a rule that no place has now.
var places = map[string]string{
	"AEDT": "Australia/Sydney", "AEST": "Australia/Sydney", "BST": "Europe/London", "CDT": "America/Chicago",
	"CEST": "Europe/Berlin", "CET": "Europe/Berlin", "CST": "America/Chicago", "CST6CDT": "America/Chicago", "EDT": "America/New_York", "EET": "Europe/Helsinki",
	"EST": "America/New_York", "EST5EDT": "America/New_York", "HST": "Pacific/Honolulu", "IST": "Asia/Kolkata", "JST": "Asia/Tokyo",
	"MDT": "America/Denver", "MET": "Europe/Berlin", "MSK": "Europe/Moscow", "MST": "America/Denver", "MST7MDT": "America/Denver",
	"NZST": "Pacific/Auckland", "PDT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
	"SAST": "Africa/Johannesburg", "WET": "Europe/Lisbon",
}

var offsetForm = regexp.MustCompile(`^(?i:UTC|GMT)? ?[+-][0-9:]+$`)

// location reads the name of a zone. It is nil if there is a mistake in it.
func (r *reader) location(at place, name string) *time.Location {
	likely, abbreviated := places[strings.ToUpper(name)]
	switch {
	case strings.EqualFold(name, "Local") || strings.EqualFold(name, "localtime"):
		r.mistake(at, "%q is wherever the program happens to run; write a place such as Europe/Berlin", name)
	case abbreviated:
		r.mistake(at, "%s is an abbreviation; write a place such as %s", name, likely)
	case offsetForm.MatchString(name):
		r.mistake(at, "%q is an offset, which knows no summer time; write a place such as Europe/Berlin", name)
	default:
		zone, err := r.zone(name)
		if err == nil {
			return zone
		}
		if near := nearestZone(name, r.zone); near != "" {
			r.mistake(at, "%v; did you mean %s?", err, near)
		} else {
			r.mistake(at, "%v; zones are named after a place, such as Europe/Berlin", err)
		}
	}
	return nil
}

// nearestZone is a zone that is named almost like that, empty if there is none. Nobody has a list of the zones, but each can be
// asked for.
func nearestZone(name string, zone Zones) string {
	if len(name) > 50 {
		return ""
	}
	for _, change := range []func(string) iter.Seq[string]{sameName, elsewhere, mistyped} {
		for other := range change(capitals(name)) {
			if _, err := zone(other); err == nil && other != "" {
				return other
			}
		}
	}
	return ""
}

// sameName is the name in other capitals.
func sameName(name string) iter.Seq[string] {
	return slices.Values([]string{name, strings.ToUpper(name)})
}

// elsewhere is the city in each part of the world.
func elsewhere(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		city := name[strings.LastIndex(name, "/")+1:]
		for _, region := range []string{
			"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Antarctica", "Arctic",
		} {
			if !yield(region + "/" + city) {
				return
			}
		}
	}
}

// mistyped is the name with one letter too many, missing, wrong, or in the place of the next.
func mistyped(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range len(name) + 1 {
			head, tail := name[:i], name[i:]
			if len(tail) > 0 && !yield(head+tail[1:]) || len(tail) > 1 && !yield(head+tail[1:2]+tail[:1]+tail[2:]) {
				return
			}
			for _, letter := range "abcdefghijklmnopqrstuvwxyz_/" {
				if !yield(capitals(head+string(letter)+tail)) || len(tail) > 0 && !yield(capitals(head+string(letter)+tail[1:])) {
					return
				}
			}
		}
	}
}

// capitals is a name as zones are written: America/New_York.
func capitals(name string) string {
	b := []byte(strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), " ", "_")))
	for i, c := range b {
		if c >= 'a' && c <= 'z' && (i == 0 || b[i-1] == '/' || b[i-1] == '_') {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}
