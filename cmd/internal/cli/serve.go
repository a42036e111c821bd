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
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
)

// serve serves the pages and the feeds.
func (h *host) serve(ctx context.Context) error {
	if err := h.reachable(); err != nil {
		return err
	}
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
	house, err := h.house(ctx, public, videos)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	house.mux.Handle("/hooks/", h.door(rings))
	guarded, err := h.guarded(ctx, house, public)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if h.announce != nil {
		h.announce(local)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return rings.Run(ctx) })
	group.Go(func() error { return fetch(ctx) })
	group.Go(func() error {
		h.register.keep(ctx, h.log)
		return nil
	})
	group.Go(func() error { return h.answer(ctx, "the feed", listener, guarded) })
	return group.Wait()
}

// A house is all that is served, without a door: pages for people and an API for programs.
type house struct {
	mux      *http.ServeMux
	pages    *web.Pages
	programs *api.Programs
}

// house makes what is served to people and programs, who reach it at an address, until ctx ends.
func (h *host) house(ctx context.Context, public string, videos web.Previews) (*house, error) {
	seen := sight{h}
	pages, err := web.New(web.Options{
		Log:         seen,
		Items:       seen,
		Sources:     seen,
		Asks:        h.asks,
		Owed:        seen.owed,
		People:      seen.directory,
		Rule:        h.rule,
		Direct:      h.direct,
		Previews:    videos,
		Warnings:    h.warnings,
		Receipt:     h.explained,
		Decisions:   func(ctx context.Context) (web.Register, error) { return seen.decisions(ctx) },
		Readers:     h.db,
		Editions:    h.db,
		Archive:     seen,
		Views:       shelved{h},
		Subscribers: subscribed{h},
		Mailings:    h.shownMailings,
		Say:         h.say,
		Respond:     h.respond,
		Agreed:      h.agreed.now,
		Versions:    (&history{h: h}).versions,
		Meanings:    h.meanings,
		Reports:     h.reported,
		Backtest:    h.tried,
		Try:         h.triedText,
		Deeds:       sight{h}.Deeds,
		Teams:       slices.Sorted(maps.Keys(h.config.Teams)),
		PublicURL:   public,
		Version:     version(),
		Now:         h.now,
		Ready:       h.db.Ping,
		Logger:      h.log,
		Measure:     h.answers.measure,

		Subscriptions: h.subscription,
	})
	if err != nil {
		return nil, fmt.Errorf("making the pages: %w", err)
	}
	programs, err := h.api(ctx, public)
	if err != nil {
		return nil, fmt.Errorf("making the API: %w", err)
	}
	models, err := h.models(programs)
	if err != nil {
		return nil, fmt.Errorf("making the tools of language models: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/mcp", models)
	mux.Handle("/api/", programs)
	mux.Handle("/", pages)
	return &house{mux, pages, programs}, nil
}

func (h *host) asks(ctx context.Context, f web.AskFilter, limit int) ([]feed.AskEntry, error) {
	return sight{h}.Asks(ctx, chosenAsks(f), "", limit)
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
