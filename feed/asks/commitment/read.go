package commitment

import (
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/said"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Closing says when business ends on a date, and reports false for a day without any.
type Closing func(windows.Date) (time.Time, bool)

// Read reads the first /by of a comment that was written at a time by somebody in a zone. found reports whether there is
// one; the error says in one line what can be written in its place. A nil closing knows no day's end of business.
func Read(text string, at time.Time, zone *time.Location, closing Closing) (until time.Time, found bool, err error) {
	for line := range said.Lines(text) {
		if c, ok := commands.Read(line); ok && c.Name == commands.By {
			until, err := Until(c.What, at, zone, closing)
			return until, true, err
		}
	}
	return time.Time{}, false, nil
}

// forms are what can be written, as every error says it.
const forms = "write 15:00, 3pm, Thu, Thu 15:00, tomorrow, 1 Dec, 2026-12-01 15:00, in 2h, in 3 days or eod"

// Until reads what stands behind a /by.
func Until(written string, at time.Time, zone *time.Location, closing Closing) (time.Time, error) {
	written = strings.TrimSpace(written)
	if written == "" {
		return time.Time{}, fmt.Errorf("it does not say until when; %s", forms)
	}
	m := moment{at: at.In(zone), closing: closing}
	known := m.read(words(written))
	if !known { // without what is for people to read
		if end := remark.FindStringIndex(written); end != nil {
			m = moment{at: at.In(zone), closing: closing}
			known = m.read(words(written[:end[0]]))
		}
	}
	if !known {
		return time.Time{}, fmt.Errorf("%q is no time that can be read; %s", short(written), forms)
	}
	until, ahead := m.next()
	switch {
	case !ahead:
		return time.Time{}, fmt.Errorf("%q is over by then; %s", short(written), forms)
	case until.After(at.AddDate(1, 0, 1)):
		return time.Time{}, fmt.Errorf("%q is more than a year ahead; %s", short(written), forms)
	}
	return until, nil
}

// short is what was written, as a message can say it.
func short(written string) string {
	const enough = 40
	if runes := []rune(written); len(runes) > enough {
		return string(runes[:enough-1]) + "…"
	}
	return written
}
