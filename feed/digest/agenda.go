package digest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

const (
	// restsLong is for how long an item may be paused until that is told.
	restsLong = 7 * 24 * time.Hour
	// backAndForth is how often the turn changes between two people on one item until it is told.
	backAndForth = 4
	// patience is how long an ask is open until it counts that nobody answered it.
	patience = 24 * time.Hour
	// ahead is how far it is looked for a time in which both of two people work, and shortCall how long that is at least.
	ahead     = 5 * 24 * time.Hour
	shortCall = 30 * time.Minute
)

type (
	// An Agenda is what a team should talk about when it meets.
	Agenda struct {
		// Stuck waits for too long or rests for too long, Threads went back and forth, Unheard are those whose asks no person
		// answered. More of each are on the pages.
		Stuck   []Stuck
		Threads []Thread
		Unheard []Unheard
		// MoreStuck counts what is not told.
		MoreStuck int
	}
	// A Stuck is an item that does not move, and why.
	Stuck struct {
		On  Item
		Why string
		// URL explains an ask; it is empty where the item rests.
		URL string
	}
	// A Thread is an item on which two people went back and forth.
	Thread struct {
		On      Item
		Between string
		Turns   int
		// Together is when both work, next; empty where that is not known.
		Together string
	}
	// An Unheard is somebody whose asks no person answered.
	Unheard struct {
		Who  string
		Asks int
		// Oldest is what was asked first, since Since.
		Oldest Item
		Since  string
	}
)

// Empty reports whether there is nothing to talk about.
func (a *Agenda) Empty() bool { return len(a.Stuck)+len(a.Threads)+len(a.Unheard) == 0 }

func (t *teller) agenda() *Agenda {
	a := &Agenda{Stuck: t.stuck(), Threads: t.threads(), Unheard: t.unheard()}
	a.MoreStuck = max(len(a.Stuck)-mostAgenda, 0)
	a.Stuck = a.Stuck[:len(a.Stuck)-a.MoreStuck]
	a.Threads = a.Threads[:min(len(a.Threads), mostAgenda)]
	a.Unheard = a.Unheard[:min(len(a.Unheard), mostAgenda)]
	return a
}

// stuck are the asks past their windows, those that are late for longest first, and then what rests for long.
func (t *teller) stuck() (list []Stuck) {
	var late []feed.AskEntry
	for _, a := range t.Open {
		if !a.Flagged.IsZero() && a.State != feed.AskPaused && a.Confidence != feed.Possible {
			late = append(late, a)
		}
	}
	slices.SortStableFunc(late, func(a, b feed.AskEntry) int { return a.Due.Compare(b.Due) })
	for _, a := range late {
		w := t.wait(a, true)
		list = append(list, Stuck{
			On: w.On, URL: w.URL,
			Why: t.called(a.Tool, a.Responder) + " owes " + t.called(a.Tool, a.Asker) + " " + a.Kind.Owed() + ", " + w.When,
		})
	}
	for _, e := range slices.Backward(t.resting()) {
		list = append(list, Stuck{On: t.item(e.Source, e.Item, e.On), Why: "paused by " + t.called(e.Tool, e.By) + " since " + t.instant(e.At)})
	}
	return list
}

// resting are the pauses that go on for long, newest first: of each item the newest word counts.
func (t *teller) resting() (rests []feed.Entry) {
	seen := map[[2]string]bool{}
	for _, e := range t.Rests {
		at := [2]string{e.Source, e.Item}
		if seen[at] {
			continue
		}
		seen[at] = true
		if e.Verb == feed.Paused && t.Now.Sub(e.At) >= restsLong && e.On.State != feed.StateClosed {
			rests = append(rests, e)
		}
	}
	return rests
}

// talk are the verbs by which somebody takes a turn.
var talk = map[feed.Verb]bool{
	feed.Commented: true, feed.Reviewed: true, feed.ChangesRequested: true, feed.Approved: true,
}

// threads are the items on which the turn changed often between the same two people, the busiest first.
func (t *teller) threads() (list []Thread) {
	type pair struct{ source, item, one, other string }
	last, turns, on := map[[2]string]string{}, map[pair]int{}, map[pair]feed.Item{}
	var order []pair
	for _, e := range slices.Backward(t.Entries) {
		if !talk[e.Verb] || e.Gone || e.By.Bot || e.By.ID == "" || t.Agreed.Bot(e.Tool, e.By.ID) {
			continue
		}
		at, who := [2]string{e.Source, e.Item}, t.called(e.Tool, e.By)
		if before := last[at]; before != "" && before != who {
			p := pair{e.Source, e.Item, min(before, who), max(before, who)}
			if turns[p] == 0 {
				order = append(order, p)
			}
			turns[p]++
			on[p] = e.On
		}
		last[at] = who
	}
	for _, p := range order {
		if turns[p] >= backAndForth {
			list = append(list, Thread{
				On: t.item(p.source, p.item, on[p]), Between: wording.And(p.one, p.other), Turns: turns[p], Together: t.together(p.one, p.other),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b Thread) int { return cmp.Compare(b.Turns, a.Turns) })
	return list
}

// together is when two people both work, next, by the clock of whoever reads it.
func (t *teller) together(one, other string) string {
	a, b := t.Agreed.HoursOf(one), t.Agreed.HoursOf(other)
	if a == nil || b == nil {
		return ""
	}
	for _, span := range windows.Shared(t.Now, t.Now.Add(ahead), a.Calendar, b.Calendar) {
		if span.End.Sub(span.Start) >= shortCall {
			return t.instant(span.Start) + "–" + span.End.In(t.zone).Format("15:04")
		}
	}
	return ""
}

// unheard are those who asked before the last day of the period, whom no person answered since it began, and who still wait: those
// who wait for longest first.
func (t *teller) unheard() (list []Unheard) {
	heard := map[string]bool{}
	for _, a := range t.Ended {
		if a.State == feed.AskAnswered && !a.Ended.Before(t.Period.From) {
			heard[t.called(a.Tool, a.Asker)] = true
		}
	}
	oldest, count := map[string]feed.AskEntry{}, map[string]int{}
	var order []string
	for _, a := range t.Open {
		who := t.called(a.Tool, a.Asker)
		machine := a.Asker.Bot || a.Asker.Group || a.Asker.ID == "" || t.Agreed.Bot(a.Tool, a.Asker.ID)
		if machine || heard[who] || a.Confidence == feed.Possible || t.Period.Until.Sub(a.Opened) < patience {
			continue
		}
		if count[who]++; count[who] == 1 {
			order = append(order, who)
		}
		if first, ok := oldest[who]; !ok || a.Opened.Before(first.Opened) {
			oldest[who] = a
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return oldest[a].Opened.Compare(oldest[b].Opened) })
	for _, who := range order {
		a := oldest[who]
		list = append(list, Unheard{Who: who, Asks: count[who], Oldest: t.item(a.Source, a.Item, a.On), Since: t.instant(a.Opened)})
	}
	return list
}

// Told says what went on in the thread.
func (t Thread) Told() string {
	told := fmt.Sprintf("%s took turns %d times; a short call or a Loom may be quicker", t.Between, t.Turns)
	if t.Together != "" {
		told += ". Both work " + t.Together
	}
	return told
}

// Told says who was not answered.
func (u Unheard) Told() string {
	return fmt.Sprintf("%s asked %s, and no person answered this week. The oldest, of %s:", u.Who, plural(u.Asks, "time", "times"), u.Since)
}
