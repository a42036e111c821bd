package windows

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Term is what a team agreed on for a response: how long it may take, and what softens that.
type Term struct {
	// Within is how long it may take.
	Within Length
	// AtLeast is how much elapsed time there is in any case, however little working time Within is. Zero is none.
	AtLeast time.Duration
	// Warn is the share of the time after which whoever owes the response is warned.
	Warn Share
	// Spent is what was used of it before, in elapsed or working time as Within is. Of business days nothing is spent.
	Spent time.Duration
}

// Times are what a term comes to for one response.
type Times struct {
	// Due is until when it is in time.
	Due time.Time
	// Warn is when a warning is called for, zero if never. It is in working time and before Due.
	Warn time.Time
}

// The reasons why a response is never due.
var (
	ErrNoCalendar = errors.New("it is counted on a calendar, and whoever owes it has none")
	ErrNever      = errors.New("the calendar does not have as much within ten years")
)

// Start counts a term from an instant. A clock without a calendar counts elapsed time only; then, and where the calendar
// does not have as much, the error says why there are no times.
func (t Term) Start(c Clock, start time.Time) (Times, error) {
	if c.Calendar == nil {
		if t.Within.NeedsCalendar() {
			return Times{}, ErrNoCalendar
		}
		c.Calendar = everyHour
	}
	due, ok := t.Within.Less(t.Spent).Due(c, start)
	if ok {
		due, ok = AtLeast(c, start, due, t.AtLeast)
	}
	if !ok {
		return Times{}, ErrNever
	}
	times := Times{Due: due}
	if part := t.Warn.of(c.Elapsed(start, due)); part > 0 {
		if warn, ok := c.Deadline(start, part); ok {
			warn, ok = AtLeast(c, start, warn, t.AtLeast)
			if ok && warn.Before(due) {
				times.Warn = warn
			}
		}
	}
	return times, nil
}

var everyHour = Always(time.UTC)

// A Share is a part of a window, written as 75%. The zero Share is the usual one, 75 %.
type Share struct{ percent int }

// Never is the share that is never reached: nobody is warned.
var Never = Share{-1}

const usualShare = 75

var shareForm = regexp.MustCompile(`^([0-9]{1,3}) ?%$`)

// ParseShare reads 75% or never.
func ParseShare(s string) (Share, error) {
	s = strings.TrimSpace(s)
	if s == "never" {
		return Never, nil
	}
	m := shareForm.FindStringSubmatch(s)
	if m == nil {
		return Share{}, fmt.Errorf("%q is no share of a window; write it as 75%%, or never", s)
	}
	percent, _ := strconv.Atoi(m[1])
	if percent < 1 || percent > 99 {
		return Share{}, fmt.Errorf("%q is no part of a window; write a share from 1%% to 99%%, or never", s)
	}
	return Share{percent}, nil
}

// of is the share of a duration, zero for none.
func (s Share) of(d time.Duration) time.Duration {
	switch s.percent {
	case 0:
		return d / 100 * usualShare
	case -1:
		return 0
	}
	return d / 100 * time.Duration(s.percent)
}

// String is the share as people write it.
func (s Share) String() string {
	switch s.percent {
	case 0:
		return strconv.Itoa(usualShare) + "%"
	case -1:
		return "never"
	}
	return strconv.Itoa(s.percent) + "%"
}

// UnmarshalText reads a share from a configuration; see ParseShare.
func (s *Share) UnmarshalText(text []byte) (err error) {
	*s, err = ParseShare(string(text))
	return err
}

// MarshalText writes the share as people write it.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
