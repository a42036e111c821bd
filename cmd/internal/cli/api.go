package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

// api answers programs, reached at an address.
func (h *host) api(ctx context.Context, public string) (*api.Programs, error) {
	seen := sight{h}
	return api.New(api.Options{
		Log:         seen,
		Items:       h.itemPage,
		Item:        seen.Item,
		Asks:        h.askPage,
		Ask:         h.explainedAsk,
		Decisions:   func(ctx context.Context) (api.Register, error) { return seen.decisions(ctx) },
		Sources:     seen.Sources,
		Views:       shelved{h}.Views,
		Subscribers: subscribed{h}.Subscribers,
		Deliveries:  h.deliveryPage,
		People:      seen.directory,
		Reports:     h.counted,
		Backtest:    h.tried,
		Push:        h.pushed,
		Ordering:    subscribed{h}.Order,
		Once:        h.db.Once,
		Calls:       h.config.API.Calls,
		Stopping:    ctx.Done(),
		Teams:       slices.Sorted(maps.Keys(h.config.Teams)),
		PublicURL:   public,
		Version:     version(),
		Now:         h.now,
		Logger:      h.log,
		Measure:     h.answers.measure,
	})
}

func (h *host) itemPage(
	ctx context.Context, f feed.Filter, after string, limit int,
) (list []feed.ItemEntry, next string, err error) {
	found, err := sight{h}.Items(ctx, f, after, limit+1)
	if len(found) > limit {
		found = found[:limit]
		next = found[limit-1].Next
	}
	for _, it := range found {
		list = append(list, it.ItemEntry)
	}
	return list, next, err
}

func (h *host) askPage(
	ctx context.Context, f api.AskFilter, after string, limit int,
) (list []feed.AskEntry, next string, err error) {
	list, err = sight{h}.Asks(ctx, stored(f), after, limit+1)
	if len(list) > limit {
		list = list[:limit]
		next = store.AfterAsk(list[limit-1])
	}
	return list, next, err
}

// stored is what the filter of the API is for the store.
func stored(f api.AskFilter) store.AskFilter {
	return store.AskFilter{
		Sources: f.Sources, Accounts: f.Accounts, Without: f.Without, Kinds: f.Kinds, States: f.States, Flagged: f.Flagged, Since: f.Since,
		Until: f.Until,
	}
}

// explainedAsk finds an ask by its whole id, and explains it.
func (h *host) explainedAsk(ctx context.Context, id string) (ask feed.AskEntry, r receipt.Receipt, found bool, err error) {
	ask, err = sight{h}.Ask(ctx, id)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrSeveral) || err == nil && ask.ID != id {
		return ask, r, false, nil
	}
	if err != nil {
		return ask, r, false, err
	}
	r, err = h.receiptOf(ctx, ask)
	return ask, r, err == nil, err
}

// counted counts the asks that are chosen.
func (h *host) counted(ctx context.Context, since time.Time, f api.AskFilter) (reports.Result, error) {
	return h.report(ctx, reports.Options{Since: since}, stored(f))
}

func (h *host) deliveryPage(
	ctx context.Context, subscriber, after string, limit int,
) (list []feed.Delivery, next string, err error) {
	list, err = h.db.Deliveries(ctx, subscriber, after, limit+1)
	if len(list) > limit {
		list = list[:limit]
		next = store.AfterDelivery(list[limit-1])
	}
	return list, next, err
}
