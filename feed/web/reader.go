package web

import (
	"context"

	"github.com/datelinehq/dateline/feed"
)

// A Log is the feed to read from.
type Log interface {
	// Events returns at most limit entries, newest first: from the newest where before is 0, else those with a smaller
	// Pos.
	Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error)
	// EventsAfter counts the entries that were added after seq, up to limit.
	EventsAfter(ctx context.Context, f feed.Filter, seq int64, limit int) (int, error)
	// Head is the log's highest sequence number. It moves with every addition, edit and removal.
	Head(ctx context.Context) (int64, error)
}

// Sources lists what is read, sorted by name.
type Sources interface {
	Sources(ctx context.Context) ([]feed.Source, error)
}

// OpenAsks returns at most limit open asks, due soonest first.
type OpenAsks func(ctx context.Context, f AskFilter, limit int) ([]feed.AskEntry, error)

// An AskFilter chooses asks. The zero AskFilter chooses all; an empty list is no condition.
type AskFilter struct {
	// Sources by name; a name chooses the source and its parts.
	Sources []string
	// Accounts who ask or owe, as "tool/id".
	Accounts []string
}
