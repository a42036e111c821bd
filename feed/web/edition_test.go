package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Edition dates editions as the store does.
func (m *memory) Edition(_ context.Context, e feed.Edition, now time.Time) (feed.Edition, error) {
	leave, err := m.enter("edition")
	if err != nil {
		return e, err
	}
	defer leave()
	e.Version, e.Head = fmt.Sprintf("%d.%s", m.seq, e.Of), m.seq
	if m.editions == nil {
		m.editions = map[string]feed.Edition{}
	}
	dated, known := m.editions[e.Name]
	if known && dated.Version == e.Version {
		return dated, nil
	}
	e.Since = now.UTC().Truncate(time.Second)
	if known && !e.Since.After(dated.Since) {
		e.Since = dated.Since.Add(time.Second)
	}
	m.editions[e.Name] = e
	return e, nil
}

func (m *memory) Numbered(_ context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	return m.numbered("numbered", func(e feed.Entry) bool { return e.Seq >= from && e.Seq < below && matches(f, e) })
}

func (m *memory) Changed(_ context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	return m.numbered("changed", func(e feed.Entry) bool { return e.Changed >= from && e.Changed < below && matches(f, e) })
}

func (m *memory) numbered(what string, chosen func(feed.Entry) bool) (out []feed.Entry, err error) {
	leave, err := m.enter(what)
	if err != nil {
		return nil, err
	}
	defer leave()
	for _, e := range m.entries {
		if chosen(e) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b feed.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
	return out, nil
}

func (m *memory) Nearest(_ context.Context, f feed.Filter, seq int64, up bool) (n int64, err error) {
	leave, err := m.enter("nearest")
	if err != nil {
		return 0, err
	}
	defer leave()
	for _, e := range m.entries {
		switch {
		case !matches(f, e):
		case up && e.Seq >= seq && (n == 0 || e.Seq < n), !up && e.Seq < seq && e.Seq > n:
			n = e.Seq
		}
	}
	return n, nil
}
