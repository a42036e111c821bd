package workflows

import (
	"context"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

const (
	// judgeAtOnce is how many entries are judged in one transaction.
	judgeAtOnce = 500
	// itemsAtOnce is how many items are held in memory with all that happened to them.
	itemsAtOnce = 100
	// remembered is of how many items a judge knows that they were judged. Whatever it forgets is judged again.
	remembered = 50_000
)

// A judge derives anew the asks and the decisions of the items that entries of the log are about. It judges an item by all that
// happened to it, and so only once in a round, however many entries tell of it. One whose transaction was given up knows too much
// and is of no use any more.
type judge struct {
	agreed *protocol.Protocol
	now    time.Time
	// until is up to which number of the log each item was judged.
	until map[store.Place]int64
}

// outcomes are the verbs by which Tick says what became of an ask. The ask is marked when it is said, and nothing else follows.
var outcomes = map[feed.Verb]bool{feed.Warned: true, feed.Flagged: true, feed.Met: true, feed.Missed: true, feed.Escalated: true}

// follow judges the items of entries.
func (j *judge) follow(ctx context.Context, tx *store.Tx, entries []feed.Entry) error {
	var places []store.Place
	met := map[store.Place]bool{}
	for _, e := range entries {
		at := store.Place{Source: e.Source, Item: e.Item}
		if e.Item == "" || met[at] || outcomes[e.Verb] || j.until[at] >= e.Changed {
			continue
		}
		met[at] = true
		places = append(places, at)
	}
	for some := range slices.Chunk(places, itemsAtOnce) {
		if err := j.items(ctx, tx, some); err != nil {
			return err
		}
	}
	return nil
}

// items judges items.
func (j *judge) items(ctx context.Context, tx *store.Tx, places []store.Place) error {
	bySource := map[string][]string{}
	var sources []string
	for _, at := range places {
		if bySource[at.Source] == nil {
			sources = append(sources, at.Source)
		}
		bySource[at.Source] = append(bySource[at.Source], at.Item)
	}
	for _, source := range sources {
		if err := j.of(ctx, tx, source, bySource[source]); err != nil {
			return err
		}
	}
	return nil
}

// of judges items of a source, and says of the asks that were answered whether they were in time. What is answered while the
// source is still being read is said by tell, at the end: what is read next may tell of an earlier answer.
func (j *judge) of(ctx context.Context, tx *store.Tx, source string, items []string) error {
	logs, err := tx.Histories(ctx, source, items)
	if err != nil {
		return err
	}
	read, err := tx.Read(ctx, source)
	if err != nil {
		return err
	}
	owed, made := map[string][]feed.Ask{}, map[string][]feed.Matter{}
	var say []feed.Event
	for id, log := range logs {
		item := log[0].On
		owed[id], made[id] = asks.Derive(item, log, j.agreed), decisions.Derive(item, log, j.agreed)
		for _, ask := range owed[id] {
			if !ask.Open() {
				events, _ := asks.Say(feed.AskEntry{Ask: ask, Tool: log[0].Tool, On: item, Read: read}, j.agreed, j.now)
				say = append(say, events...)
			}
		}
		j.remember(store.Place{Source: source, Item: id}, log)
	}
	if len(logs) == 0 {
		return nil
	}
	slices.SortFunc(say, func(a, b feed.Event) int { return a.At.Compare(b.At) })
	if _, err := tx.AppendOnce(ctx, source, say...); err != nil { // first the log, then the rows, as in a commit
		return err
	}
	if err := tx.PutDecisions(ctx, source, made); err != nil {
		return err
	}
	return tx.PutAsks(ctx, source, owed)
}

// remember keeps up to where an item was judged.
func (j *judge) remember(at store.Place, log []feed.Entry) {
	if len(j.until) >= remembered {
		clear(j.until)
	}
	last := int64(0)
	for _, e := range log {
		last = max(last, e.Changed)
	}
	j.until[at] = last
}
