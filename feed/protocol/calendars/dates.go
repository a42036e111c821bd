package calendars

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

// A dates is a run of days, both ends included.
type dates struct{ from, to windows.Date }

var dateForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// parseDates reads a date or a range of them: 2026-12-24..2027-01-01.
func parseDates(s string) (dates, error) {
	from, to, isRange := strings.Cut(s, "..")
	if !isRange {
		to = from
	}
	var d dates
	var err error
	if d.from, err = parseDate(from); err != nil {
		return dates{}, err
	}
	if d.to, err = parseDate(to); err != nil {
		return dates{}, err
	}
	if d.to < d.from {
		return dates{}, fmt.Errorf("%q runs backwards; write the earlier date first", s)
	}
	return d, nil
}

func parseDate(s string) (windows.Date, error) {
	s = strings.TrimSpace(s)
	d, err := windows.ParseDate(s)
	if err != nil && dateForm.MatchString(s) {
		return 0, fmt.Errorf("there is no %s in the calendar", s)
	}
	return d, err
}
