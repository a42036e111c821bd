package cli

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions/madr"
)

func (p Program) decisionsCommand(o *options) *cobra.Command {
	var filter feed.DecisionFilter
	var states []string
	l := &listing{}
	const short = "Print what was decided and what waits to be, newest first"
	cmd := p.listCommand(o, l, "decisions", short, func(h *host, cmd *cobra.Command) ([]row, error) {
		if err := chosenStates(&filter, states); err != nil {
			return nil, err
		}
		who, err := h.agreed.directory(cmd.Context())
		if err != nil {
			return nil, err
		}
		list, err := h.register.decisions(cmd.Context(), filter)
		var rows []row
		for _, d := range list[:min(len(list), max(l.limit, 0))] {
			rows = append(rows, row{
				cells: []string{
					stamp(d.At()), madr.Standing(d), string(d.Trust), madr.Maker(d, who.Person),
					cmp.Or(d.On.Key, oneLine(d.On.Title)), oneLine(d.Title),
				},
				url: d.On.URL, record: d.Record(who.Person),
			})
		}
		return rows, err
	}, "AT", "STATE", "TRUST", "BY", "ITEM", "DECISION")
	chooseDecisions(cmd, &filter, &states)
	cmd.AddCommand(append(p.ruleCommands(o), p.exportDecisionsCommand(o))...)
	return cmd
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
