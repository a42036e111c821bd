package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
)

func (p Program) sourcesCommand(o *options) *cobra.Command {
	l := &listing{}
	var asJSON, all bool
	cmd := p.listCommand(o, l, "sources", "Print how the reading of each source goes", func(h *host, cmd *cobra.Command) ([]row, error) {
		sources, err := h.db.Sources(cmd.Context())
		var rows []row
		for _, s := range sources {
			if len(rows) < l.limit && (all || !s.Retired) {
				rows = append(rows, sourceRow(s))
			}
		}
		return rows, err
	}, "SOURCE", "TOOL", "STATE", "LAST READ", "NEXT", "ITEMS", "EVENTS", "REJECTS", "TROUBLE")
	cmd.PreRun = func(*cobra.Command, []string) {
		if asJSON {
			l.format = "json"
		}
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	cmd.Flags().BoolVar(&all, "all", false, "also those that are no longer in the configuration")
	cmd.Flags().Lookup("limit").DefValue = "1000"
	l.limit = 1000
	return cmd
}

func sourceRow(s feed.Source) row {
	state := string(s.State)
	switch {
	case s.Retired:
		state = "retired"
	case s.Paused:
		state = "paused"
	}
	next := stampOrNever(s.Due)
	if s.Retired || s.Paused || s.State == feed.SourceRefused {
		next = "-"
	}
	return row{
		cells: []string{
			s.Name, s.Tool, state, stampOrNever(s.Success), next,
			strconv.FormatInt(s.Items, 10), strconv.FormatInt(s.Events, 10), strconv.FormatInt(s.Rejects, 10), cmp.Or(s.Error, s.Trouble),
		},
		record: s.Record(),
	}
}

func stampOrNever(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return stamp(t)
}

func (p Program) pauseCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "pause", "Stop polling a source; what was read stays", ordered(web.Pause))
}

func (p Program) resumeCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "resume", "Poll a paused source again, from where it stopped", ordered(web.Resume))
}

func (p Program) pollCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "poll", "Make a source due now; whoever works polls it within seconds", ordered(web.Poll))
}

func ordered(order web.Order) func(*host, context.Context, string) error {
	return func(h *host, ctx context.Context, name string) error { return h.direct(ctx, name, order) }
}

// done says what was ordered, afterwards.
var done = map[web.Order]string{web.Poll: "polled", web.Pause: "paused", web.Resume: "resumed"}

// direct does with a source what was ordered, by a command or on the page of sources.
func (h *host) direct(ctx context.Context, name string, order web.Order) error {
	var err error
	if order != web.Poll {
		err = h.db.Pause(ctx, name, order == web.Pause)
	}
	if err == nil && order != web.Pause {
		err = h.db.Postpone(ctx, name, h.now())
	}
	if err == nil {
		h.did(ctx, done[order]+" the source "+name, name)
	}
	return err
}

// reread is for who has changed what lists and labels mean: what was stored is said anew as it comes again.
func (p Program) rereadCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "reread", "Read a source again from the beginning, as after a change of its map", func(h *host, ctx context.Context, name string) error {
		if err := h.db.Restart(ctx, name, h.now()); err != nil {
			return err
		}
		h.did(ctx, "had the source "+name+" read again from the beginning", name)
		return nil
	})
}

// sourceCommand is a command that does one thing with one source in the store.
func (p Program) sourceCommand(o *options, name, short string, do func(*host, context.Context, string) error) *cobra.Command {
	return &cobra.Command{
		Use:   name + " SOURCE",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			return noSource(args[0], do(h, cmd.Context(), args[0]))
		},
	}
}

// noSource makes the absence of a source a mistake of the command line.
func noSource(name string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return usage(fmt.Errorf("there is no source %q", name))
	}
	return err
}
