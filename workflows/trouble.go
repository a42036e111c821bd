package workflows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// tellAfter is for how long a source fails before that is told. What passes sooner concerns nobody.
const tellAfter = 15 * time.Minute

// failing tells the log that a source could not be read for a while, or was refused: once for each time that it begins to be so.
func (a *Activities) failing(ctx context.Context, src feed.Source, state feed.SourceState, reason string, now time.Time) error {
	since := now
	if src.State == state {
		since = src.Since
	}
	if state == feed.SourceFailing && now.Sub(since) < tellAfter {
		return nil
	}
	return a.trouble(ctx, src, feed.Event{Key: troubleKey(feed.Failing, since), Verb: feed.Failing, At: since, Text: reason})
}

// recovered tells the log that a source is read again, if it was told that it was not. src is as it was before.
func (a *Activities) recovered(ctx context.Context, src feed.Source, now time.Time) error {
	if src.State != feed.SourceFailing && src.State != feed.SourceRefused {
		return nil
	}
	_, err := a.Store.Entry(ctx, src.Name, troubleKey(feed.Failing, src.Since))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.trouble(ctx, src, feed.Event{Key: troubleKey(feed.Recovered, src.Since), Verb: feed.Recovered, At: now})
}

// troubleKey is the key of an event about a time that began at an instant.
func troubleKey(verb feed.Verb, since time.Time) string {
	return fmt.Sprintf("source/%s/%d", verb, since.UnixMicro())
}

// trouble adds what is said of a source to its part of the log, if it is not there yet.
func (a *Activities) trouble(ctx context.Context, src feed.Source, e feed.Event) error {
	if _, err := a.Store.Entry(ctx, src.Name, e.Key); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	e.By, e.From, e.Kind, e.Updated = feed.Account{Name: "Dateline", Bot: true}, src.Name, e.Verb.Kind(), e.At
	if _, err := a.Store.Append(ctx, src.Name, e); err != nil {
		return err
	}
	return WakeTick(ctx, a.Temporal)
}
