package world

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// History is how far back the past of a new world reaches.
const History = 61 * 24 * time.Hour

// Options say which world to make.
type Options struct {
	// Seed chooses among the many lives of the team.
	Seed uint64
	// Now is the instant the history leads up to, with reviews waiting at it; fractions of a second are dropped. It must
	// be set.
	Now time.Time
	// Date says which time an act after Now bears, for a world that lives faster than the clock on the wall: then what
	// happens at three in the world is dated by the clock. It must not go backwards. Nil leaves the time of the world.
	Date func(time.Time) time.Time
	// Loom is where the team's videos are. Empty is https://www.loom.com.
	Loom string
}

// A World is the team and the log of what it did. It may be read by many goroutines while one advances it.
type World struct {
	seed   uint64
	begin  time.Time // where the history begins
	now0   time.Time // where it ends: Options.Now
	date   func(time.Time) time.Time
	loom   string
	people []Person
	byName map[string]*Person

	mu      sync.RWMutex
	now     time.Time
	log     []Act
	works   []work // works[i] has the number i+1
	agenda  agenda
	waiting queue
	orders  int
	err     error // a story that could not be planned; the world stands still
}

// A work is what the world itself must know of a piece of work: enough to close it once, and to write release notes.
type work struct {
	number                       int // in its project
	project, title, author, body string
	column                       string // where it is, in a project with columns
	open, merged, released, gone bool
}

// New makes a world and lets it live until Options.Now.
func New(o Options) (*World, error) {
	people, err := cast()
	if err != nil {
		return nil, fmt.Errorf("find the zones of the team: %w", err)
	}
	now := o.Now.UTC().Truncate(time.Second)
	w := &World{seed: o.Seed, begin: now.Add(-History), now0: now, people: people, byName: map[string]*Person{}, date: sameTime, loom: o.Loom}
	if w.loom == "" {
		w.loom = "https://www.loom.com"
	}
	for i := range w.people {
		w.byName[w.people[i].Handle] = &w.people[i]
	}
	if err := w.prepare(); err != nil {
		return nil, err
	}
	w.Advance(now)
	if o.Date != nil {
		w.date = o.Date
	}
	return w, w.Err()
}

func sameTime(at time.Time) time.Time { return at }

// People returns everybody who acts: the team, people from outside, groups, programs.
func (w *World) People() []Person { return slices.Clone(w.people) }

// Works reports whether the person with the handle is at work at t. Programs always are, groups never.
func (w *World) Works(handle string, t time.Time) bool {
	p := w.person(handle)
	return p != nil && w.atWork(p, t)
}

// Now is the instant to which the world was last advanced.
func (w *World) Now() time.Time {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.now
}

// Acts returns the acts after the first n, oldest first. The result must not be changed.
func (w *World) Acts(n int) []Act {
	w.mu.RLock()
	defer w.mu.RUnlock()
	n = min(max(n, 0), len(w.log))
	return w.log[n:len(w.log):len(w.log)]
}

// Find says which project a piece of work belongs to and which number it has there; zero for work that does not exist.
func (w *World) Find(work int) (project string, number int) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if work < 1 || work > len(w.works) {
		return "", 0
	}
	return w.works[work-1].project, w.works[work-1].number
}

// Err tells why the world stands still, if it does: a story that cannot be told.
func (w *World) Err() error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.err
}

// Advance lets the world live until t, which is dropped to whole seconds. It does nothing if t has passed already.
func (w *World) Advance(to time.Time) {
	to = to.UTC().Truncate(time.Second)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil || !to.After(w.now) {
		return
	}
	for w.agenda.day.Before(to) {
		if w.err = w.planDay(); w.err != nil {
			return
		}
	}
	for len(w.waiting) > 0 && !w.waiting[0].at.After(to) {
		w.perform(heap.Pop(&w.waiting).(planned))
	}
	w.now = to
}

// dice returns a source of chance that depends on the seed and the words only.
func (w *World) dice(words ...any) *rand.Rand {
	return rand.New(rand.NewPCG(w.seed, hashes(fmt.Sprint(words...)))) //nolint:gosec // it must be the same at every run
}

func (w *World) person(handle string) *Person { return w.byName[handle] }

func (w *World) name(handle string) string {
	if p := w.person(handle); p != nil {
		return p.Name
	}
	return handle
}

// enqueue puts planned steps in the queue.
func (w *World) enqueue(steps []planned) {
	for _, p := range steps {
		w.orders++
		p.order = w.orders
		heap.Push(&w.waiting, p)
	}
}

// A queue is a heap of planned steps, the earliest first and those of one instant in the order of their planning.
type queue []planned

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].order < q[j].order
}

// Push is for container/heap.
func (q *queue) Push(x any) { *q = append(*q, x.(planned)) }

// Pop is for container/heap.
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
