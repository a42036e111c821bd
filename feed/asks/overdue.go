package asks

import (
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Overdue returns the event that flags the ask, if at now the ask is past its window and known to be: its source was
// read after the deadline and the ask was still open then.
func Overdue(ask feed.AskEntry, now time.Time) (feed.Event, bool) {
	if ask.State != feed.AskOpen || !ask.Flagged.IsZero() || ask.Due.IsZero() || !now.After(ask.Due) || !ask.Read.After(ask.Due) {
		return feed.Event{}, false
	}
	return feed.Event{
		Key:  "flag/" + ask.ID,
		Item: ask.Item,
		Verb: feed.Flagged,
		At:   ask.Due,
		To:   []feed.Account{ask.Responder},
		Into: ask.Within,
		Text: fmt.Sprintf("%s owes %s a %s since %s. The window %q allows %s.", ask.Responder.Label(), ask.Asker.Label(),
			ask.Kind, ask.Opened.UTC().Format("2006-01-02 15:04 MST"), ask.Window, ask.Within),
		URL: ask.On.URL,
	}, true
}
