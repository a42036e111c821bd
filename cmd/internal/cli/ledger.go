package cli

import (
	"context"
	"slices"
	"sync"

	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

// A ledger has the asks of the store as reports count them. They are read once, and then again as they change.
type ledger struct {
	mu   sync.Mutex
	asks reports.Ledger
	at   store.AsksState
}

// now is the ledger as the store has the asks.
func (l *ledger) now(ctx context.Context, db *store.DB) (*reports.Ledger, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	state, err := db.AsksState(ctx)
	if err != nil || state == l.at {
		return &l.asks, err
	}
	if state.Changed != l.at.Changed {
		if err := db.AsksSince(ctx, l.at.Changed, l.asks.Put); err != nil {
			return nil, err
		}
	}
	if state.Taken != l.at.Taken {
		if err := l.strike(ctx, db); err != nil {
			return nil, err
		}
	}
	l.at = state
	return &l.asks, nil
}

// strike strikes out what the store no longer has. Whatever it has is in the ledger.
func (l *ledger) strike(ctx context.Context, db *store.DB) error {
	if n, err := db.CountAsks(ctx); err != nil || n == l.asks.Len() {
		return err
	}
	var ids reports.IDs
	if err := db.AskIDs(ctx, ids.Add); err != nil {
		return err
	}
	l.asks.Keep(ids)
	return nil
}

// report counts the asks that are chosen and not hidden from the reader, by what is agreed now.
func (h *host) report(ctx context.Context, on reports.Options, filter store.AskFilter) (reports.Result, error) {
	var err error
	if on.Agreed, err = h.agreed.now(ctx); err != nil {
		return reports.Result{}, err
	}
	if on.Chosen, err = h.choosing(ctx, filter); err != nil {
		return reports.Result{}, err
	}
	asks, err := h.ledger.now(ctx, h.db)
	if err != nil {
		return reports.Result{}, err
	}
	on.Now = h.now()
	return asks.Report(on), nil
}

// choosing is what the filter of a report says of an ask: those fields of it that reports have.
func (h *host) choosing(ctx context.Context, f store.AskFilter) (func(reports.Subject) bool, error) {
	hidden, err := sight{h}.hidden(ctx)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	if len(f.Sources) > 0 {
		all, err := h.db.Visibility(ctx, true)
		if err != nil {
			return nil, err
		}
		for _, src := range all {
			named[src.Name] = slices.Contains(f.Sources, src.Name) || slices.Contains(f.Sources, src.Parent)
		}
	}
	chosen, without := set(f.Accounts), set(f.Without)
	among := func(accounts map[string]bool, s reports.Subject) bool {
		return accounts[s.Responder] || accounts[s.Asker]
	}
	return func(s reports.Subject) bool {
		return !slices.Contains(hidden, s.Source) && (len(f.Sources) == 0 || named[s.Source]) &&
			(len(f.Accounts) == 0 || among(chosen, s)) && !among(without, s) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, s.Kind)) && (len(f.States) == 0 || slices.Contains(f.States, s.State)) &&
			(!f.Flagged || s.Flagged) && !s.Opened.Before(f.Since) && (f.Until.IsZero() || s.Opened.Before(f.Until))
	}, nil
}

func set(list []string) map[string]bool {
	s := make(map[string]bool, len(list))
	for _, v := range list {
		s[v] = true
	}
	return s
}
