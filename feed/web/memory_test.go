package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/datelinehq/dateline/feed"
)

// memory is a feed of the tests' own, read through the same interfaces as the store.
type memory struct {
	mu      sync.Mutex
	seq     int64
	items   map[string]feed.Item
	entries []feed.Entry
	sources []feed.Source
	asks    []feed.AskEntry
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

func (m *memory) open(_ context.Context, f AskFilter, limit int) ([]feed.AskEntry, error) {
	leave, err := m.enter("asks")
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []feed.AskEntry
	for _, a := range m.asks {
		who := []string{a.Tool + "/" + a.Asker.ID, a.Tool + "/" + a.Responder.ID}
		if anyOf(f.Sources, a.Source) && (anyOf(f.Accounts, who[0]) || anyOf(f.Accounts, who[1])) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b feed.AskEntry) int { return a.Due.Compare(b.Due) })
	return out[:min(limit, len(out))], nil
}

func matches(f feed.Filter, e feed.Entry) bool {
	who := anyOf(f.Accounts, e.Tool+"/"+e.By.ID)
	for _, a := range e.To {
		who = who || anyOf(f.Accounts, e.Tool+"/"+a.ID)
	}
	text := strings.ToLower(e.Text + "\n" + e.On.Title)
	return who && anyOf(f.Kinds, e.Kind) && anyOf(f.Verbs, e.Verb) && anyOf(f.Tools, e.Tool) && anyOf(f.Sources, e.Source) &&
		(f.State == "" || f.State == e.On.State) && (f.Query == "" || strings.Contains(text, strings.ToLower(f.Query))) &&
		(f.Since.IsZero() || !e.At.Before(f.Since)) && (f.Until.IsZero() || e.At.Before(f.Until))
}

// anyOf reports whether v is among the chosen, or nothing is chosen.
func anyOf[T comparable](chosen []T, v T) bool { return len(chosen) == 0 || slices.Contains(chosen, v) }
