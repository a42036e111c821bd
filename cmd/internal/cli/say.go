package cli

import (
	"errors"
	"fmt"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/commitment"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// A saying is something that can be said of an ask.
type saying struct {
	name, short, long string
	verb              feed.Verb
	// until says that a time follows, and reason that a reason may.
	until, reason bool
}

var sayings = []saying{
	{name: "promise", short: "Say until when an ask will be answered", verb: feed.Promised, until: true,
		long: "The time then stands in place of the deadline. It is written as in a comment that says /by: 15:00, Thu 15:00,\n" +
			"tomorrow, 1 Dec, in 2h, eod; in the time zone of whoever owes the answer."},
	{name: "snooze", short: "Let an ask rest until a time", verb: feed.Snoozed, until: true,
		long: "The time until then does not count. It is written as for promise."},
	{name: "waive", short: "Say that an ask need not be answered", verb: feed.Waived, reason: true,
		long: "The ask ends without an answer; the reason stands beside it."},
	{name: "confirm", short: "Say that what was only guessed is an ask", verb: feed.Confirmed,
		long: "An ask that was read out of a question mark counts like any other from then on."},
}

// sayCommand is the command that says something of an ask.
func (p Program) sayCommand(o *options, s saying) *cobra.Command {
	use, args := s.name+" ASK", cobra.ExactArgs(1)
	switch {
	case s.until:
		use, args = use+" TIME", cobra.MinimumNArgs(2)
	case s.reason:
		use, args = use+" [REASON]", cobra.MinimumNArgs(1)
	}
	return &cobra.Command{
		Use:   use,
		Short: s.short,
		Long:  s.long + "\n\nAn ask is named by its id, or the beginning of it, as asks prints it.",
		Args:  args,
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			ask, err := h.db.Ask(cmd.Context(), args[0])
			if errors.Is(err, store.ErrNotFound) {
				return usage(fmt.Errorf("there is no ask %q; %s asks prints those that wait", args[0], p.Name))
			}
			if err != nil {
				return err
			}
			agreed, err := h.agreed.now(cmd.Context())
			if err != nil {
				return err
			}
			e, err := s.event(ask, agreed, strings.Join(args[1:], " "), h.now())
			if err != nil {
				return err
			}
			if _, err := h.db.Append(cmd.Context(), ask.Source, e); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "noted%s; it counts as soon as the log is judged again\n", s.told(e))
			return err
		},
	}
}

// event is what is said, for the log.
func (s saying) event(ask feed.AskEntry, agreed *protocol.Protocol, said string, now time.Time) (feed.Event, error) {
	e := feed.Event{
		Key: fmt.Sprintf("%s/%s/%d", s.name, ask.ID, now.UnixMicro()), Item: ask.Item, Verb: s.verb, At: now, To: []feed.Account{ask.Responder},
		From: ask.Asker.Label(), URL: ask.On.URL, By: feed.Account{Name: operator()},
	}
	if !ask.Open() {
		return e, fmt.Errorf("the ask ended %s: it was %s", stamp(ask.Ended), ask.State)
	}
	if s.reason {
		e.Text = said
	}
	if s.until {
		zone, closing := time.UTC, commitment.Closing(nil)
		if hours := agreed.Hours(ask.Tool, ask.Responder); hours != nil {
			zone, closing = hours.Zone(), commitment.Closes(hours.Calendar)
		}
		until, err := commitment.Until(said, now, zone, closing)
		if err != nil {
			return e, usage(err)
		}
		e.Into = until.UTC().Format(time.RFC3339)
	}
	return e, nil
}

func (s saying) told(e feed.Event) string {
	if s.until {
		return ": until " + e.Into
	}
	return ""
}

// operator is who runs the program.
func operator() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "operator"
}
