package asks

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/commitment"
	"github.com/datelinehq/dateline/feed/protocol"
)

// A Saying is something that people say of an ask in Dateline itself.
type Saying string

// The sayings.
const (
	Promise Saying = "promise" // until when it will be answered: that stands in place of the deadline
	Snooze  Saying = "snooze"  // until when it rests: the time until then does not count
	Waive   Saying = "waive"   // it need not be answered, for a reason that may be told
	Confirm Saying = "confirm" // what was only guessed is an ask
)

// Until reports whether a saying needs a time.
func (s Saying) Until() bool { return s == Promise || s == Snooze }

var sayings = map[Saying]feed.Verb{Promise: feed.Promised, Snooze: feed.Snoozed, Waive: feed.Waived, Confirm: feed.Confirmed}

// ErrEnded is that nothing can be said of an ask any more.
var ErrEnded = errors.New("the ask has ended")

// A Mistake is what cannot be said so, in words for whoever said it.
type Mistake struct{ error }

// Event is what somebody says of an ask, for the log. A time is written in words as behind a /by in a comment, and read in the
// zone and by the hours of whoever owes the answer. Said again within the same minute it is the same event. The error is a
// [Mistake], or wraps ErrEnded.
func (s Saying) Event(ask feed.AskEntry, words string, by feed.Account, agreed *protocol.Protocol, now time.Time) (feed.Event, error) {
	e := feed.Event{
		Item: ask.Item, Verb: sayings[s], At: now, To: []feed.Account{ask.Responder}, From: ask.Asker.Label(), URL: ask.On.URL, By: by,
	}
	switch {
	case e.Verb == "":
		return e, Mistake{fmt.Errorf("%q cannot be said of an ask", s)}
	case !ask.Open():
		return e, fmt.Errorf("%w: it was %s %s", ErrEnded, ask.State, when(ask.Ended))
	case s.Until():
		zone, closing := time.UTC, commitment.Closing(nil)
		if hours := agreed.Hours(ask.Tool, ask.Responder); hours != nil {
			zone, closing = hours.Zone(), commitment.Closes(hours.Calendar)
		}
		until, err := commitment.Until(words, now, zone, closing)
		if err != nil {
			return e, Mistake{err}
		}
		e.Into = until.UTC().Format(time.RFC3339)
	case s == Waive:
		e.Text = strings.TrimSpace(feed.Text(words, feed.MaxTitle))
	}
	e.Key = strings.Join([]string{string(s), ask.ID, fmt.Sprint(now.Unix() / 60)}, "/")
	if e.Into != "" {
		e.Key += "/" + e.Into
	}
	return e, nil
}
