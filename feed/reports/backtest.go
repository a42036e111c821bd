package reports

import (
	"cmp"
	"sort"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Trial says what is tried.
type Trial struct {
	// Proposed knows who is in which team and works when.
	Proposed *protocol.Protocol
	// Unit is that in which the window is told that would have been long enough; working hours if it is empty.
	Unit Unit
	// Percent is how many of a hundred answers that window is to have in time: 90 if it is zero.
	Percent int
	// Since leaves out what was answered before. Zero leaves out nothing.
	Since time.Time
	// Now is when it is tried.
	Now time.Time
}

// A Backtest counts asks by what is proposed. Make one with [Try].
type Backtest struct {
	trial Trial
	crowd crowd
	steps []windows.Length
	all   *tried
	kinds map[string]*tried
	teams map[string]*tried
	// buckets count the answered and the open asks by the working time they took.
	buckets [len(bounds) + 1]Bucket
	fewer   int
	more    int
}

// Try begins a backtest.
func Try(t Trial) *Backtest {
	t.Unit, t.Percent = cmp.Or(t.Unit, WorkingHours), cmp.Or(t.Percent, 90)
	b := &Backtest{
		trial: t, crowd: newCrowd(t.Proposed), steps: t.Unit.Steps(), all: &tried{},
		kinds: map[string]*tried{}, teams: map[string]*tried{},
	}
	for i := range b.buckets {
		b.buckets[i].Name = bucketNames[i]
	}
	return b
}

// Add counts an ask as it is by what is agreed and as it would be by what is proposed. One of them is the zero ask where
// something is asked for only by the other. What was withdrawn or handed off is not counted.
func (b *Backtest) Add(is, would feed.AskEntry) {
	if !b.counts(would) {
		if b.counts(is) {
			b.fewer++
		}
		return
	}
	if !b.counts(is) {
		b.more++
	}
	who := b.crowd.of(would.Tool, would.Responder)
	until := lastKnown(would, b.trial.Now)
	clock, why := clockOf(would, who.hours, until)
	need := unknownNeed
	if why == "" {
		need = b.need(would.Opened, until, clock)
	}
	groups := []*tried{b.all, group(b.kinds, string(would.Kind))}
	for _, team := range lines(who.teams) {
		groups = append(groups, group(b.teams, team))
	}
	for _, g := range groups {
		g.count(would, judge(would, windowDue(would), until), need, len(b.steps))
		if b.counts(is) {
			g.agreed.add(judge(is, windowDue(is), lastKnown(is, b.trial.Now)))
		}
	}
	if why == "" && clock.Calendar != nil {
		bucketOf(b.buckets[:], clock.Elapsed(would.Opened, until)).add(would.Open())
	}
}

func (b *Backtest) counts(ask feed.AskEntry) bool {
	if ask.ID == "" || ask.Confidence == feed.Possible {
		return false
	}
	return ask.Open() || ask.State == feed.AskAnswered && !ask.Ended.Before(b.trial.Since)
}

// unknownNeed is the need of an ask of which nobody can tell.
const unknownNeed = -1

// need is the place of the shortest step by which what was asked at one instant is not late at another; behind the last step
// if there is none.
func (b *Backtest) need(opened, until time.Time, clock windows.Clock) int {
	switch {
	case clock.Calendar == nil && b.trial.Unit != ElapsedHours:
		return unknownNeed
	case b.trial.Unit == BusinessDays && len(clock.Paused) > 0: // once, and not for every step
		clock = windows.Clock{Calendar: clock.Calendar.Without(clock.Paused...)}
	}
	return sort.Search(len(b.steps), func(i int) bool {
		times, err := windows.Term{Within: b.steps[i], Warn: windows.Never}.Start(clock, opened)
		return err != nil || !until.After(times.Due)
	})
}

func group(all map[string]*tried, name string) *tried {
	if all[name] == nil {
		all[name] = &tried{}
	}
	return all[name]
}
