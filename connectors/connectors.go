// Package connectors is the contract between Dateline and the tools it reads.
//
// A connector is one folder beside this file. It turns one tool's history into [feed.Page]s: it asks the tool what
// happened after a cursor, translates the answer into our words, and says from where to go on. That is all it does.
//
// # What a connector must not do
//
// It keeps nothing between two calls but the cursor: no goroutine, no timer, no cache, no file. It never sleeps: when
// the tool asks for patience it returns a [Wait]. It never retries: the host does. It makes requests only through
// [Env].HTTP, which limits, times, measures and caps them. It reads no clock but the tool's, and no configuration but
// its own. It never drops what it cannot understand: that becomes a [feed.Reject]. It never writes to the tool.
//
// # Errors
//
// The host acts on [ErrAuth], [ErrCursor] and [Wait]; every other error is tried again with growing pauses. Errors never
// carry credentials: [Env].HTTP takes them out of addresses, and a connector puts none in.
//
// # Abilities
//
// What only some tools can do is an interface of one method, found by assertion: [Whole].
//
// The package imports feed; the connectors import it, feed and their tool's client library, and never each other.
package connectors

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Connector reads one source.
type Connector interface {
	// Fetch returns what happened after the cursor, oldest first as far as the tool allows, in one page: as much as one
	// or a few requests bring, at most about a thousand events. The empty cursor asks for the beginning, as far back as
	// the source is configured to look. Fetch is safe to repeat: with the same cursor it may return the same events
	// again, or more; it must not skip any. On error the page is ignored.
	Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error)
}

// A Config is a connector's block of the configuration, decoded strictly: every field carries a yaml tag.
type Config interface {
	// Open validates the settings and returns the connector. It makes no request. Its errors name the setting.
	Open(Env) (Connector, error)
}

// A Whole is a connector whose source consists of parts, each of which is read as a source of its own. Its own pages
// bring [feed.Page].Parts.
type Whole interface {
	// Part opens one of them. It makes no request.
	Part(feed.Part) (Connector, error)
}

// A Credentialed config says which credential its requests are made with, so that all sources sharing one share the
// tool's limits too. The text is hashed at once and never shown.
type Credentialed interface{ Credential() string }

// Env is what the host lends a connector.
type Env struct {
	// Source is the source's name in the configuration, for messages.
	Source string
	// Since is how far back a first read looks; zero means to the beginning.
	Since time.Time
	// HTTP makes the requests. It is limited, timed, measured and capped; it follows redirects and adds no credentials.
	HTTP *http.Client
	// Log is for what an operator should know and the page cannot say.
	Log *slog.Logger
}

var (
	// ErrAuth says that the tool refuses the credentials, or refuses this place to them. The host stops reading until
	// the configuration changes. Wrap it with what was refused and which permission is missing.
	ErrAuth = errors.New("the tool refused the credentials")
	// ErrCursor says that the cursor is of no use any more. The host starts again from the empty one.
	ErrCursor = errors.New("the cursor is no longer valid")
)

// Wait says that the tool asks for patience: the host comes back after For.
type Wait struct {
	For time.Duration
	Err error
}

// Error says how long and why.
func (w *Wait) Error() string {
	return fmt.Sprintf("the tool asks to wait %s: %v", w.For.Round(time.Second), w.Err)
}

// Unwrap returns the tool's own words.
func (w *Wait) Unwrap() error { return w.Err }
