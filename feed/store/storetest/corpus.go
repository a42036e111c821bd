package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// A Corpus is a made-up history: always the same for the same seed, in the proportions of a busy organisation. Sources
// are read one after the other, each from its beginning, as a first read does.
type Corpus struct {
	random *rand.Rand
	// Words are all that texts are made of, the most frequent first.
	Words  []string
	zipf   *rand.Zipf
	people *rand.Zipf
}

const (
	// CorpusSources is how many sources a corpus has.
	CorpusSources = 40
	// CorpusPage is how many events come in a page of it.
	CorpusPage   = 1000
	corpusPeople = 800
)

// CorpusEnd is when a corpus ends.
var CorpusEnd = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// NewCorpus returns the corpus of a seed.
func NewCorpus(seed uint64) *Corpus {
	c := &Corpus{random: rand.New(rand.NewPCG(seed, 1))}
	syllables := strings.Fields("ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo bra cle dri flo gru sta pre tri")
	seen := map[string]bool{}
	for len(c.Words) < 30_000 {
		n := 1 + c.random.IntN(4)
		var b strings.Builder
		for range n {
			b.WriteString(syllables[c.random.IntN(len(syllables))])
		}
		w := b.String()
		if !seen[w] {
			seen[w] = true
			c.Words = append(c.Words, w)
		}
	}
	c.zipf = rand.NewZipf(c.random, 1.15, 4, uint64(len(c.Words)-1))
	c.people = rand.NewZipf(c.random, 1.3, 6, corpusPeople-1)
	return c
}

func (c *Corpus) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(" ,.\n"[min(3, c.random.IntN(30)/27)])
			b.WriteByte(' ')
		}
		b.WriteString(c.Words[c.zipf.Uint64()])
	}
	return b.String()
}

func (c *Corpus) somebody() feed.Account {
	n := c.people.Uint64()
	if n%20 == 3 {
		return feed.Account{ID: fmt.Sprintf("robot-%d[bot]", n), Bot: true}
	}
	return feed.Account{ID: fmt.Sprintf("person-%d", n), Name: fmt.Sprintf("Person %d", n)}
}

var corpusVerbs = []feed.Verb{
	feed.Commented, feed.Commented, feed.Commented, feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested,
	feed.Requested, feed.Requested, feed.Labeled, feed.Labeled, feed.Assigned, feed.Tidied, feed.Linked, feed.Pushed,
}

// CorpusSource declares one of its sources.
func CorpusSource(i int) store.Declaration {
	tools := []string{"github", "github", "github", "jira", "trello"}
	return store.Declaration{Name: fmt.Sprintf("source-%02d", i), Tool: tools[i%len(tools)], Every: time.Minute}
}

// Pages calls f with the pages of n events in all. Small sources come with large ones.
func (c *Corpus) Pages(n int, f func(source string, page feed.Page) error) error {
	weights, total := make([]float64, CorpusSources), 0.0
	for i := range weights {
		weights[i] = 1 / math.Sqrt(float64(i+1))
		total += weights[i]
	}
	for i, w := range weights {
		count := int(float64(n) * w / total)
		if i == 0 {
			count = n
			for _, w := range weights[1:] {
				count -= int(float64(n) * w / total)
			}
		}
		if err := c.source(CorpusSource(i).Name, count, f); err != nil {
			return err
		}
	}
	return nil
}

// source is one source's part: events in the order of their time, and every item as it is at the end, with the event
// that opened it.
func (c *Corpus) source(name string, n int, f func(source string, page feed.Page) error) error {
	events, items := c.history(name, n)
	for len(events) > 0 {
		page := feed.Page{Events: events[:min(len(events), CorpusPage)]}
		events = events[len(page.Events):]
		for _, e := range page.Events {
			if e.Verb == feed.Opened {
				page.Items = append(page.Items, *items[e.Item])
			}
		}
		if err := f(name, page); err != nil {
			return err
		}
	}
	return nil
}

func (c *Corpus) history(name string, n int) (events []feed.Event, items map[string]*feed.Item) {
	const span = 730 * 24 * time.Hour
	items = map[string]*feed.Item{}
	var open []*feed.Item
	for i := range n {
		at := CorpusEnd.Add(-span + time.Duration(float64(span)*float64(i)/float64(n))).Truncate(time.Second)
		e := feed.Event{
			Key: fmt.Sprintf("event/%d", i), At: at, By: c.somebody(), URL: fmt.Sprintf("https://tool.example.com/%s/%d", name, i),
		}
		if len(open) < 60 || c.random.IntN(8) == 0 {
			e.Verb, e.Item, e.Text = feed.Opened, fmt.Sprint(i), c.text(10+c.random.IntN(80))
			it := &feed.Item{
				ID: e.Item, Kind: "issue", Key: fmt.Sprintf("acme/%s#%d", name, i), Title: c.text(4 + c.random.IntN(6)), URL: e.URL,
				State: feed.StateOpen, Author: e.By, Labels: []string{"bug"}, Created: at, Updated: at,
			}
			items[it.ID], open = it, append(open, it)
		} else {
			// Mostly what was opened lately is worked on.
			k := max(0, len(open)-1-int(math.Abs(c.random.NormFloat64())*20))
			c.act(&e, open[k])
			if e.Verb == feed.Closed {
				open = slices.Delete(open, k, k+1)
			}
		}
		events = append(events, e)
	}
	return events, items
}

