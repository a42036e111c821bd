package ics

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	ical "github.com/arran4/golang-ical"
)

// A property is a content line that says something about closings.
type property struct {
	name  string
	value string
	zone  string // its TZID; empty if there is none
	kind  string // its VALUE, such as DATE; empty if it is not said
}

// read lists the properties that are read; true are those an event has once at most. All others are passed over before
// anybody looks into them, so that no attachment and no wild description is in the way of a date.
var read = map[string]bool{
	"DTSTART": true, "DTEND": true, "DURATION": true, "RRULE": true, "RECURRENCE-ID": true,
	"RDATE": false, "EXDATE": false, "EXRULE": false,
	"UID": false, "SEQUENCE": false, "STATUS": false, "TRANSP": false, "SUMMARY": false,
	"X-MICROSOFT-CDO-ALLDAYEVENT": false,
	"TZID":                        false, "TZOFFSETFROM": false, "TZOFFSETTO": false,
}

// The library goes over the rest of a line once for each parameter, so long lines of many parameters would take minutes.
const (
	maxHead  = 1000     // bytes before the value
	maxValue = 64 << 10 // bytes of the value
)

// nameOf returns the name with which a content line begins, in capitals.
func nameOf(text string) string {
	end := strings.IndexAny(text, ":;")
	if end < 0 || end > len("X-MICROSOFT-CDO-ALLDAYEVENT") {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(text[:end]))
}

// parse reads a content line with a known name.
func parse(text string) (property, error) {
	p := property{name: nameOf(text)}
	head := headOf(text)
	if len(head) > maxHead || len(text)-len(head) > maxValue {
		return p, fmt.Errorf("has a line of %s with %d bytes, which is too long", p.name, len(text))
	}
	parsed, err := ical.ParseProperty(ical.ContentLine(text))
	if err != nil || parsed == nil {
		return p, fmt.Errorf("has a line of %s that cannot be read: %s", p.name, short(text))
	}
	p.value = strings.TrimSpace(parsed.Value)
	for key, values := range parsed.ICalParameters {
		value := strings.TrimSpace(strings.Join(values, ","))
		switch strings.ToUpper(key) {
		case "TZID":
			p.zone = value
		case "VALUE":
			p.kind = strings.ToUpper(value)
		case "RANGE":
			return p, errors.New("changes this and all later occurrences (RANGE), which is not supported; end the old " +
				"series and begin a new one")
		}
	}
	return p, nil
}

// headOf returns the name and parameters of a content line.
func headOf(text string) string {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ':' && !quoted:
			return text[:i]
		}
	}
	return text
}

// plain makes one line of a text: it is a name, not a page.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
