package cli

import (
	"bytes"
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
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// tryAgreement tries the agreement in another file.
func (h *host) tryAgreement(ctx context.Context, file string, t reports.Trial, warn io.Writer) (*reports.Backtest, error) {
	c, err := config.ReadAgreement(file, tools)
	if err != nil {
		return nil, err
	}
	kept, err := h.db.Books(ctx)
	if err != nil {
		return nil, err
	}
	books, missing, err := readBooks(c, file, kept)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		fmt.Fprintf(warn, "calendars that were not read yet, so that nobody can tell of whoever works by them: %s\n",
			strings.Join(missing, ", "))
	}
	return h.tryOn(ctx, c, books, t)
}

// tryText tries an agreement that somebody wrote into a page. No variable, no file and no address of it is read: of calendars
// only those are known that were read here before; missing are the others.
func (h *host) tryText(ctx context.Context, text []byte, t reports.Trial) (b *reports.Backtest, missing []string, err error) {
	c, err := config.ParseAgreement("the agreement", text, tools, func(string) (string, bool) { return "", false })
	if err != nil {
		return nil, nil, err
	}
	kept, err := h.db.Books(ctx)
	if err != nil {
		return nil, nil, err
	}
	books := map[string]*ics.Calendar{}
	for _, ref := range c.Books() {
		text := kept[bookName(ref)].Text
		if text == nil || !calendars.Address(ref) {
			missing = append(missing, calendars.Shown(ref))
		} else if books[ref], _, err = ics.Read(bytes.NewReader(text), c.Zones.Zone); err != nil {
			return nil, nil, fmt.Errorf("reading the calendar %s: %w", calendars.Shown(ref), err)
		}
	}
	b, err = h.tryOn(ctx, c, books, t)
	return b, missing, err
}

// tryOn derives the asks of every item anew, by what is agreed and by another agreement, and counts them. It only reads.
func (h *host) tryOn(ctx context.Context, c *config.Config, books map[string]*ics.Calendar, t reports.Trial) (*reports.Backtest, error) {
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return nil, err
	}
	proposed, err := h.among(ctx, c, books)
	if err != nil {
		return nil, err
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

// among is an agreement among the people who are known here.
func (h *host) among(ctx context.Context, c *config.Config, books map[string]*ics.Calendar) (*protocol.Protocol, error) {
	known := identity.Agreed(&c.Protocol)
	var err error
	if known.Accounts, err = h.db.Accounts(ctx); err != nil {
		return nil, fmt.Errorf("working out who is who: %w", err)
	}
	if known.Rulings, err = h.db.Rulings(ctx); err != nil {
		return nil, fmt.Errorf("working out who is who: %w", err)
	}
	open, _ := c.Open(books)
	who := identity.Resolve(known)
	return open.With(who.Person, who.Program), nil
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
		items, err := sight{h}.Items(ctx, feed.Filter{}, before, exportAtOnce)
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
		entries, err := sight{h}.Events(ctx, feed.Filter{Sources: []string{source}, Item: item}, before, exportAtOnce)
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
