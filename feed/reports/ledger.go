package reports

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
)

// A Ledger keeps of asks what reports count, a few numbers of each, so that one report after another is made without the asks
// being read again. The zero Ledger is empty. Many goroutines may use it.
type Ledger struct {
	mu sync.Mutex
	// lines are in the order of their ids. Those that are new come to them many at a time.
	lines, fresh []line
	// What few asks have, by their ids: pauses, and who answered for a group.
	paused  map[uint64][]feed.Pause
	enders  map[uint64]uint32
	traits  distinct[traits]
	parties distinct[party]
	names   []string // of the parties, as filters call them: tool/id
	// who are the parties by what is agreed.
	agreed *protocol.Protocol
	crowd  crowd
	who    []*responder
}

// A line is an ask. It points at nothing: there are many, and the collector of garbage need not look at them.
type line struct {
	ask uint64 // its id, hashed
	// In microseconds since 1970.
	opened, ended int64
	// Where in the lists of the ledger the rest of it is.
	traits, asker, responder uint32
	// took is how many seconds the answer took; or why that is not known.
	took int32
}

// none is the time of an ask that has none that counts, unmeasured that of one that was not looked at yet.
const none, unmeasured int32 = -1, -2

// traits are what asks have in common with others.
type traits struct {
	source, tool, window   string
	kind                   feed.AskKind
	state                  feed.AskState
	verdict                Verdict
	open, flagged, first   bool
	wasPromised, wasInTime bool // that there was a promise, and that it was kept
}

// A party is an account that asks, owes or answers.
type party crowdKey

// distinct has every value once, and knows its place.
type distinct[T comparable] struct {
	values []T
	at     map[T]uint32
}

func (l *distinct[T]) put(v T) uint32 {
	i, known := l.at[v]
	if !known {
		if l.at == nil {
			l.at = map[T]uint32{}
		}
		i = uint32(len(l.values)) //nolint:gosec // G115: there are not that many
		l.at[v], l.values = i, append(l.values, v)
	}
	return i
}

// A Subject is what asks can be chosen by.
type Subject struct {
	Source  string
	Kind    feed.AskKind
	State   feed.AskState
	Flagged bool
	// Asker and Responder are accounts, as "tool/id".
	Asker, Responder string
	Opened           time.Time
}

// Put enters an ask, in place of what was entered of it before. What was only possibly asked is not counted.
func (l *Ledger) Put(ask feed.AskEntry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	x := l.line(ask)
	if i, known := slices.BinarySearchFunc(l.lines, x, byAsk); known {
		l.lines[i] = x
		return
	}
	if l.fresh = append(l.fresh, x); len(l.fresh) >= max(fewLines, len(l.lines)/roomShare) {
		l.merge()
	}
}

func byAsk(a, b line) int { return cmp.Compare(a.ask, b.ask) }

func (l *Ledger) line(ask feed.AskEntry) line {
	t := traits{
		source: ask.Source, tool: ask.Tool, window: ask.Window, kind: ask.Kind, state: ask.State, open: ask.Open(),
		flagged: !ask.Flagged.IsZero(), first: ask.First, verdict: judge(ask, windowDue(ask), ask.Ended),
		wasPromised: !ask.Promised.IsZero(), wasInTime: !ask.Ended.After(ask.Promised),
	}
	if ask.Confidence == feed.Possible {
		t = traits{} // of no state
	}
	x := line{
		ask: hash(ask.ID), opened: ask.Opened.UnixMicro(), traits: l.traits.put(t), took: unmeasured,
		asker: l.party(ask.Tool, ask.Asker), responder: l.party(ask.Tool, ask.Responder),
	}
	var ender uint32
	if !ask.Open() {
		x.ended, ender = ask.Ended.UnixMicro(), l.party(ask.Tool, ask.EndedBy)
	}
	l.enders = entered(l.enders, x.ask, ender, !ask.Open() && ask.Responder.Group)
	l.paused = entered(l.paused, x.ask, ask.Paused, len(ask.Paused) > 0)
	return x
}

// entered is a map with a value, or without any where there is none.
func entered[T any](of map[uint64]T, id uint64, value T, is bool) map[uint64]T {
	switch {
	case !is:
		delete(of, id)
	case of == nil:
		return map[uint64]T{id: value}
	default:
		of[id] = value
	}
	return of
}

func (l *Ledger) party(tool string, a feed.Account) uint32 {
	i := l.parties.put(party{tool, a.ID, a.Group})
	if int(i) == len(l.names) {
		l.names = append(l.names, tool+"/"+a.ID)
	}
	return i
}

// Len is how many asks were entered.
func (l *Ledger) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.merge()
	return len(l.lines)
}

// IDs are ids of asks.
type IDs struct{ hashed []uint64 }

// Add adds one.
func (ids *IDs) Add(id string) { ids.hashed = append(ids.hashed, hash(id)) }

