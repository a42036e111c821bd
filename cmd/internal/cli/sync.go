package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/workflows"
)

// syncAttempts is how often a page is tried while somebody waits: with pauses of 1, 2, 4 and 8 seconds between.
const syncAttempts = 5

func (p Program) syncCommand(o *options) *cobra.Command {
	var only []string
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Read every source until it is up to date, then stop",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			if err := h.sealed(cmd.Context()); err != nil {
				return err
			}
			if err := h.declare(cmd.Context()); err != nil {
				return err
			}
			return h.sync(cmd.Context(), only, cmd.OutOrStdout())
		},
	}
	cmd.Flags().Bool("once", true, "read once and stop; the only way there is, for scripts that want to say so")
	cmd.Flags().StringSliceVar(&only, "source", nil, "read this `source` only; may be given several times")
	return cmd
}

// A synced is how the sync of one source went.
type synced struct {
	source string
	workflows.Polled
	err error
}

// sync reads the sources through Temporal and prints what it took.
func (h *host) sync(ctx context.Context, only []string, out io.Writer) error {
	sources, err := h.chosen(ctx, only)
	if err != nil {
		return err
	}
	t, err := h.temporal(ctx)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.ready(ctx); err != nil {
		return err
	}
	syncer, err := workflows.NewSyncer(t.client, h.activities(t), "dateline-sync-"+strconv.Itoa(os.Getpid()))
	if err != nil {
		return err
	}
	defer syncer.Stop()

	show := h.progress(ctx, out)
	results := h.syncAll(ctx, syncer, sources)
	show.stop()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped before everything was read; it goes on from there the next time: %w", err)
	}
	if err := syncer.Derive(ctx); err != nil {
		return err
	}
	return report(out, results)
}

// chosen are the sources to read: those that were named, or all that are declared.
func (h *host) chosen(ctx context.Context, only []string) ([]feed.Source, error) {
	all, err := h.db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var sources []feed.Source
	for _, s := range all {
		switch named := slices.Contains(only, s.Name); {
		case s.Retired:
		case named && s.Paused:
			return nil, fmt.Errorf("the source %q is paused; resume it with: %s resume %s", s.Name, h.program.Name, s.Name)
		case named, len(only) == 0 && s.Parent == "" && !s.Paused:
			sources = append(sources, s)
		}
	}
	for _, name := range only {
		if !slices.ContainsFunc(sources, func(s feed.Source) bool { return s.Name == name }) {
			return nil, usage(fmt.Errorf("there is no source %q", name))
		}
	}
	if len(sources) == 0 {
		return nil, errors.New("there is no source to read; add one to the configuration")
	}
	return sources, nil
}

// syncAll reads the sources, and then the parts that reading them brought.
func (h *host) syncAll(ctx context.Context, syncer *workflows.Syncer, sources []feed.Source) []synced {
	var mu sync.Mutex
	var results []synced
	read := func(sources []feed.Source) {
		var group errgroup.Group
		for _, s := range sources {
			group.Go(func() error {
				polled, err := syncer.Poll(ctx, s.Name, syncAttempts)
				mu.Lock()
				defer mu.Unlock()
				results = append(results, synced{s.Name, polled, err})
				return nil
			})
		}
		_ = group.Wait() // the errors are in the results
	}
	read(sources)
	all, err := h.db.Sources(ctx)
	if err != nil {
		return append(results, synced{source: "(parts)", err: err})
	}
	parts := slices.DeleteFunc(all, func(s feed.Source) bool {
		return s.Retired || s.Paused || !slices.ContainsFunc(sources, func(whole feed.Source) bool { return s.Parent == whole.Name })
	})
	read(parts)
	slices.SortFunc(results, func(a, b synced) int { return cmp.Compare(a.source, b.source) })
	return results
}

// report prints what the sync took, one source a line. It returns an error if one could not be read.
func report(out io.Writer, results []synced) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SOURCE\tREQUESTS\tEVENTS\tEDITED\tREJECTS\tTIME")
	var total synced
	failed := 0
	for _, r := range results {
		line(table, r)
		total.Requests += r.Requests
		total.Added += r.Added
		total.Revised += r.Revised
		total.Rejected += r.Rejected
		total.Took += r.Took
		if r.err != nil {
			failed++
		}
	}
	if len(results) > 1 {
		total.source = "all"
		line(table, total)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintf(out, "%s could not be read: %s\n", r.source, cause(r.err))
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d sources could not be read", failed, len(results))
	}
	return nil
}

func line(w io.Writer, r synced) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\n", r.source, r.Requests, r.Added, r.Revised, r.Rejected, r.Took.Round(time.Millisecond))
}
