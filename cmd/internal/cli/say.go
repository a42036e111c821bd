package cli

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows"
)

// A saying is something that can be said of an ask.
type saying struct {
	asks.Saying
	short, long string
	// reason says that a reason may follow.
	reason bool
}

var sayings = []saying{
	{Saying: asks.Promise, short: "Say until when an ask will be answered",
		long: "The time then stands in place of the deadline. It is written as in a comment that says /by: 15:00, Thu 15:00,\n" +
			"tomorrow, 1 Dec, in 2h, eod; in the time zone of whoever owes the answer."},
	{Saying: asks.Snooze, short: "Let an ask rest until a time", long: "The time until then does not count. It is written as for promise."},
	{Saying: asks.Waive, short: "Say that an ask need not be answered", reason: true,
		long: "The ask ends without an answer; the reason stands beside it."},
	{Saying: asks.Confirm, short: "Say that what was only guessed is an ask",
		long: "An ask that was read out of a question mark counts like any other from then on."},
}

// sayCommand is the command that says something of an ask.
func (p Program) sayCommand(o *options, s saying) *cobra.Command {
	use, args := string(s.Saying)+" ASK", cobra.ExactArgs(1)
	switch {
	case s.Until():
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
			e, found, err := h.respond(cmd.Context(), args[0], s.Saying, strings.Join(args[1:], " "), feed.Account{Name: operator()})
			switch {
			case err == nil && !found:
				return usage(fmt.Errorf("there is no ask %q; %s asks prints those that wait", args[0], p.Name))
			case errors.As(err, new(asks.Mistake)):
				return usage(err)
			case err != nil:
				return err
			}
			until := ""
			if s.Until() {
				until = ": until " + e.Into
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "noted%s; it counts as soon as the log is judged again\n", until)
			return err
		},
	}
}

// respond says something of an ask, for the log, and has it judged. It reports false where there is no such ask.
func (h *host) respond(ctx context.Context, id string, s asks.Saying, words string, by feed.Account) (e feed.Event, found bool, err error) {
	ask, err := sight{h}.Ask(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return e, false, nil
	}
	if err != nil {
		return e, false, err
	}
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return e, true, err
	}
	if e, err = s.Event(ask, words, by, agreed, h.now()); err != nil {
		return e, true, err
	}
	return e, true, h.say(ctx, ask.Source, e)
}

// say puts an event of our own into the log of a source, and has it judged: at once where Temporal can be told, and else with the
// next reading.
func (h *host) say(ctx context.Context, source string, said feed.Event) error {
	if _, err := h.db.Append(ctx, source, said); err != nil {
		return err
	}
	h.did(ctx, fmt.Sprintf("%s something on the item %s of the source %s", said.Verb, said.Item, source), source)
	h.judge(ctx)
	return nil
}

// rule keeps what was said about accounts, and has everything judged by it.
func (h *host) rule(ctx context.Context, said feed.Ruling) error {
	if err := h.db.Rule(ctx, said); err != nil {
		return err
	}
	h.did(ctx, "said of two accounts: "+string(said.Verdict), "") // which, not everybody may know
	h.judge(ctx)
	return nil
}

// judge has the log judged now, if Temporal can be told.
func (h *host) judge(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	if t := h.way.get(h); t != nil {
		if err := workflows.WakeTick(ctx, t); err != nil {
			h.log.DebugContext(ctx, "Temporal did not hear that something was said", "reason", err.Error())
		}
	}
}

// operator is who runs the program.
func operator() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "operator"
}
