package calendars

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Books are the iCalendar texts that calendars refer to: names of files, and addresses. They are sorted, each once.
func Books(all map[string]Written) []string {
	books := map[string]bool{}
	for _, w := range all {
		for _, h := range w.Holidays {
			if h.ICS != "" {
				books[h.ICS] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(books))
}

var schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:/`)

// address checks the name of a book. What may be secret in it is not told.
func (r *reader) address(at place, book string) {
	scheme, _, _ := strings.Cut(book, ":")
	if !Address(book) {
		return // a file
	}
	u, err := url.Parse(book)
	switch {
	case err != nil || u.Host == "":
		r.mistake(at, "the address cannot be read; write it as https://calendar.example.com/company.ics")
	case u.User != nil:
		r.mistake(at, "the address has a name or password before the host, which would get into logs; "+
			"use a private address, as calendars give them out, or bring the file yourself")
	case !strings.EqualFold(scheme, "https"):
		r.mistake(at, "%q cannot be read from %s; write an https address or the name of a file", Shown(book), strings.ToLower(scheme))
	}
}

// Address reports whether a book is at an address, and not in a file.
func Address(book string) bool { return schemeForm.MatchString(book) }

// Shown is the name of a book as it may be told: calendars have private addresses, which are not.
func Shown(book string) string {
	if !Address(book) {
		return book
	}
	u, err := url.Parse(book)
	if err != nil || u.Host == "" {
		return "an address that cannot be read"
	}
	return strings.ToLower(u.Scheme) + "://" + u.Host + "/…"
}
