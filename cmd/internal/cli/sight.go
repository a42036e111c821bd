package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/store"
)

// sight is the store as whoever asks may see it: nothing of sources that are kept to groups they are not in. Everything
// that is shown is read through it, so that this is the one place that has to be right. It passes on only what is
// written here.
type sight struct{ h *host }

// hidden are the sources that the reader may not see, and their parts, sorted.
func (s sight) hidden(ctx context.Context) ([]string, error) {
	who := access.Of(ctx)
	if who.Everything && len(who.Sources) == 0 {
		return nil, nil
	}
	all, err := s.h.db.Visibility(ctx, len(who.Sources) > 0)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, src := range all {
		if !who.Sees(src) {
			names = append(names, src.Name)
		}
	}
	return names, nil
}

// narrowed is a filter that leaves out what is hidden.
func (s sight) narrowed(ctx context.Context, f feed.Filter) (feed.Filter, error) {
	hidden, err := s.hidden(ctx)
	f.Without.Sources = slices.Concat(f.Without.Sources, hidden)
	return f, err
}

// Deeds tells what was done, but to sources that are hidden.
func (s sight) Deeds(ctx context.Context, limit int) ([]feed.Deed, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, err
	}
	return s.h.db.Deeds(ctx, hidden, limit)
}

// Events implements web.Log and api.Log, as do Added, EventsAfter and Head.
func (s sight) Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.h.db.Events(ctx, f, before, limit)
}

func (s sight) Added(ctx context.Context, f feed.Filter, seq int64, limit int) ([]feed.Entry, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.h.db.Added(ctx, f, seq, limit)
}

func (s sight) EventsAfter(ctx context.Context, f feed.Filter, seq int64, limit int) (int, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return 0, err
	}
	return s.h.db.EventsAfter(ctx, f, seq, limit)
}

// Behind implements api.Log.
func (s sight) Behind(ctx context.Context, f feed.Filter, after int64, most int) ([]feed.Entry, int64, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, after, err
	}
	return s.h.db.Behind(ctx, f, after, most)
}

// Numbered implements web.Archive, as do Changed and Nearest.
func (s sight) Numbered(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.h.db.Numbered(ctx, f, from, below)
}

func (s sight) Changed(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.h.db.Changed(ctx, f, from, below)
}

func (s sight) Nearest(ctx context.Context, f feed.Filter, seq int64, up bool) (int64, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return 0, err
	}
	return s.h.db.Nearest(ctx, f, seq, up)
}

func (s sight) Head(ctx context.Context) (int64, error) { return s.h.db.Head(ctx) }

// Items lists items as store.DB does.
func (s sight) Items(ctx context.Context, f feed.Filter, before string, limit int) ([]store.ItemEntry, error) {
	f, err := s.narrowed(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.h.db.Items(ctx, f, before, limit)
}

// Item implements web.Items, as do Linked and Thread.
func (s sight) Item(ctx context.Context, source, id string) (it feed.ItemEntry, found bool, err error) {
	hidden, err := s.hidden(ctx)
	if err != nil || slices.Contains(hidden, source) {
		return it, false, err
	}
	return s.h.db.Item(ctx, source, id)
}

func (s sight) Linked(ctx context.Context, source, id string, limit int) ([]feed.ItemEntry, error) {
	hidden, err := s.hidden(ctx)
	if err != nil || slices.Contains(hidden, source) {
		return nil, err
	}
	return linked(ctx, s.h.db, hidden, source, id, limit)
}

// linked are the items that one is linked with, but for those that are hidden.
func linked(ctx context.Context, db *store.DB, hidden []string, source, id string, limit int) ([]feed.ItemEntry, error) {
	list, err := db.Linked(ctx, source, id, limit)
	return slices.DeleteFunc(list, func(it feed.ItemEntry) bool { return slices.Contains(hidden, it.Source) }), err
}

func (s sight) Thread(ctx context.Context, items []feed.ItemEntry, before int64, limit int) ([]feed.Entry, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(slices.Clone(items), func(it feed.ItemEntry) bool { return slices.Contains(hidden, it.Source) })
	return s.h.db.Thread(ctx, items, before, limit)
}

// Sources implements web.Sources, as does Rejects.
func (s sight) Sources(ctx context.Context) ([]feed.Source, error) {
	who := access.Of(ctx)
	all, err := s.h.db.Sources(ctx)
	return slices.DeleteFunc(all, func(src feed.Source) bool { return !who.Sees(src) }), err
}

func (s sight) Rejects(ctx context.Context, source string, limit int) ([]feed.RejectEntry, error) {
	hidden, err := s.hidden(ctx)
	if err != nil || slices.Contains(hidden, source) {
		return nil, err
	}
	return s.h.db.Rejects(ctx, source, limit, hidden...)
}

// Asks lists asks as store.DB does, as do Ask and AllAsks.
func (s sight) Asks(ctx context.Context, f store.AskFilter, after string, limit int) (list []feed.AskEntry, err error) {
	if f.Hidden, err = s.hidden(ctx); err != nil {
		return nil, err
	}
	return s.h.db.Asks(ctx, f, after, limit)
}

func (s sight) owed(ctx context.Context, askers []string) (owes, waits []feed.Owed, err error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s.h.db.Owed(ctx, askers, hidden)
}

func (s sight) AllAsks(ctx context.Context, f store.AskFilter, yield func(feed.AskEntry) error) (err error) {
	if f.Hidden, err = s.hidden(ctx); err != nil {
		return err
	}
	return s.h.db.AllAsks(ctx, f, yield)
}

func (s sight) Ask(ctx context.Context, id string) (feed.AskEntry, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return feed.AskEntry{}, err
	}
	ask, err := s.h.db.Ask(ctx, id)
	if err == nil && slices.Contains(hidden, ask.Source) {
		return feed.AskEntry{}, store.ErrNotFound
	}
	return ask, err
}

