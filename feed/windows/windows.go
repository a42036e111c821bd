// Package windows is the clock of asks: how long a response may take, and until when that is.
//
// A window's length is written with its unit. Now there is one: 24h is elapsed time, counted through nights and
// weekends. Lengths counted on working hours (8wh) and business days (1bd) need calendars; until Dateline has those they
// are refused, never read as something else.
//
// The package is pure: instants come in as arguments and no clock is read. It imports feed and the standard library at
// most.
package windows

import (
	"fmt"
	"strings"
	"time"
)

// A Length is how long a response may take. The zero Length is not valid.
type Length struct {
	elapsed time.Duration
	written string
}

// ParseLength reads a length as people write it: 24h, 90m, 1h30m. It refuses zero and negative lengths and the units
// that need a calendar.
func ParseLength(s string) (Length, error) {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "wh") || strings.HasSuffix(s, "bd") {
		return Length{}, fmt.Errorf("%q needs a calendar, which this version does not have; write elapsed time, such as 24h", s)
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return Length{}, fmt.Errorf("%q is not a length of time; write it as 24h or 90m", s)
	}
	if d <= 0 {
		return Length{}, fmt.Errorf("%q is no time at all; a window must be longer than zero", s)
	}
	return Length{elapsed: d, written: s}, nil
}

// Deadline returns the instant at which the length is used up when counting begins at start.
func (l Length) Deadline(start time.Time) time.Time { return start.Add(l.elapsed) }

// String is the length as it was written.
func (l Length) String() string { return l.written }

// UnmarshalText reads a length from a configuration; see ParseLength.
func (l *Length) UnmarshalText(text []byte) error {
	parsed, err := ParseLength(string(text))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}

// MarshalText writes the length as it was written.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.written), nil }
