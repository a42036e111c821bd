package workflows

import (
	"context"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// stock is what sweeping needs of the store.
type stock interface {
	Known(ctx context.Context, source string, ids []string) (map[string]feed.Item, error)
	Existing(ctx context.Context, source, after string, limit int) ([]string, error)
	Remove(ctx context.Context, source string, ids []string, at time.Time) error
	Trouble(ctx context.Context, source, trouble string) error
}

func (a *Activities) stock() stock { return any(a.Store).(stock) }
