package windows

import (
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// A Calendar is a set of instants: working time. It never changes; what it has compiled of itself grows with what it is asked
// for. It may be used by many goroutines, and is best shared by all who have the same hours.
type Calendar struct {
	open     func(start, end int64) []stretch // what is working time, in normal form
	zone     *time.Location                   // whose days its business days are
	compiled atomic.Pointer[table]
	growing  sync.Mutex
}

// ErrNoHours says that a calendar has no hour at all, so that nothing would ever be due.
var ErrNoHours = errors.New("the calendar has no working hours at all")

// New makes a calendar of hours. They must not be changed afterwards.
func New(h Hours) (*Calendar, error) {
	if h.Zone == nil {
		return nil, errors.New("the calendar has no time zone")
	}
	if h.empty() {
		return nil, ErrNoHours
	}
	return &Calendar{open: h.open, zone: h.Zone}, nil
}

// Always makes a calendar that never closes. Its days are those of a zone.
func Always(zone *time.Location) *Calendar {
	return &Calendar{zone: zone, open: func(start, end int64) []stretch { return []stretch{{start, end}} }}
}

// Union makes the calendar of those of whom any may answer. Its days are those of the first.
func Union(first *Calendar, others ...*Calendar) *Calendar {
	return &Calendar{zone: first.zone, open: func(start, end int64) []stretch {
		all := first.open(start, end)
		for _, c := range others {
			all = append(all, c.open(start, end)...)
		}
		return normal(all)
	}}
}

// Intersection makes the calendar of those who are all needed. Its days are those of the first.
func Intersection(first *Calendar, others ...*Calendar) *Calendar {
	return &Calendar{zone: first.zone, open: func(start, end int64) []stretch {
		all := first.open(start, end)
		for _, c := range others {
			all = common(all, c.open(start, end))
		}
		return all
	}}
}

// Without makes the calendar that lacks some time.
func (c *Calendar) Without(closed ...Span) *Calendar {
	taken := make([]stretch, 0, len(closed))
	for _, s := range closed {
		taken = append(taken, stretch{s.Start.Unix(), s.End.Unix()})
	}
	taken = normal(taken)
	return &Calendar{zone: c.zone, open: func(start, end int64) []stretch { return without(c.open(start, end), taken) }}
}

// Zone is the zone whose days the calendar's business days are.
func (c *Calendar) Zone() *time.Location { return c.zone }

const (
	yearSeconds = 366 * daySeconds
	// A table begins so much before and ends so much after what was asked for.
	tableBefore, tableAfter = 2 * yearSeconds, 4 * yearSeconds
	// No more is looked at in one go.
	rangeAtMost = tableAtMost - tableBefore - tableAfter
	// A deadline that is further away than this is none.
	deadlineAtMost = 10 * yearSeconds
)

// The instants between which calendars know anything: the years from 1900 to 2199.
var (
	earliest = time.Date(1900, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	latest   = time.Date(2200, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// table is a table that covers the time from start until end, both included.
func (c *Calendar) table(start, end int64) *table {
	if t := c.compiled.Load(); t != nil && t.base <= start && end < t.until() {
		return t
	}
	return c.grow(start, end)
}

func (c *Calendar) grow(start, end int64) *table {
	c.growing.Lock()
	defer c.growing.Unlock()
	from, until := start-tableBefore, end+tableAfter
	if t := c.compiled.Load(); t != nil {
		if t.base <= start && end < t.until() {
			return t
		}
		if t.base <= start {
			from = t.base
		}
		if end < t.until() {
			until = t.until()
		}
		if until-from > tableAtMost {
			from, until = start-tableBefore, end+tableAfter
		}
	}
	t := newTable(c.open(from, until), from, until)
	c.compiled.Store(t)
	return t
}

// within is an instant as seconds and what remains of the last one, moved into the years that calendars know.
func within(t time.Time) (second, rest int64) {
	second, rest = t.Unix(), int64(t.Nanosecond())
	if second < earliest || second >= latest {
		return min(max(second, earliest), latest-1), 0
	}
	return second, rest
}

// Elapsed is how much working time lies between two instants, the first included. A range that runs backwards has none.
func (c *Calendar) Elapsed(from, to time.Time) time.Duration {
	start, startRest := within(from)
	end, endRest := within(to)
	if end < start || end == start && endRest <= startRest {
		return 0
	}
	if end-start > rangeAtMost {
		middle := time.Unix(start+rangeAtMost, 0)
		return c.Elapsed(from, middle) + c.Elapsed(middle, to)
	}
	t := c.table(start, end)
	return t.spent(end, endRest) - t.spent(start, startRest)
}

// spent is the working time between the table's beginning and an instant in it.
func (t *table) spent(second, rest int64) time.Duration {
	worked, open := t.before(short(second - t.base))
	spent := time.Duration(worked) * time.Second
	if open {
		spent += time.Duration(rest)
	}
	return spent
}

// Deadline is the earliest instant, not before start, until which so much working time has elapsed since start: time that is
// used up exactly when the calendar closes is due then, not at the next opening. None at all is due at start. It reports
// false where the calendar does not have as much within ten years.
func (c *Calendar) Deadline(start time.Time, d time.Duration) (time.Time, bool) {
	if d <= 0 {
		return start, true
	}
	second, rest := within(start)
	for end := second; ; {
		t := c.table(second, end)
		worked, open := t.before(short(second - t.base))
		if !open {
			rest = 0
		}
		whole, rest := worked+int64(d/time.Second), rest+int64(d%time.Second)
		if rest >= int64(time.Second) {
			whole, rest = whole+1, rest-int64(time.Second)
		}
		needed := whole
		if rest > 0 {
			needed++
		}
		if needed <= t.total() {
			i := t.when(short(needed))
			due := t.base + int64(t.starts[i]) + whole - int64(t.worked[i])
			return time.Unix(due, rest).UTC(), due <= second+deadlineAtMost
		}
		if end = t.until(); end > second+deadlineAtMost {
			return time.Time{}, false
		}
	}
}

// Next is the earliest instant of working time that is not before t: t itself, or when the calendar opens. It reports false
// where the calendar does not open within ten years.
func (c *Calendar) Next(t time.Time) (time.Time, bool) {
	second, _ := within(t)
	for s := range c.runs(second) {
		return later(time.Unix(s.start, 0), t).UTC(), true
	}
	return time.Time{}, false
}

// runs are the stretches of working time from the one on that is open at an instant or opens after it, for ten years. One
// that lasts for days may be told in pieces.
func (c *Calendar) runs(second int64) iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		until := min(second+deadlineAtMost, latest-1)
		told := earliest
		for end := second; end < until; {
			t := c.table(second, end)
			for i := max(t.at(short(second-t.base)), 0); i+1 < len(t.starts); i++ {
				s := t.span(i)
				if s.end == t.until() && s.end-s.start < 2*daySeconds {
					break // it goes on behind the table
				}
				if s.start = max(s.start, told); s.end <= second || s.start >= s.end {
					continue
				}
				if told = s.end; !yield(s) {
					return
				}
			}
			end = t.until()
		}
	}
}

// Spans are the stretches of working time between two instants, in their order and as long as they last: a calendar that
// never closes has one. They are in the calendar's zone, and end a hundred years after the first instant at the latest.
func (c *Calendar) Spans(from, to time.Time) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		start, _ := within(from)
		end, _ := within(to)
		end = min(end, start+rangeAtMost)
		if end < start {
			return
		}
		t := c.table(start, end)
		for i := max(t.at(short(start-t.base)), 0); i+1 < len(t.starts); i++ {
			s := t.span(i)
			if s.start > end {
				return
			}
			span := Span{later(time.Unix(s.start, 0), from).In(c.zone), sooner(time.Unix(s.end, 0), to).In(c.zone)}
			if span.Start.Before(span.End) && !yield(span) {
				return
			}
		}
	}
}

// span is one of the table's open intervals.
func (t *table) span(i int) stretch {
	start := t.base + int64(t.starts[i])
	return stretch{start, start + int64(t.worked[i+1]-t.worked[i])}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func sooner(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