// Keep strikes out the asks that are not among these.
func (l *Ledger) Keep(ids IDs) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.merge()
	slices.Sort(ids.hashed)
	kept := func(id uint64) bool {
		_, found := slices.BinarySearch(ids.hashed, id)
		return found
	}
	l.lines = slices.DeleteFunc(l.lines, func(x line) bool { return !kept(x.ask) })
	maps.DeleteFunc(l.paused, func(id uint64, _ []feed.Pause) bool { return !kept(id) })
	maps.DeleteFunc(l.enders, func(id uint64, _ uint32) bool { return !kept(id) })
}

const (
	// fewLines is how many fresh lines are no burden.
	fewLines = 4096
	// roomShare is what share of the lines there is room for besides, at most: there are many, and append would make room for far
	// more of them.
	roomShare = 16
)

// merge puts the fresh lines among the others.
func (l *Ledger) merge() {
	if len(l.fresh) == 0 {
		return
	}
	slices.SortStableFunc(l.fresh, byAsk)
	n := 0
	for i, x := range l.fresh { // of several of one ask the last counts
		if i+1 == len(l.fresh) || l.fresh[i+1].ask != x.ask {
			l.fresh[n] = x
			n++
		}
	}
	from, to := len(l.lines)-1, len(l.lines)+n-1
	if all := to + 1; all > cap(l.lines) {
		l.lines = append(make([]line, 0, all+all/roomShare), l.lines...)
	}
	l.lines = append(l.lines, l.fresh[:n]...)
	for next := n - 1; next >= 0; to-- {
		if from >= 0 && l.lines[from].ask > l.fresh[next].ask {
			l.lines[to] = l.lines[from]
			from--
		} else {
			l.lines[to] = l.fresh[next]
			next--
		}
	}
	l.fresh = l.fresh[:0]
}

// Report counts the asks.
func (l *Ledger) Report(o Options) Result {
	if o.Agreed == nil {
		o.Agreed = &protocol.Protocol{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.merge()
	l.meet(o.Agreed)
	r := newReport(o)
	for i := range l.lines {
		x := &l.lines[i]
		t := &l.traits.values[x.traits]
		counted, earlier := r.within(t, x)
		if !counted && !earlier || !l.chosen(o, t, x) {
			continue
		}
		m := l.measure(t, x, o.Now)
		if earlier {
			r.earlier.add(t, m)
		} else {
			r.add(t, m, l.who[x.responder].teams, x.ended)
		}
	}
	return r.result()
}

// meet finds out who the parties are by what is agreed.
func (l *Ledger) meet(agreed *protocol.Protocol) {
	if l.agreed != agreed {
		l.agreed, l.crowd = agreed, newCrowd(agreed)
		before := l.who
		l.who = make([]*responder, 0, len(l.parties.values))
		l.meet(agreed)
		for i := range l.lines {
			if x := &l.lines[i]; int(x.responder) < len(before) && before[x.responder].hours != l.who[x.responder].hours {
				x.took = unmeasured
			}
		}
		return
	}
	for _, p := range l.parties.values[len(l.who):] {
		l.who = append(l.who, l.crowd.of(p.tool, feed.Account{ID: p.id, Group: p.group}))
	}
}

// chosen says whether a report is on an ask, whenever that ended.
func (l *Ledger) chosen(o Options, t *traits, x *line) bool {
	if t.state == "" || o.Of != "" && !l.own(o.Of, t, x) {
		return false
	}
	return o.Chosen == nil || o.Chosen(Subject{
		Source: t.source, Kind: t.kind, State: t.state, Flagged: t.flagged, Asker: l.names[x.asker],
		Responder: l.names[x.responder], Opened: time.UnixMicro(x.opened),
	})
}

// own says whether an ask is one person's.
func (l *Ledger) own(person string, t *traits, x *line) bool {
	if l.who[x.responder].name == person {
		return true
	}
	return t.state == feed.AskAnswered && l.parties.values[x.responder].group && l.who[l.enders[x.ask]].name == person
}

// A measure is how long an ask was held up, and how many seconds its answer took.
type measure struct {
	held time.Duration
	took int32
}

// measure tells the two, by the hours of the responder.
func (l *Ledger) measure(t *traits, x *line, now time.Time) measure {
	m := measure{took: none}
	opened, until := time.UnixMicro(x.opened), now
	if !t.open {
		until = time.UnixMicro(x.ended)
	}
	paused := pauses(opened, until, l.paused[x.ask])
	for _, p := range paused {
		m.held += p.End.Sub(p.Start)
	}
	if t.state != feed.AskAnswered {
		return m
	}
	if x.took == unmeasured {
		x.took = none
		if hours := l.who[x.responder].hours; unknown(hours) == "" {
			x.took = seconds(worked(hours, paused, opened, until))
		}
	}
	m.took = x.took
	return m
}

func seconds(d time.Duration) int32 {
	return int32(min(d/time.Second, math.MaxInt32)) //nolint:gosec // G115: it is at most that
}

// hash makes a number of an id. That two of some million asks have the same is less likely than that a disk errs.
func hash(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return h.Sum64()
}
