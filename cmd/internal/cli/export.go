package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// exportAtOnce is how many records are read from the store at a time.
const exportAtOnce = 1000

// exports are what can be exported: each gives every record to the function.
var exports = map[string]func(*host, context.Context, func(any) error) error{
	"events":    (*host).exportEvents,
	"items":     (*host).exportItems,
	"asks":      (*host).exportAsks,
	"decisions": (*host).exportDecisions,
}

func (p Program) exportCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:       "export events|items|asks|decisions",
		Short:     "Write all events, items, asks or decisions as JSON lines",
		ValidArgs: []string{"events", "items", "asks", "decisions"},
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			out := bufio.NewWriter(cmd.OutOrStdout())
			encoder := json.NewEncoder(out)
			encoder.SetEscapeHTML(false)
			if err := exports[args[0]](h, cmd.Context(), encoder.Encode); err != nil {
				return fmt.Errorf("exporting %s: %w", strings.ToLower(args[0]), err)
			}
			return out.Flush()
		},
	}
}

func (h *host) exportEvents(ctx context.Context, write func(any) error) error {
	who, err := h.agreed.directory(ctx)
	if err != nil {
		return err
	}
	for before := int64(0); ; {
		entries, err := h.db.Events(ctx, feed.Filter{}, before, exportAtOnce)
		if err != nil || len(entries) == 0 {
			return err
		}
		for _, e := range entries {
			if err := write(e.Record(who.Person)); err != nil {
				return err
			}
		}
		before = entries[len(entries)-1].Pos
	}
}

func (h *host) exportItems(ctx context.Context, write func(any) error) error {
	who, err := h.agreed.directory(ctx)
	if err != nil {
		return err
	}
	for before := ""; ; {
		items, err := h.db.Items(ctx, feed.Filter{}, before, exportAtOnce)
		if err != nil || len(items) == 0 {
			return err
		}
		for _, it := range items {
			if err := write(it.Record(it.Tool, it.Source, who.Person)); err != nil {
				return err
			}
		}
		before = items[len(items)-1].Next
	}
}

func (h *host) exportAsks(ctx context.Context, write func(any) error) error {
	who, err := h.agreed.directory(ctx)
	if err != nil {
		return err
	}
	return h.db.AllAsks(ctx, store.AskFilter{}, func(a feed.AskEntry) error { return write(a.Record(who.Person)) })
}

func (h *host) exportDecisions(ctx context.Context, write func(any) error) error {
	who, err := h.agreed.directory(ctx)
	if err != nil {
		return err
	}
	list, err := h.register.decisions(ctx, feed.DecisionFilter{})
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := write(d.Record(who.Person)); err != nil {
			return err
		}
	}
	return nil
}
