package web

import (
	"context"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// A Log is the feed to read from.
type Log interface {
	// Events returns at most limit entries, newest first: from the newest where before is 0, else those with a smaller
	// Pos.
	Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error)
	// Added returns at most limit entries that were added after seq, newest first.
	Added(ctx context.Context, f feed.Filter, seq int64, limit int) ([]feed.Entry, error)
	// EventsAfter counts the entries that were added after seq, up to limit.
	EventsAfter(ctx context.Context, f feed.Filter, seq int64, limit int) (int, error)
	// Head is the log's highest sequence number. It moves with every addition, edit and removal.
	Head(ctx context.Context) (int64, error)
}

// Sources lists what is read, sorted by name, and what could not be understood of it.
type Sources interface {
	Sources(ctx context.Context) ([]feed.Source, error)
	// Rejects returns at most limit objects of a source, or of all where it is empty, the newest first.
	Rejects(ctx context.Context, source string, limit int) ([]feed.RejectEntry, error)
}

// Items finds items and what they have to do with each other.
type Items interface {
	// Item finds one item.
	Item(ctx context.Context, source, id string) (it feed.ItemEntry, found bool, err error)
	// Linked returns at most limit items that are linked with one, the nearest first.
	Linked(ctx context.Context, source, id string, limit int) ([]feed.ItemEntry, error)
	// Thread returns at most limit entries about any of the items, newest first: from the newest where before is 0, else
	// those with a smaller Pos.
	Thread(ctx context.Context, items []feed.ItemEntry, before int64, limit int) ([]feed.Entry, error)
}

// People says who is behind accounts.
type People func(ctx context.Context) (*identity.Directory, error)

// Rule keeps what somebody said about who is behind accounts.
type Rule func(ctx context.Context, said feed.Ruling) error

// Asks returns at most limit asks, due soonest first.
type Asks func(ctx context.Context, f AskFilter, limit int) ([]feed.AskEntry, error)

// Owed counts the open asks by who owes a response, and by who of some accounts, as "tool/id", waits for one. What is only guessed
// does not count.
type Owed func(ctx context.Context, askers []string) (owes, waits []feed.Owed, err error)

// An AskFilter chooses asks. The zero AskFilter chooses all; an empty list is no condition.
type AskFilter struct {
	// Sources by name; a name chooses the source and its parts.
	Sources []string
	// Accounts who ask or owe, as "tool/id".
	Accounts []string
	// Without leaves out those whom such accounts ask, or who owe.
	Without []string
	// Item chooses the asks of one item; Sources must then name its source.
	Item string
	// Kinds of asks; all where it is empty.
	Kinds []feed.AskKind
	// Flagged asks are wanted, and no others.
	Flagged bool
	// Ended asks are wanted too, and not only the open ones. EndedSince wants only those that ended from then on.
	Ended      bool
	EndedSince time.Time
}
