package reports

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// A Ledger keeps of asks what reports count, a few numbers of each, so that one report after another is made without the asks
// being read again. The zero Ledger is empty. Many goroutines may use it.
//
// It should have all asks, also those that ended before a report begins: else a later one between two on an item is taken for
// the first.
type Ledger struct {
	mu    sync.Mutex
	lines []line
	// at is where the line of an ask is, by its hashed id.
	at      map[uint64]int
	traits  map[traits]*traits
	parties map[crowdKey]*party
	// firsts are, by who waited for whom on which item, the lines of the asks that were the first there. So many lines are in it.
	firsts map[uint64]int
	placed int
	crowd  crowd
}

// A line is an ask.
type line struct {
	ask, item uint64 // hashed
	*traits
	asker, responder, ender *party
	// In microseconds since 1970.
	opened, ended int64
	paused        []feed.Pause
	// took is how long the answer took by the hours in measured, which are nil before that was measured.
	measured *calendars.Calendar
	took     int32
}

// traits are what asks have in common with others.
type traits struct {
	source, tool, window   string
	kind                   feed.AskKind
	state                  feed.AskState
	verdict                Verdict
	open, flagged          bool
	wasPromised, wasInTime bool // that there was a promise, and that it was kept
}

// A party is an account with whoever is behind it, by what is agreed now.
type party struct {
	crowdKey
	name string // as filters call it: tool/id
	who  *responder
	hash uint64
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

// none is the time of an ask that has none that counts.
const none int32 = -1

// Put enters an ask, in place of what was entered of it before. What was only possibly asked is not counted.
func (l *Ledger) Put(ask feed.AskEntry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at == nil {
		l.at, l.traits, l.parties = map[uint64]int{}, map[traits]*traits{}, map[crowdKey]*party{}
	}
	id := hash(ask.ID)
	i, known := l.at[id]
	if ask.Confidence == feed.Possible {
		if known {
			l.strike(i)
		}
		return
	}
	x := l.line(id, ask)
	if !known {
		l.at[id], l.lines = len(l.lines), append(l.lines, x)
		return
	}
	if old := l.lines[i]; old.item != x.item || old.asker != x.asker || old.responder != x.responder || old.opened != x.opened {
		l.firsts = nil
	}
	l.lines[i] = x
}

func (l *Ledger) line(id uint64, ask feed.AskEntry) line {
	t := traits{
		source: ask.Source, tool: ask.Tool, window: ask.Window, kind: ask.Kind, state: ask.State, open: ask.Open(),
		flagged: !ask.Flagged.IsZero(), verdict: judge(ask, windowDue(ask), ask.Ended),
		wasPromised: !ask.Promised.IsZero(), wasInTime: !ask.Ended.After(ask.Promised),
	}
	shared := l.traits[t]
	if shared == nil {
		shared = &t
		l.traits[t] = shared
	}
	x := line{
		ask: id, item: hash(ask.Source, ask.Item), traits: shared,
		asker: l.party(ask.Tool, ask.Asker), responder: l.party(ask.Tool, ask.Responder),
		opened: ask.Opened.UnixMicro(), paused: ask.Paused,
	}
	if !ask.Open() {
		x.ended, x.ender = ask.Ended.UnixMicro(), l.party(ask.Tool, ask.EndedBy)
	}
	return x
}

func (l *Ledger) party(tool string, a feed.Account) *party {
	key := crowdKey{tool, a.ID, a.Group}
	p := l.parties[key]
	if p == nil {
		p = &party{crowdKey: key, name: tool + "/" + a.ID}
		l.parties[key] = p
	}
	return p
}

// Keep strikes out the asks that are not among these ids.
func (l *Ledger) Keep(ids []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := make(map[uint64]bool, len(ids))
	for _, id := range ids {
		kept[hash(id)] = true
	}
	for i, x := range slices.Backward(l.lines) {
		if !kept[x.ask] {
			l.strike(i)
		}
	}
}

// strike takes a line out, and puts the last one in its place.
func (l *Ledger) strike(i int) {
	last := len(l.lines) - 1
	delete(l.at, l.lines[i].ask)
	if i < last {
		l.lines[i] = l.lines[last]
		l.at[l.lines[i].ask] = i
	}
	l.lines[last] = line{}
	l.lines, l.firsts = l.lines[:last], nil
}

// Report counts the asks.
func (l *Ledger) Report(o Options) Result {
	if o.Agreed == nil {
		o.Agreed = &protocol.Protocol{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settle(o.Agreed)
	r := newReport(o)
	for i := range l.lines {
		x := &l.lines[i]
		counted, earlier := r.counts(x)
		switch {
		case counted:
			r.add(x, l.firsts[x.pair()] == i)
		case earlier:
			r.earlier.add(x.traits, x.measure(o.Now))
		}
	}
	return r.result()
}

// settle finds out who is who by what is agreed, and which asks were the first.
func (l *Ledger) settle(agreed *protocol.Protocol) {
	if l.crowd.agreed != agreed {
		l.crowd, l.firsts = newCrowd(agreed), nil
		for _, p := range l.parties {
			p.who = nil
		}
	}
	if l.firsts == nil {
		l.firsts, l.placed = make(map[uint64]int, len(l.lines)), 0
	}
	for ; l.placed < len(l.lines); l.placed++ {
		x := &l.lines[l.placed]
		for _, p := range []*party{x.asker, x.responder, x.ender} {
			if p != nil && p.who == nil {
				p.who = l.crowd.of(p.tool, feed.Account{ID: p.id, Group: p.group})
				p.hash = hash(p.who.name)
			}
		}
		key := x.pair()
		if first, seen := l.firsts[key]; !seen || x.before(&l.lines[first]) {
			l.firsts[key] = l.placed
		}
	}
}

// pair names who waits for whom on which item.
func (x *line) pair() uint64 { return (x.item*31+x.asker.hash)*31 + x.responder.hash }

func (x *line) before(y *line) bool {
	return cmp.Or(cmp.Compare(x.opened, y.opened), cmp.Compare(x.ask, y.ask)) < 0
}

func (x *line) subject() Subject {
	return Subject{
		Source: x.source, Kind: x.kind, State: x.state, Flagged: x.flagged, Asker: x.asker.name, Responder: x.responder.name,
		Opened: time.UnixMicro(x.opened),
	}
}

// A measure is how long an ask was held up, and how many seconds its answer took.
type measure struct {
	held time.Duration
	took int32
}

// measure tells the two, by the hours of the responder.
func (x *line) measure(now time.Time) measure {
	m := measure{took: none}
	opened, until := time.UnixMicro(x.opened), now
	if !x.open {
		until = time.UnixMicro(x.ended)
	}
	paused := pauses(opened, until, x.paused)
	for _, p := range paused {
		m.held += p.End.Sub(p.Start)
	}
	hours := x.responder.who.hours
	if x.state != feed.AskAnswered || unknown(hours) != "" {
		return m
	}
	if x.measured != hours {
		x.measured, x.took = hours, seconds(worked(hours, paused, opened, until))
	}
	m.took = x.took
	return m
}

func seconds(d time.Duration) int32 {
	return int32(min(d/time.Second, math.MaxInt32)) //nolint:gosec // G115: it is at most that
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
