package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
)

// linkedAtMost is how many items are looked at that an item is linked with.
const linkedAtMost = 50

func (p Program) decisionsCommand(o *options) *cobra.Command {
	var filter store.DecisionFilter
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
		list, err := h.decisions(cmd.Context(), filter)
		var rows []row
		for _, d := range list[:min(len(list), max(l.limit, 0))] {
			rows = append(rows, row{
				cells: []string{
					stamp(d.At()), stateWord(d), string(d.Trust), decisionMaker(d, who.Person),
					cmp.Or(d.On.Key, oneLine(d.On.Title)), oneLine(d.Title),
				},
				url: d.On.URL, record: d.Record(who.Person),
			})
		}
		return rows, err
	}, "AT", "STATE", "TRUST", "BY", "ITEM", "DECISION")
	chooseDecisions(cmd, &filter, &states)
	cmd.AddCommand(p.exportDecisionsCommand(o))
	return cmd
}

func chooseDecisions(cmd *cobra.Command, filter *store.DecisionFilter, states *[]string) {
	cmd.Flags().StringVar(&filter.Query, "q", "", "only what has these `words`")
	cmd.Flags().StringSliceVar(states, "state", nil, "only this `state`: suggested, proposed, decided, rejected or superseded")
	cmd.Flags().StringSliceVar(&filter.Sources, "source", nil, "only this `source`")
	cmd.Flags().StringSliceVar(&filter.Tools, "tool", nil, "only this `tool`")
}

func chosenStates(filter *store.DecisionFilter, states []string) error {
	for _, s := range states {
		if !slices.Contains(feed.DecisionStates(), feed.DecisionState(s)) {
			return usage(errors.New("--state is suggested, proposed, decided, rejected or superseded, not " + s))
		}
		filter.States = append(filter.States, feed.DecisionState(s))
	}
	return nil
}

// decisions returns the decisions that are chosen, newest first. What was decided in several places is one, chosen if any
// of them is.
func (h *host) decisions(ctx context.Context, filter store.DecisionFilter) ([]feed.DecisionEntry, error) {
	states := filter.States // those that come of joining, not those that items tell
	filter.States = nil
	chosen, err := h.allDecisions(ctx, filter)
	if err != nil {
		return nil, err
	}
	all, err := h.allDecisions(ctx, store.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	joined, err := decisions.Join(all, func(d feed.DecisionEntry) ([]feed.ItemEntry, error) {
		return h.db.Linked(ctx, d.Source, d.Item, linkedAtMost)
	})
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(chosen))
	for _, d := range chosen {
		ids[d.ID] = true
	}
	return slices.DeleteFunc(joined, func(d feed.DecisionEntry) bool {
		return len(states) > 0 && !slices.Contains(states, d.State) ||
			!ids[d.ID] && !slices.ContainsFunc(d.Same, func(p feed.DecisionPlace) bool { return ids[p.ID] })
	}), nil
}

func (h *host) allDecisions(ctx context.Context, filter store.DecisionFilter) (all []feed.DecisionEntry, err error) {
	for after := ""; ; {
		page, err := h.db.Decisions(ctx, filter, after, exportAtOnce)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = store.AfterDecision(page[len(page)-1])
	}
}

// stateWord is how a decision stands, in the word that lists show.
func stateWord(d feed.DecisionEntry) string {
	if d.Misplaced != "" {
		return string(d.State) + ", wrong place"
	}
	return string(d.State)
}

// decisionMaker is who decided, or who put it up while nobody has.
func decisionMaker(d feed.DecisionEntry, person feed.Namer) string {
	by := d.Decider
	if d.Decided.IsZero() {
		by = d.Proposer
	}
	return name(d.Tool, by, person)
}

// name is the name of the person behind an account, or what the account is called.
func name(tool string, a feed.Account, person feed.Namer) string {
	if a.ID != "" {
		if who := person(tool, a.ID); who != "" {
			return who
		}
	}
	return a.Label()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
