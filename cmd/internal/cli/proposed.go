package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/reports"
)

// tryAgreement derives the asks of every item anew, by what is agreed and by the agreement in another file, and counts them.
// It only reads.
func (h *host) tryAgreement(ctx context.Context, file string, t reports.Trial, warn io.Writer) (*reports.Backtest, error) {
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return nil, err
	}
	proposed, missing, err := h.proposed(ctx, file)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		fmt.Fprintf(warn, "calendars that were not read yet, so that nobody can tell of whoever works by them: %s\n",
			strings.Join(missing, ", "))
	}
	read, err := h.lastReads(ctx)
	if err != nil {
		return nil, err
	}
	t.Proposed = proposed
	b := reports.Try(t)
	return b, h.eachHistory(ctx, t.Since, func(it feed.ItemEntry, log []feed.Entry) {
		entry := func(a feed.Ask) feed.AskEntry {
			return feed.AskEntry{Ask: a, Tool: it.Tool, On: it.Item, Read: read[it.Source]}
		}
		would := map[string]feed.AskEntry{}
		for _, a := range asks.Derive(it.Item, log, proposed) {
			would[a.ID] = entry(a)
		}
		for _, a := range asks.Derive(it.Item, log, agreed) {
			b.Add(entry(a), would[a.ID])
			delete(would, a.ID)
		}
		for _, a := range would {
			b.Add(feed.AskEntry{}, a)
		}
	})
}

// proposed is the agreement in a file, among the people who are known here and by the calendars that stand beside it or were
// read here; missing are those of which neither is true, as they may be told.
func (h *host) proposed(ctx context.Context, file string) (p *protocol.Protocol, missing []string, err error) {
	c, err := config.ReadAgreement(file, tools)
	if err != nil {
		return nil, nil, err
	}
	known := identity.Agreed(&c.Protocol)
	if known.Accounts, err = h.db.Accounts(ctx); err != nil {
		return nil, nil, fmt.Errorf("working out who is who: %w", err)
	}
	if known.Rulings, err = h.db.Rulings(ctx); err != nil {
		return nil, nil, fmt.Errorf("working out who is who: %w", err)
	}
	kept, err := h.db.Books(ctx)
	if err != nil {
		return nil, nil, err
	}
	books, missing, err := readBooks(c, file, kept)
	if err != nil {
		return nil, nil, err
	}
	open, _ := c.Open(books)
	who := identity.Resolve(known)
	return open.With(who.Person, who.Program), missing, nil
}

// lastReads are when each source was last read successfully.
func (h *host) lastReads(ctx context.Context) (map[string]time.Time, error) {
	sources, err := h.db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	read := map[string]time.Time{}
	for _, s := range sources {
		read[s.Name] = s.Success
	}
	return read, nil
}

// eachHistory gives every item, with everything that happened to it, to the function; but for those that were closed before
// an instant and can have been answered only before.
func (h *host) eachHistory(ctx context.Context, since time.Time, do func(feed.ItemEntry, []feed.Entry)) error {
	for before := ""; ; {
		items, err := h.db.Items(ctx, feed.Filter{}, before, exportAtOnce)
		if err != nil || len(items) == 0 {
			return err
		}
		for _, it := range items {
			if it.State == feed.StateClosed && !it.Closed.IsZero() && it.Closed.Before(since) {
				continue
			}
			log, err := h.history(ctx, it.Source, it.ID)
			if err != nil {
				return err
			}
			do(it.ItemEntry, log)
		}
		before = items[len(items)-1].Next
	}
}

// history is everything that happened to an item, newest first.
func (h *host) history(ctx context.Context, source, item string) (log []feed.Entry, err error) {
	for before := int64(0); ; {
		entries, err := h.db.Events(ctx, feed.Filter{Sources: []string{source}, Item: item}, before, exportAtOnce)
		if err != nil || len(entries) == 0 {
			return log, err
		}
		for _, e := range entries {
			if e.Source == source { // and not a part of it
				log = append(log, e)
			}
		}
		before = entries[len(entries)-1].Pos
	}
}