// act lets something happen to an item.
func (c *Corpus) act(e *feed.Event, it *feed.Item) {
	e.Item, it.Updated = it.ID, e.At
	switch v := c.random.IntN(100); {
	case v < 12:
		e.Verb = feed.Closed
		it.State, it.Closed = feed.StateClosed, e.At
	case v < 13:
		e.Verb, e.Text = feed.Decided, c.text(20)
	default:
		e.Verb = corpusVerbs[c.random.IntN(len(corpusVerbs))]
	}
	switch e.Verb {
	case feed.Commented, feed.Reviewed:
		e.Text = c.text(int(math.Exp(2.8 + c.random.NormFloat64())))
	case feed.Requested, feed.Assigned:
		e.To = []feed.Account{c.somebody()}
	case feed.Labeled:
		e.Into = "bug"
	}
}

// Fill reads n events of a corpus into an empty database.
func Fill(ctx context.Context, db *store.DB, n int) error {
	at := CorpusEnd.Add(time.Hour)
	var sources []store.Declaration
	for i := range CorpusSources {
		sources = append(sources, CorpusSource(i))
	}
	if err := db.Declare(ctx, sources, at); err != nil {
		return err
	}
	cursors := map[string]feed.Cursor{}
	var open []feed.Item
	items := 0
	err := NewCorpus(1).Pages(n, func(source string, page feed.Page) error {
		from := items
		items += len(page.Items)
		page.Next = feed.Cursor(fmt.Sprint(len(cursors[source]), page.Events[0].Key))
		page.More = len(page.Events) == CorpusPage
		_, err := db.Commit(ctx, store.Commit{Source: source, After: cursors[source], Page: page, At: at, Due: at})
		cursors[source] = page.Next
		if source == CorpusSource(0).Name {
			open = append(open, page.Items...)
		} else if err == nil {
			err = judge(ctx, db, source, page.Items, from)
		}
		return err
	})
	if err != nil {
		return err
	}
	return await(ctx, db, open[max(0, len(open)-awaited):], at)
}

// judge has a reply have been owed on every second item, and something been decided on every sixteenth, as whoever judges the log
// would have it. The first item is the one of a number.
func judge(ctx context.Context, db *store.DB, source string, items []feed.Item, number int) error {
	asked, decided := map[string][]feed.Ask{}, map[string][]feed.Matter{}
	for i, it := range items {
		i += number
		who := feed.Account{ID: fmt.Sprintf("person-%d", i%50)}
		if i%2 == 0 {
			asked[it.ID] = []feed.Ask{{
				ID: fmt.Sprintf("%016x", i), Kind: feed.Reply, Asker: it.Author, Responder: who, Evidence: "event/" + it.ID, Opened: it.Created,
				Due: it.Created.AddDate(0, 0, 1), Window: "normal", Within: "1bd", First: true, State: feed.AskAnswered,
				Ended: it.Created.Add(time.Duration(i%40) * time.Hour), EndedBy: who,
			}}
		}
		if i%16 == 1 {
			state := []feed.DecisionState{feed.DecisionDecided, feed.DecisionDecided, feed.DecisionProposed, feed.DecisionSuggested}[i/16%4]
			decided[it.ID] = []feed.Matter{{
				ID: fmt.Sprintf("d%016x", i), Title: it.Title, State: state, Trust: feed.Explicit, Proposer: it.Author, Decider: who,
				Proposed: it.Created, Decided: it.Created.Add(time.Hour), Rationale: "It is what we can undo most easily. " + it.Title,
				Evidence: []string{"event/" + it.ID},
			}}
		}
	}
	return db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.PutDecisions(ctx, source, decided), tx.PutAsks(ctx, source, asked))
	})
}

// awaited is how many items somebody is waited for on; every tenth is flagged.
const awaited = 3000

// await has the authors of items wait for a reply on them, as whoever judges the log would have it.
func await(ctx context.Context, db *store.DB, items []feed.Item, at time.Time) error {
	asks := map[string][]feed.Ask{}
	for i, it := range items {
		a := feed.Ask{
			ID: fmt.Sprintf("%08x", i), Kind: feed.Reply, Asker: it.Author, Responder: feed.Account{ID: fmt.Sprintf("person-%d", i%50)},
			Evidence: "event/" + it.ID, Opened: it.Created, Due: at.Add(time.Duration(i) * time.Minute), Window: "normal", Within: "1bd",
			State: feed.AskOpen, Nudges: 1,
		}
		if i%10 == 0 {
			a.Due, a.Flagged = at.Add(-time.Duration(i)*time.Minute), at
		}
		asks[it.ID] = []feed.Ask{a}
	}
	_, err := db.Follow(ctx, "judge", 1, func(ctx context.Context, tx *store.Tx, _ []feed.Entry) error {
		return tx.PutAsks(ctx, CorpusSource(0).Name, asks)
	})
	return err
}
