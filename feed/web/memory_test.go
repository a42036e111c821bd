package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/identity"
)

// memory is a feed of the tests' own, read through the same interfaces as the store.
type memory struct {
	mu      sync.Mutex
	seq     int64
	items   map[string]feed.Item
	entries []feed.Entry
	sources []feed.Source
	asks    []feed.AskEntry
	rejects []feed.RejectEntry
	// links are the items that are linked with one, both as source/id. known is what is known of people.
	links map[string][]string
	known identity.Known
	// gone is the item that its tool no longer has.
	gone     string
	warnings []string
	// decided are the decisions, said is what was said on the pages.
	decided []feed.DecisionEntry
	said    []feed.Entry
	// looks are those of readers by reader and view, made are the marks they made.
	// editions are the last ones of each name.
	editions map[string]feed.Edition
	looks    map[string]feed.Look
	made     map[string][]feed.Mark
	// views are the saved filters.
	views []feed.View
	// told are the subscribers.
	told *audience
	// digests are who gets one.
	digests []Mailing
	// deeds are what was done.
	deeds []feed.Deed
	// orders is what was ordered of sources.
	orders []string
	// written is what the team agreed on, where it is not what teams usually do.
	written string
	// shown is what is known of videos.
	shown map[string]feed.Preview
	// mailing is who gets digests.
	mailing *Subscription
	// reads counts what was asked of it, broken makes everything fail.
	reads  map[string]int
	broken bool
}

func (m *memory) enter(what string) (leave func(), err error) {
	m.mu.Lock()
	if m.reads == nil {
		m.reads = map[string]int{}
	}
	m.reads[what]++
	if m.broken {
		m.mu.Unlock()
		return nil, errors.New("the disk is on fire")
	}
	return m.mu.Unlock, nil
}

