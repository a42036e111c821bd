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
// What only some tools can do is an interface of one method, found by assertion: [Whole], [Lister], [Bell], [Prober].
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

// A Lister can say which items still exist, so that what was deleted in the tool is noticed where the tool itself does not
// tell.
type Lister interface {
	// List returns the ids of items that exist, in as many pages as the tool needs, from the empty cursor on. An item that
	// no page of a walk names is gone: the host walks again before it believes that, because a list may shift while it is
	// read. A walk lists at least every item that Fetch ever brings, mere mentions excepted. An object of a page whose
	// id cannot be told is an error, for it might be any.
	List(ctx context.Context, after feed.Cursor) (Roll, error)
}

// A Roll is one page of the items that exist. Next is the cursor behind it and More says that there are more pages.
type Roll struct {
	IDs  []string
	Next feed.Cursor
	More bool
	// Beyond lists beginnings of ids that the walk says nothing about: such items are never gone by it. The empty
	// beginning is that of all.
	Beyond []string
}

// A Bell knows the calls of its tool: webhooks of the tool ring it, and the source is polled at once. What a call carries
// is never data.
type Bell interface {
	// Ring looks at a call to the address [Env].Hook with its body, and makes no request. kept is what an earlier Ring
	// asked to be kept, for tools that agree on a secret by a call. The error says why the call is not genuine.
	Ring(r *http.Request, body []byte, kept string) (Chime, error)
}

// A Chime is what a genuine call to a doorbell means.
type Chime struct {
	// Poll says that something happened: poll the source now.
	Poll bool
	// Part is the id of the part that something happened in, where the source consists of parts and the call tells. Empty
	// is the source itself and all of its parts.
	Part string
	// Keep, if not empty, is a secret to be kept for later calls. The host keeps the first one it is given, until the
	// source's settings change, and refuses further ones.
	Keep string
	// Header is what the answer must carry.
	Header http.Header
}

// A Prober can tell what its credentials are good for.
type Prober interface {
	// Probe asks the tool who we are and what we may read of the source, in a few requests. The error is as that of
	// Fetch; what merely is not allowed is in the findings.
	Probe(ctx context.Context) (Findings, error)
}

// Findings are what a probe found, in words for the operator.
type Findings struct {
	// As is the account that the credentials belong to.
	As feed.Account
	// Reads lists what can be read: "the board Berths, 214 cards".
	Reads []string
	// Lacks lists what cannot, each with the permission to grant: "comments: grant the integration 'Read comments'".
	Lacks []string
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
	// Hook is the address at which the tool's webhooks reach the source. Empty where no public address is configured.
	Hook string
	// Known returns the snapshots last stored of those of the items that are stored, by id, for tools that keep no history
	// of their own: what changed is found by comparing.
	Known func(ctx context.Context, ids []string) (map[string]feed.Item, error)
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
