package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
)

// A Duration is a length of time that may be written in days and weeks: 90s, 2m, 36h, 90d, 2w.
type Duration time.Duration

// UnmarshalText reads a duration.
func (d *Duration) UnmarshalText(text []byte) error {
	s := string(text)
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if n, err := strconv.Atoi(strings.TrimSuffix(s, unit)); strings.HasSuffix(s, unit) && err == nil && n > 0 && n < 100_000 {
			*d = Duration(time.Duration(n) * length)
			return nil
		}
	}
	parsed, err := time.ParseDuration(s)
	if err != nil || parsed <= 0 {
		return fmt.Errorf("%q is not a length of time; write it as 90s, 2m, 36h or 90d", s)
	}
	*d = Duration(parsed)
	return nil
}

// String is the duration as it is written, without parts that are zero: 2m, 24h.
func (d Duration) String() string { return protocol.Elapsed(d).String() }

// A Rhythm is how often something is done: a Duration, or never, which is zero.
type Rhythm time.Duration

// UnmarshalText reads a length of time or the word never.
func (r *Rhythm) UnmarshalText(text []byte) error {
	if string(text) == "never" {
		*r = 0
		return nil
	}
	if err := (*Duration)(r).UnmarshalText(text); err != nil {
		return fmt.Errorf("%w, or as never", err)
	}
	return nil
}

// String is the rhythm as it is written.
func (r Rhythm) String() string {
	if r == 0 {
		return "never"
	}
	return Duration(r).String()
}

// Since says how far back a first read looks: a length of time before it, or a date. The zero Since is the beginning.
type Since struct {
	ago  time.Duration
	date time.Time
}

// UnmarshalText reads 90d or 2026-01-31, which begins in UTC.
func (s *Since) UnmarshalText(text []byte) error {
	if date, err := time.Parse(time.DateOnly, string(text)); err == nil {
		*s = Since{date: date}
		return nil
	}
	var d Duration
	if d.UnmarshalText(text) != nil {
		return fmt.Errorf("%q is neither a length of time such as 90d nor a date such as 2026-01-31", text)
	}
	*s = Since{ago: time.Duration(d)}
	return nil
}

// Time is the instant meant, for a first read at now.
func (s Since) Time(now time.Time) time.Time {
	if s.ago > 0 {
		return now.Add(-s.ago)
	}
	return s.date
}
