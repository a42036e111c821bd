package reports

import (
	"math"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
)

// Options say what a report is on.
type Options struct {
	// Agreed knows who is in which team and works when. Nil knows nobody.
	Agreed *protocol.Protocol
	// Since leaves out what ended before. Zero leaves out nothing. What is open is never left out.
	Since time.Time
	// Earlier is from when on what ended before Since is counted too, by itself, to compare with. Zero counts none of it.
	Earlier time.Time
	// Now is when the report is made.
	Now time.Time
	// Zone is that of the weeks, nil for UTC.
	Zone *time.Location
	// Of leaves in only the asks of one person: those that the person owes or owed, and those of a group that the person
	// answered.
	Of string
	// Chosen says of each ask whether the report is on it. Nil chooses all.
	Chosen func(Subject) bool
}

// A report counts asks.
type report struct {
	options        Options
	since, compare int64 // in microseconds since 1970
	cells          []*cell
	at             map[place]*cell
	// earlier is what ended before the report begins, as far as it is compared with.
	earlier *cell
}

func newReport(o Options) *report {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	r := &report{options: o, since: math.MinInt64, at: map[place]*cell{}}
	if !o.Since.IsZero() {
		r.since = o.Since.UnixMicro()
	}
	if !o.Earlier.IsZero() {
		r.earlier, r.compare = &cell{}, o.Earlier.UnixMicro()
	}
	return r
}

// within says whether the report is on the time when an ask ended, or compares with it.
func (r *report) within(t *traits, x *line) (counted, earlier bool) {
	counted = t.open || x.ended >= r.since
	return counted, !counted && r.earlier != nil && x.ended >= r.compare
}

// add counts an ask of a responder in some teams, which ended at a time unless it is open.
func (r *report) add(t *traits, m measure, teams string, ended int64) {
	p := place{t.kind, t.tool, t.window, teams, noWeek}
	if !t.open {
		p.week = weekOf(time.UnixMicro(ended), r.options.Zone)
	}
	c := r.at[p]
	if c == nil {
		c = &cell{place: p}
		r.at[p], r.cells = c, append(r.cells, c)
	}
	c.add(t, m)
}
