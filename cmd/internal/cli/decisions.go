package cli

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions/madr"
)

func (p Program) decisionsCommand(o *options) *cobra.Command {
	var filter feed.DecisionFilter
	var states []string
	l := &listing{}
	l.remote = func(ctx context.Context, r remote) ([]row, error) {
		query := url.Values{"state": states, "source": filter.Sources, "tool": filter.Tools}
		if filter.Query != "" {
			query.Set("q", filter.Query)
		}
		list, err := remoteList[feed.DecisionRecord](ctx, r, "decisions", query, l.limit)
		return rowsOf(list, decisionRow), err
	}
	const short = "Print what was decided and what waits to be, newest first"
	cmd := p.listCommand(o, l, "decisions", short, func(h *host, cmd *cobra.Command) ([]row, error) {
		if err := chosenStates(&filter, states); err != nil {
			return nil, err
		}
		who, err := h.agreed.directory(cmd.Context())
		if err != nil {
			return nil, err
		}
		made, err := h.register.renewed(cmd.Context(), joinedFor)
		if err != nil {
			return nil, err
		}
		heads, err := made.Heads(cmd.Context(), filter)
		if err != nil {
			return nil, err
		}
		list, err := made.Tell(cmd.Context(), heads[:min(len(heads), max(l.limit, 0))])
		return rowsOf(list, func(d feed.DecisionEntry) row { return decisionRow(d.Record(who.Person)) }), err
	}, "AT", "STATE", "TRUST", "BY", "ITEM", "DECISION")
	chooseDecisions(cmd, &filter, &states)
	cmd.AddCommand(append(p.ruleCommands(o), p.exportDecisionsCommand(o))...)
	return cmd
}

func decisionRow(d feed.DecisionRecord) row {
	by := d.Decider
	if d.Decided == nil {
		by = d.Proposer
	}
	if by == nil {
		by = &feed.AccountRecord{}
	}
	at := cmp.Or(d.Decided, d.Proposed, d.Ended, &time.Time{})
	return row{
		cells: []string{
			stamp(*at), madr.Standing(d.State, d.Misplaced), string(d.Trust), cmp.Or(by.Person, by.Label()),
			cmp.Or(d.Item.Key, oneLine(d.Item.Title)), oneLine(d.Title),
		},
		url: d.Item.URL, record: d,
	}
}

func chooseDecisions(cmd *cobra.Command, filter *feed.DecisionFilter, states *[]string) {
	cmd.Flags().StringVar(&filter.Query, "q", "", "only what has these `words`")
	cmd.Flags().StringSliceVar(states, "state", nil, "only this `state`: suggested, proposed, decided, rejected or superseded")
	cmd.Flags().StringSliceVar(&filter.Sources, "source", nil, "only this `source`")
	cmd.Flags().StringSliceVar(&filter.Tools, "tool", nil, "only this `tool`")
}

func chosenStates(filter *feed.DecisionFilter, states []string) error {
	for _, s := range states {
		if !slices.Contains(feed.DecisionStates(), feed.DecisionState(s)) {
			return usage(errors.New("--state is suggested, proposed, decided, rejected or superseded, not " + s))
		}
		filter.States = append(filter.States, feed.DecisionState(s))
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