func (m *memory) Events(_ context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error) {
	leave, err := m.enter("events")
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []feed.Entry
	for _, e := range m.entries {
		if matches(f, e) && (before == 0 || e.Pos < before) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b feed.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) EventsAfter(_ context.Context, f feed.Filter, seq int64, limit int) (int, error) {
	leave, err := m.enter("after")
	if err != nil {
		return 0, err
	}
	defer leave()
	n := 0
	for _, e := range m.entries {
		if e.Seq > seq && matches(f, e) && n < limit {
			n++
		}
	}
	return n, nil
}

func (m *memory) Head(context.Context) (int64, error) {
	leave, err := m.enter("head")
	if err != nil {
		return 0, err
	}
	defer leave()
	return m.seq, nil
}

func (m *memory) Sources(context.Context) ([]feed.Source, error) {
	leave, err := m.enter("sources")
	if err != nil {
		return nil, err
	}
	defer leave()
	return slices.Clone(m.sources), nil
}

func (m *memory) list(_ context.Context, f AskFilter, limit int) ([]feed.AskEntry, error) {
	leave, err := m.enter("asks")
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []feed.AskEntry
	for _, a := range m.asks {
		who := []string{a.Tool + "/" + a.Asker.ID, a.Tool + "/" + a.Responder.ID}
		if (f.Item == "" || f.Item == a.Item) && (f.Ended || a.Open()) && (!f.Flagged || !a.Flagged.IsZero()) &&
			(f.EndedSince.IsZero() || !a.Open() && !a.Ended.Before(f.EndedSince)) &&
			anyOf(f.Kinds, a.Kind) && anyOf(f.Sources, a.Source) && (anyOf(f.Accounts, who[0]) || anyOf(f.Accounts, who[1])) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b feed.AskEntry) int { return a.Due.Compare(b.Due) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) owed(_ context.Context, askers []string) (owes, waits []feed.Owed, err error) {
	leave, err := m.enter("owed")
	if err != nil {
		return nil, nil, err
	}
	defer leave()
	for _, a := range m.asks {
		if !a.Open() || a.Confidence == feed.Possible {
			continue
		}
		flagged := 0
		if !a.Flagged.IsZero() {
			flagged = 1
		}
		owes = append(owes, feed.Owed{Tool: a.Tool, Account: a.Responder, Asks: 1, Flagged: flagged})
		if slices.Contains(askers, a.Tool+"/"+a.Asker.ID) {
			waits = append(waits, feed.Owed{Tool: a.Tool, Account: a.Asker, Asks: 1, Flagged: flagged})
		}
	}
	return owes, waits, nil
}

func (m *memory) Rejects(_ context.Context, source string, limit int) ([]feed.RejectEntry, error) {
	leave, err := m.enter("rejects")
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []feed.RejectEntry
	for _, r := range m.rejects {
		if source == "" || r.Source == source {
			out = append(out, r)
		}
	}
	return out[:min(limit, len(out))], nil
}

func (m *memory) Item(_ context.Context, source, id string) (feed.ItemEntry, bool, error) {
	leave, err := m.enter("item")
	if err != nil {
		return feed.ItemEntry{}, false, err
	}
	defer leave()
	it, found := m.entry(source + "/" + id)
	return it, found, nil
}

func (m *memory) entry(name string) (feed.ItemEntry, bool) {
	it, found := m.items[name]
	source, _, _ := strings.Cut(name, "/")
	tool := "github"
	if i := slices.IndexFunc(m.sources, func(s feed.Source) bool { return s.Name == source }); i >= 0 {
		tool = m.sources[i].Tool
	}
	return feed.ItemEntry{Item: it, Source: source, Tool: tool, Gone: name == m.gone}, found
}

func (m *memory) Linked(_ context.Context, source, id string, limit int) (out []feed.ItemEntry, err error) {
	leave, err := m.enter("linked")
	if err != nil {
		return nil, err
	}
	defer leave()
	for _, name := range m.links[source+"/"+id] {
		it, _ := m.entry(name)
		out = append(out, it)
	}
	return out[:min(limit, len(out))], nil
}

func (m *memory) Thread(_ context.Context, items []feed.ItemEntry, before int64, limit int) (out []feed.Entry, err error) {
	leave, err := m.enter("thread")
	if err != nil {
		return nil, err
	}
	defer leave()
	for _, e := range m.entries {
		about := func(it feed.ItemEntry) bool { return it.Source == e.Source && it.ID == e.Item }
		if slices.ContainsFunc(items, about) && (before == 0 || e.Pos < before) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b feed.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) who(context.Context) (*identity.Directory, error) {
	leave, err := m.enter("people")
	if err != nil {
		return nil, err
	}
	defer leave()
	return identity.Resolve(m.known), nil
}

func (m *memory) rule(_ context.Context, said feed.Ruling) error {
	leave, err := m.enter("rule")
	if err != nil {
		return err
	}
	defer leave()
	said.Seq = int64(len(m.known.Rulings) + 1)
	m.known.Rulings = append(m.known.Rulings, said)
	return nil
}

func matches(f feed.Filter, e feed.Entry) bool {
	who := anyOf(f.Accounts, e.Tool+"/"+e.By.ID)
	for _, a := range e.To {
		who = who || anyOf(f.Accounts, e.Tool+"/"+a.ID)
	}
	text := strings.ToLower(e.Text + "\n" + e.On.Title)
	w := f.Without
	return !slices.Contains(w.Kinds, e.Kind) && !slices.Contains(w.Tools, e.Tool) && !slices.Contains(w.Sources, e.Source) &&
		!slices.Contains(w.Verbs, e.Verb) && e.Seq > f.After &&
		who && anyOf(f.Kinds, e.Kind) && anyOf(f.Verbs, e.Verb) && anyOf(f.Tools, e.Tool) && anyOf(f.Sources, e.Source) &&
		(f.State == "" || f.State == e.On.State) && (f.Query == "" || strings.Contains(text, strings.ToLower(f.Query))) &&
		(f.Since.IsZero() || !e.At.Before(f.Since)) && (f.Until.IsZero() || e.At.Before(f.Until))
}

// anyOf reports whether v is among the chosen, or nothing is chosen.
func anyOf[T comparable](chosen []T, v T) bool { return len(chosen) == 0 || slices.Contains(chosen, v) }

func (m *memory) warn(context.Context) ([]string, error) { return m.warnings, nil }

// receipt explains the first ask by a day of elapsed time, and no other.
func (m *memory) receipt(_ context.Context, id string) (receipt.Receipt, bool, error) {
	if len(m.asks) == 0 || id != m.asks[0].ID {
		return receipt.Receipt{}, false, nil
	}
	a := m.asks[0]
	a.After, a.Spent = "ask/api/208", 2*time.Hour
	a.Paused = []feed.Pause{{From: a.Opened.Add(time.Hour), Until: a.Opened.Add(2 * time.Hour), Why: "draft <b>"}}
	said := &feed.Entry{Event: feed.Event{At: a.Opened, By: a.Asker, Verb: feed.Commented, Text: "<script>alert(1)</script>", URL: "javascript:alert(1)"}}
	return receipt.Explain(receipt.Input{Ask: a, Evidence: said, Now: noon}), true, nil
}

func (m *memory) Views(context.Context) ([]feed.View, error) {
	leave, err := m.enter("views")
	if err != nil {
		return nil, err
	}
	defer leave()
	return slices.Clone(m.views), nil
}

func (m *memory) SaveView(_ context.Context, v feed.View) error {
	leave, err := m.enter("save")
	if err != nil {
		return err
	}
	defer leave()
	m.views = append(slices.DeleteFunc(m.views, func(o feed.View) bool { return o.Name == v.Name }), v)
	return nil
}

func (m *memory) DropView(_ context.Context, name string) error {
	leave, err := m.enter("drop")
	if err != nil {
		return err
	}
	defer leave()
	m.views = slices.DeleteFunc(m.views, func(o feed.View) bool { return o.Name == name })
	return nil
}
