package reports

import (
	"math"
	"time"

	"github.com/datelinehq/dateline/feed"
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
	at             map[place]int
	// earlier is what ended before the report begins, as far as it is compared with.
	earlier *cell
}

func newReport(o Options) *report {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	r := &report{options: o, since: math.MinInt64, at: map[place]int{}}
	if !o.Since.IsZero() {
		r.since = o.Since.UnixMicro()
	}
	if !o.Earlier.IsZero() {
		r.earlier, r.compare = &cell{}, o.Earlier.UnixMicro()
	}
	return r
}

// counts says whether the report is on an ask, or compares with it.
func (r *report) counts(x *line) (counted, earlier bool) {
	counted = x.open || x.ended >= r.since
	earlier = !counted && r.earlier != nil && x.ended >= r.compare
	if !counted && !earlier || r.options.Of != "" && !r.own(x) || r.options.Chosen != nil && !r.options.Chosen(x.subject()) {
		return false, false
	}
	return counted, earlier
}

func (r *report) own(x *line) bool {
	if x.responder.who.name == r.options.Of {
		return true
	}
	return x.state == feed.AskAnswered && x.responder.group && x.ender.who.name == r.options.Of
}

// add counts an ask, which may be the first between two on an item.
func (r *report) add(x *line, first bool) {
	m := x.measure(r.options.Now)
	c := r.cell(x)
	c.add(x.traits, m)
	switch {
	case m.took == none:
	case first:
		c.first = append(c.first, m.took)
	default:
		c.next = append(c.next, m.took)
	}
}

// cell is where the ask is counted.
func (r *report) cell(x *line) *cell {
	p := place{x.kind, x.tool, x.window, x.responder.who.teams, noWeek}
	if !x.open {
		p.week = weekOf(time.UnixMicro(x.ended), r.options.Zone)
	}
	i, ok := r.at[p]
	if !ok {
		i = len(r.cells)
		r.at[p], r.cells = i, append(r.cells, &cell{place: p})
	}
	return r.cells[i]
}
