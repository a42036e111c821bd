package api

import (
	"context"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/reports"
)

// A Log is the feed to read from.
type Log interface {
	// Events returns at most limit entries, newest first: from the newest where before is 0, else those with a smaller Pos.
	Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error)
	// Behind looks at up to most numbers of the log behind one, as far as it was judged, and returns the entries there that f
	// chooses, in the log's order, and the number up to which it looked. Those that opened an ask are marked.
	Behind(ctx context.Context, f feed.Filter, after int64, most int) (list []feed.Entry, upTo int64, err error)
	// Head is the log's highest sequence number. It moves with every addition, edit and removal.
	Head(ctx context.Context) (int64, error)
}

// Items returns at most limit items behind a place, the last updated first, and the place behind the last of them;
// empty where there are no more. The error is feed.ErrPlace if there is no such place.
type Items func(ctx context.Context, f feed.Filter, after string, limit int) (list []feed.ItemEntry, next string, err error)

// Item finds one item.
type Item func(ctx context.Context, source, id string) (it feed.ItemEntry, found bool, err error)

// Asks returns at most limit asks behind a place, due soonest first, and the place behind the last of them, as Items does.
type Asks func(ctx context.Context, f AskFilter, after string, limit int) (list []feed.AskEntry, next string, err error)

// Ask finds an ask and explains it.
type Ask func(ctx context.Context, id string) (ask feed.AskEntry, r receipt.Receipt, found bool, err error)

// An AskFilter chooses asks. The zero AskFilter chooses all; several fields must all hold.
type AskFilter struct {
	// Sources by name; a name chooses the source and its parts. Accounts who ask or owe, as "tool/id".
	Sources, Accounts []string
	// Without leaves out those whom such accounts ask, or who owe.
	Without []string
	Kinds   []feed.AskKind
	States  []feed.AskState
	// Flagged chooses only those that were found to be past their window.
	Flagged bool
	// Since and Until bound when it was asked.
	Since, Until time.Time
}

// Decisions returns what was decided, as it is now.
type Decisions func(ctx context.Context) (Register, error)

// A Register is what was decided, each thing once wherever it was written down.
type Register interface {
	// Heads returns the decisions that f chooses, newest first, in a list that is not to be changed.
	Heads(ctx context.Context, f feed.DecisionFilter) ([]feed.DecisionHead, error)
	// Head finds a decision by its id, or by that of one that it was joined with.
	Head(id string) (h feed.DecisionHead, found bool)
	// Tell tells decisions whole, in the order of their heads, but for those that are no more.
	Tell(ctx context.Context, heads []feed.DecisionHead) ([]feed.DecisionEntry, error)
}

// Sources lists what is read, sorted by name.
type Sources func(ctx context.Context) ([]feed.Source, error)

// Views returns the saved filters, by name.
type Views func(ctx context.Context) ([]feed.View, error)

// Subscribers returns those who are told by webhooks, by name.
type Subscribers func(ctx context.Context) ([]feed.Subscriber, error)

// Deliveries returns at most limit deliveries to a subscriber, or to all, behind a place, the last attempted first, and the place
// behind the last of them, as Items does.
type Deliveries func(ctx context.Context, subscriber, after string, limit int) (list []feed.Delivery, next string, err error)

// People says who is behind accounts.
type People func(ctx context.Context) (*identity.Directory, error)

// Reports counts the asks that ended since a time, or are open; of all time where it is zero.
type Reports func(ctx context.Context, since time.Time, f AskFilter) (reports.Result, error)

// Backtest tries a window on the asks of the last days; 0 is as far back as there is anything.
type Backtest func(ctx context.Context, p reports.Proposal, days int) (reports.Outcome, error)
