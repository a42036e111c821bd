package receipt

import (
	"fmt"
	"strings"
	"time"
)

// A Duration is a length of time, said as 2 h 50 min and written in JSON as 2h50m0s.
type Duration time.Duration

// String is the duration in hours, minutes and, if there are, seconds.
func (d Duration) String() string {
	rest := time.Duration(d).Truncate(time.Second)
	hours, minutes, seconds := rest/time.Hour, rest%time.Hour/time.Minute, rest%time.Minute/time.Second
	var parts []string
	for _, p := range []struct {
		n    time.Duration
		unit string
	}{{hours, "h"}, {minutes, "min"}, {seconds, "s"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.unit))
		}
	}
	if len(parts) == 0 {
		return "0 min"
	}
	return strings.Join(parts, " ")
}

// Long is the duration in days where it is longer than two.
func (d Duration) Long() string {
	const day = Duration(24 * time.Hour)
	if d < 2*day {
		return d.String()
	}
	if d%day < Duration(time.Minute) {
		return fmt.Sprintf("%d d", d/day)
	}
	return fmt.Sprintf("%d d %s", d/day, d%day)
}

// MarshalText writes the duration as Go does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }
