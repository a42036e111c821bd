package store_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// A corpus is a made-up history: always the same for the same seed, in the proportions of a busy organisation. Sources
// are read one after the other, each from its beginning, as a first read does.
type corpus struct {
	random *rand.Rand
	words  []string
	zipf   *rand.Zipf
	people *rand.Zipf
}

const (
	corpusSources = 40
	corpusPeople  = 800
	corpusPage    = 1000
)

var corpusEnd = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func newCorpus(seed uint64) *corpus {
	c := &corpus{random: rand.New(rand.NewPCG(seed, 1))}
	syllables := strings.Fields("ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo bra cle dri flo gru sta pre tri")
	seen := map[string]bool{}
	for len(c.words) < 30_000 {
		n := 1 + c.random.IntN(4)
		w := ""
		for range n {
			w += syllables[c.random.IntN(len(syllables))]
		}
		if !seen[w] {
			seen[w] = true
			c.words = append(c.words, w)
		}
	}
	c.zipf = rand.NewZipf(c.random, 1.15, 4, uint64(len(c.words)-1))
	c.people = rand.NewZipf(c.random, 1.3, 6, corpusPeople-1)
	return c
}

func (c *corpus) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(" ,.\n"[min(3, c.random.IntN(30)/27)])
			b.WriteByte(' ')
		}
		b.WriteString(c.words[c.zipf.Uint64()])
	}
	return b.String()
}

func (c *corpus) somebody() feed.Account {
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

func corpusSource(i int) store.Declaration {
	tools := []string{"github", "github", "github", "jira", "trello"}
	return store.Declaration{Name: fmt.Sprintf("source-%02d", i), Tool: tools[i%len(tools)], Every: time.Minute}
}

// pages calls f with the pages of n events in all. Small sources come with large ones.
func (c *corpus) pages(n int, f func(source string, page feed.Page) error) error {
	weights, total := make([]float64, corpusSources), 0.0
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
		if err := c.source(corpusSource(i).Name, count, f); err != nil {
			return err
		}
	}
	return nil
}

// source is one source's part: events in the order of their time, and every item as it is at the end, with the event
// that opened it.
func (c *corpus) source(name string, n int, f func(source string, page feed.Page) error) error {
	events, items := c.history(name, n)
	for len(events) > 0 {
		page := feed.Page{Events: events[:min(len(events), corpusPage)]}
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

func (c *corpus) history(name string, n int) (events []feed.Event, items map[string]*feed.Item) {
	const span = 730 * 24 * time.Hour
	items = map[string]*feed.Item{}
	var open []*feed.Item
	for i := range n {
		at := corpusEnd.Add(-span + time.Duration(float64(span)*float64(i)/float64(n))).Truncate(time.Second)
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
func (c *corpus) act(e *feed.Event, it *feed.Item) {
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
