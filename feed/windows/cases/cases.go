package cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A File is a file of cases.
type File struct {
	Calendars map[string]calendar `json:"calendars"`
	Cases     []question          `json:"cases"`
}

type calendar struct {
	Zone       string                 `json:"tz"`
	Weekly     map[string][][2]string `json:"weekly"`
	Exceptions []struct {
		Date, To string
		Hours    [][2]string
		Closed   [][2]string
	}
}

type question struct {
	ID, Group, Calendar, Op string
	Start, From, To         time.Time
	Seconds                 int64
	Pauses                  [][2]time.Time
	Requires                string          `json:"requires_tzdata"`
	Expected                json.RawMessage `json:"expected"`
}

// Read reads a file.
func Read(r io.Reader) (*File, error) {
	var f File
	if err := json.NewDecoder(r).Decode(&f); err != nil {
		return nil, fmt.Errorf("the file of cases cannot be read: %w", err)
	}
	for _, q := range f.Cases {
		if _, ok := f.Calendars[q.Calendar]; !ok {
			return nil, fmt.Errorf("the case %s names the calendar %q, which is not in the file", q.ID, q.Calendar)
		}
	}
	return &f, nil
}

// A Wrong is a case that was answered otherwise than it is expected to be. Requires is the version of the zone data that it
// needs, if it says so.
type Wrong struct{ ID, Group, Got, Want, Requires string }

// Answer answers all cases and returns those that went wrong, and how many there are in each group. zone finds a zone by its
// name.
func (f *File) Answer(zone func(name string) (*time.Location, error)) (wrong []Wrong, groups map[string]int, err error) {
	calendars := map[string]*windows.Calendar{}
	groups = map[string]int{}
	for _, q := range f.Cases {
		c, ok := calendars[q.Calendar]
		if !ok {
			if c, err = f.Calendars[q.Calendar].open(zone); err != nil {
				return nil, nil, fmt.Errorf("the calendar %q: %w", q.Calendar, err)
			}
			calendars[q.Calendar] = c
		}
		groups[q.Group]++
		got, err := q.answer(c)
		if err != nil {
			return nil, nil, fmt.Errorf("the case %s: %w", q.ID, err)
		}
		if want := q.want(); got != want {
			wrong = append(wrong, Wrong{q.ID, q.Group, got, want, q.Requires})
		}
	}
	return wrong, groups, nil
}

// none is the answer where there is no deadline, written as an answer.
const none = "none"

func (q question) answer(c *windows.Calendar) (string, error) {
	var pauses []windows.Span
	for _, p := range q.Pauses {
		pauses = append(pauses, windows.Span{Start: p[0], End: p[1]})
	}
	clock := windows.Clock{Calendar: c, Paused: windows.Pauses(pauses...)}
	switch {
	case q.Op == "elapsed" && c == nil:
		return time.Duration(0).String(), nil
	case q.Op == "elapsed":
		return clock.Elapsed(q.From, q.To).String(), nil
	case q.Op == "deadline" && c == nil && q.Seconds > 0:
		return none, nil
	case q.Op == "deadline" && c == nil:
		return q.Start.UTC().Format(time.RFC3339Nano), nil
	case q.Op == "deadline":
		due, ok := clock.Deadline(q.Start, time.Duration(q.Seconds)*time.Second)
		if !ok {
			return none, nil
		}
		return due.UTC().Format(time.RFC3339Nano), nil
	}
	return "", fmt.Errorf("%q is no question; there are deadline and elapsed", q.Op)
}

// want is the expected answer in the form of the given ones.
func (q question) want() string {
	var seconds json.Number
	var at time.Time
	switch {
	case string(q.Expected) == "null":
		return none
	case json.Unmarshal(q.Expected, &at) == nil:
		return at.UTC().Format(time.RFC3339Nano)
	case json.Unmarshal(q.Expected, &seconds) == nil:
		if d, err := time.ParseDuration(seconds.String() + "s"); err == nil {
			return d.String()
		}
	}
	return string(q.Expected)
}

var weekdays = map[string]time.Weekday{
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
}

// open makes the calendar, nil where it has no hours.
func (c calendar) open(zone func(string) (*time.Location, error)) (*windows.Calendar, error) {
	var h windows.Hours
	var err error
	if h.Zone, err = zone(c.Zone); err != nil {
		return nil, err
	}
	for name, day := range c.Weekly {
		weekday, ok := weekdays[strings.ToLower(name)]
		if !ok {
			return nil, fmt.Errorf("%q is no weekday; write mon, tue, wed, thu, fri, sat or sun", name)
		}
		if h.Week[weekday], err = intervals(day); err != nil {
			return nil, err
		}
	}
	for _, e := range c.Exceptions {
		var made windows.Exception
		if made.From, err = windows.ParseDate(e.Date); err != nil {
			return nil, err
		}
		made.To = made.From
		if e.To != "" {
			if made.To, err = windows.ParseDate(e.To); err != nil {
				return nil, err
			}
		}
		if made.Hours, err = intervals(e.Hours); err != nil {
			return nil, err
		}
		if made.Closed, err = intervals(e.Closed); err != nil {
			return nil, err
		}
		h.Exceptions = append(h.Exceptions, made)
	}
	made, err := windows.New(h)
	if errors.Is(err, windows.ErrNoHours) {
		return nil, nil //nolint:nilnil // a calendar without hours has no answers but these
	}
	return made, err
}

// intervals reads intervals, nil where there is no list of them.
func intervals(written [][2]string) ([]windows.Interval, error) {
	if written == nil {
		return nil, nil
	}
	all := []windows.Interval{}
	for _, w := range written {
		i, err := windows.ParseInterval(w[0] + "-" + w[1])
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}
