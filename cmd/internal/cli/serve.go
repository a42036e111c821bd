package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/datelinehq/dateline/cmd/internal/doorbell"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
)

// serve serves the pages and the feeds.
func (h *host) serve(ctx context.Context) error {
	listener, err := bind(ctx, "the feed", h.config.Listen)
	if err != nil {
		return err
	}
	local := "http://" + reachable(listener.Addr().String())
	public := h.config.PublicURL
	if public == "" {
		public = local
	}
	videos, fetch, err := h.previews()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	rings := doorbell.NewGatherer(h.rung)
	mux, err := h.handler(ctx, public, videos)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	mux.Handle("/hooks/", h.door(rings))
	if h.announce != nil {
		h.announce(local)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return rings.Run(ctx) })
	group.Go(func() error { return fetch(ctx) })
	group.Go(func() error { return h.answer(ctx, "the feed", listener, mux) })
	return group.Wait()
}

// handler answers people and programs, who reach it at an address, until ctx ends.
func (h *host) handler(ctx context.Context, public string, videos web.Previews) (*http.ServeMux, error) {
	pages, err := web.New(web.Options{
		Log:         h.db,
		Items:       h.db,
		Sources:     h.db,
		Asks:        h.asks,
		People:      h.agreed.directory,
		Rule:        h.rule,
		Direct:      h.direct,
		Previews:    videos,
		Warnings:    h.warnings,
		Receipt:     h.explained,
		Decisions:   h.register.decisions,
		Readers:     h.db,
		Editions:    h.db,
		Archive:     h.db,
		Views:       shelved{h},
		Subscribers: subscribed{h},
		Digests:     h.digestLines(),
		Say:         h.say,
		Respond:     h.respond,
		Agreed:      h.agreed.now,
		Versions:    (&history{h: h}).versions,
		Meanings:    h.meanings,
		Reports:     h.reported,
		Backtest:    h.tried,
		Try:         h.triedText,
		Teams:       slices.Sorted(maps.Keys(h.config.Teams)),
		PublicURL:   public,
		Version:     version(),
		Now:         h.now,
		Ready:       h.db.Ping,
		Logger:      h.log,

		Subscriptions: h.subscription,
	})
	if err != nil {
		return nil, fmt.Errorf("making the pages: %w", err)
	}
	programs, err := h.api(ctx, public)
	if err != nil {
		return nil, fmt.Errorf("making the API: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/api/", programs)
	mux.Handle("/", pages)
	return mux, nil
}

func (h *host) asks(ctx context.Context, f web.AskFilter, limit int) ([]feed.AskEntry, error) {
	return h.db.Asks(ctx, chosenAsks(f), "", limit)
}

func chosenAsks(f web.AskFilter) store.AskFilter {
	return store.AskFilter{
		Open: !f.Ended, Sources: f.Sources, Accounts: f.Accounts, Without: f.Without, Kinds: f.Kinds, Item: f.Item,
		Flagged:    f.Flagged,
		EndedSince: f.EndedSince,
	}
}

// reachable is a listening address as a browser on this machine writes it: an unspecified host is localhost.
func reachable(listen string) string {
	name, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(name); name == "" || ip != nil && ip.IsUnspecified() {
		name = "localhost"
	}
	return net.JoinHostPort(name, port)
}
