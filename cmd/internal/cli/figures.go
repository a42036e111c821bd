package cli

import (
	"context"
	"time"

	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
)

// The figures of the commands reports and backtest, for the pages.

func (h *host) reported(
	ctx context.Context, earlier, since time.Time, f web.AskFilter, zone *time.Location,
) (reports.Result, error) {
	filter := store.AskFilter{Sources: f.Sources, Accounts: f.Accounts, Without: f.Without, Kinds: f.Kinds}
	return h.report(ctx, reports.Options{Earlier: earlier, Since: since, Zone: zone}, filter)
}

func (h *host) tried(ctx context.Context, p reports.Proposal, days int) (reports.Outcome, error) {
	b, err := h.tryWindow(ctx, p, reports.Trial{Unit: reports.UnitOf(p.Within), Now: h.now(), Since: back(h.now(), days)})
	if err != nil {
		return reports.Outcome{}, err
	}
	return b.Outcome(), nil
}

func (h *host) triedText(ctx context.Context, text []byte, days int) (o reports.Outcome, missing []string, err error) {
	b, missing, err := h.tryText(ctx, text, reports.Trial{Now: h.now(), Since: back(h.now(), days)})
	if err != nil {
		return o, nil, err
	}
	return b.Outcome(), missing, nil
}