// decisions are what was decided. What was decided in several places is joined of those that may be seen.
func (s sight) decisions(ctx context.Context) (*joinedDecisions, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, err
	}
	r := s.h.register
	if len(hidden) > 0 {
		r = s.h.behind(hidden).register
	}
	return r.renewed(ctx, joinedFor)
}

// directory says who is who among the accounts that were seen where the reader may look.
func (s sight) directory(ctx context.Context) (*identity.Directory, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, err
	}
	if len(hidden) == 0 {
		return s.h.agreed.directory(ctx)
	}
	return s.h.behind(hidden).directory(ctx, s.h)
}

// A curtain hides some sources. It remembers what was worked out for readers who may not see those.
type curtain struct {
	hidden   []string
	register *register
	people   acquainted
}

// behind is the curtain that hides some sources: there are as many as there are sorts of readers.
func (h *host) behind(hidden []string) *curtain {
	made, _ := h.curtains.LoadOrStore(strings.Join(hidden, "\n"), &curtain{
		hidden: hidden, register: &register{db: h.db, hidden: hidden, now: h.register.now},
	})
	return made.(*curtain) //nolint:forcetypeassert // nothing else is kept there
}

// directory is worked out again when somebody new was seen or something was said of accounts.
func (c *curtain) directory(ctx context.Context, h *host) (*identity.Directory, error) {
	version, err := h.db.Acquaintance(ctx)
	if err != nil {
		return nil, err
	}
	return c.people.as(version, func() (*identity.Directory, error) {
		known := identity.Agreed(h.agreed.written)
		if known.Accounts, err = h.db.Accounts(ctx); err != nil {
			return nil, err
		}
		known.Accounts = slices.DeleteFunc(known.Accounts, func(a feed.AccountEntry) bool {
			return slices.Contains(c.hidden, a.Source)
		})
		seen := map[feed.Ref]bool{}
		for _, a := range known.Accounts {
			seen[feed.Ref{Tool: a.Tool, ID: a.ID}] = true
		}
		if known.Rulings, err = h.db.Rulings(ctx); err != nil {
			return nil, err
		}
		known.Rulings = slices.DeleteFunc(known.Rulings, func(r feed.Ruling) bool {
			return r.One.Tool != "" && !seen[r.One] || r.Other.Tool != "" && !seen[r.Other]
		})
		return identity.Resolve(known), nil
	})
}

// keptFrom are the sources that a subscriber is told nothing of.
func (h *host) keptFrom(ctx context.Context, subscriber string) ([]string, error) {
	return sight{h}.hidden(access.With(ctx, h.subscribing(subscriber)))
}

// subscribing is a subscriber as a reader: one of its groups.
func (h *host) subscribing(name string) access.Reader {
	var who access.Reader
	for _, s := range h.config.Subscribers {
		if string(s.Name) == name {
			who.Groups = s.Groups
		}
	}
	return who
}
