package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
)

// ruleCommand is the command that says of a suggestion whether it was decided.
func (p Program) ruleCommand(o *options, use, short string, args cobra.PositionalArgs,
	said func(d feed.Matter, by feed.Account, why string, now time.Time) feed.Event) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Long:  short + ".\n\nA decision is named by its id, or the beginning of it, as decisions --format json prints it.",
		Args:  args,
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			d, err := h.db.Decision(cmd.Context(), args[0])
			switch {
			case errors.Is(err, store.ErrNotFound):
				return usage(fmt.Errorf("there is no decision %q; %s decisions prints those that there are", args[0], p.Name))
			case err != nil:
				return err
			case d.State != feed.DecisionSuggested:
				return fmt.Errorf("%q is not only suggested: it was %s", oneLine(d.Title), d.State)
			}
			e := said(d.Matter, feed.Account{Name: operator()}, strings.Join(args[1:], " "), h.now())
			if err := h.say(cmd.Context(), d.Source, e); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "noted; it counts as soon as the log is judged again")
			return err
		},
	}
}

// ruleCommands say that what is only suggested was decided, or was not.
func (p Program) ruleCommands(o *options) []*cobra.Command {
	confirm := func(d feed.Matter, by feed.Account, _ string, now time.Time) feed.Event {
		return decisions.Confirm(d, by, now)
	}
	return []*cobra.Command{
		p.ruleCommand(o, "confirm DECISION", "Say that what sounds like a decision is one", cobra.ExactArgs(1), confirm),
		p.ruleCommand(o, "waive DECISION [REASON]", "Say that what sounds like a decision is none", cobra.MinimumNArgs(1), decisions.Waive),
	}
}
