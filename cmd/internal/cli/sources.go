package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed/store"
)

func (p Program) pauseCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "pause", "Stop polling a source; what was read stays", func(h *host, ctx context.Context, name string) error {
		return h.db.Pause(ctx, name, true)
	})
}

func (p Program) resumeCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "resume", "Poll a paused source again, from where it stopped", func(h *host, ctx context.Context, name string) error {
		if err := h.db.Pause(ctx, name, false); err != nil {
			return err
		}
		return h.db.Postpone(ctx, name, h.now())
	})
}

func (p Program) pollCommand(o *options) *cobra.Command {
	return p.sourceCommand(o, "poll", "Make a source due now; whoever works polls it within seconds", func(h *host, ctx context.Context, name string) error {
		return h.db.Postpone(ctx, name, h.now())
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
			err = do(h, cmd.Context(), args[0])
			if errors.Is(err, store.ErrNotFound) {
				return usage(fmt.Errorf("there is no source %q", args[0]))
			}
			return err
		},
	}
}
