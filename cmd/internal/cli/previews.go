package cli

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/guard"
	"github.com/datelinehq/dateline/feed/previews"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
)

// gallery is what the pages are told of videos: what is found out, and the pictures that are kept.
type gallery struct {
	*previews.Fetcher
	db *store.DB
}

// Picture implements web.Previews.
func (g gallery) Picture(ctx context.Context, name string) (feed.Picture, bool, error) {
	return g.db.Picture(ctx, name)
}

// previews finds out about videos, or nothing where that is not wanted.
func (h *host) previews() (web.Previews, func(context.Context) error, error) {
	if !h.config.Previews {
		return nil, func(context.Context) error { return nil }, nil
	}
	var through []netip.Prefix
	if h.config.Loom.Private {
		through = guard.Private()
	}
	fetcher, err := previews.New(previews.Options{
		Store:  h.db,
		Client: guard.NewClient(guard.Options{Agent: "dateline/" + version(), Through: through, MaxBody: 2 << 20, Redirects: 3}),
		URL:    h.config.Loom.URL,
		Now:    h.now,
		Log:    h.log,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("preparing the previews: %w", err)
	}
	return gallery{fetcher, h.db}, fetcher.Run, nil
}
