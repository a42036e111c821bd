package reports

import (
	"cmp"
	"hash/fnv"
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
}

// A Report counts asks. Make one with [New].
type Report struct {
	options Options
	crowd   crowd
	cells   []*cell
	at      map[place]int32
	// earlier is what ended before the report begins, as far as it is compared with.
	earlier *cell
	// firsts are, by who waited for whom on which item, the asks that were the first. They move when an earlier one comes.
	firsts map[uint64]turn
}

// A turn is an ask among those between the same two on an item. Its cell is negative where the report is not on it.
type turn struct {
	opened        int64
	tie           uint64
	cell, seconds int32
}

// New begins a report.
func New(o Options) *Report {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	r := &Report{options: o, crowd: newCrowd(o.Agreed), at: map[place]int32{}, firsts: map[uint64]turn{}}
	if !o.Earlier.IsZero() {
		r.earlier = &cell{}
	}
	return r
}

// Add counts an ask. The order in which asks are added does not matter. Of each pair and item all asks should be, also those
// that ended before the report begins: else a later one is taken for the first.
func (r *Report) Add(ask feed.AskEntry) {
	if ask.Confidence == feed.Possible {
		return
	}
	who := r.crowd.of(ask.Tool, ask.Responder)
	if r.options.Of != "" && !r.own(ask, who) {
		return
	}
	asker := r.crowd.of(ask.Tool, ask.Asker)
	this := turn{ask.Opened.UnixMicro(), hash(ask.ID), none, none}
	switch {
	case ask.Open() || !ask.Ended.Before(r.options.Since):
		this.cell = r.cell(ask, who)
		this.seconds = r.cells[this.cell].add(ask, measure(ask, who.hours, r.options.Now))
	case r.earlier != nil && !ask.Ended.Before(r.options.Earlier):
		r.earlier.add(ask, measure(ask, who.hours, r.options.Now))
	}
	key := hash(ask.Source, ask.Item, asker.name, who.name)
	first, seen := r.firsts[key]
	if seen && cmp.Or(cmp.Compare(this.opened, first.opened), cmp.Compare(this.tie, first.tie)) >= 0 {
		r.next(this)
		return
	}
	if seen {
		r.next(first)
	}
	r.firsts[key] = this
}

func (r *Report) own(ask feed.AskEntry, who *responder) bool {
	if who.name == r.options.Of {
		return true
	}
	return ask.State == feed.AskAnswered && ask.Responder.Group && r.crowd.of(ask.Tool, ask.EndedBy).name == r.options.Of
}

// cell is where the ask is counted.
func (r *Report) cell(ask feed.AskEntry, who *responder) int32 {
	p := place{ask.Kind, ask.Tool, ask.Window, who.teams, noWeek}
	if !ask.Open() {
		p.week = weekOf(ask.Ended, r.options.Zone)
	}
	i, ok := r.at[p]
	if !ok {
		i = int32(len(r.cells)) //nolint:gosec // G115: there are fewer cells than asks, and of asks fewer than that
		r.at[p], r.cells = i, append(r.cells, &cell{place: p})
	}
	return i
}

// next notes the answer to an ask that is not the first of its pair.
func (r *Report) next(t turn) {
	if t.seconds >= 0 {
		c := r.cells[t.cell]
		c.next = append(c.next, t.seconds)
	}
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
