package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/store"
)

func (p Program) explainCommand(o *options) *cobra.Command {
	var format, zone string
	cmd := &cobra.Command{
		Use:   "explain ASK",
		Short: "Explain every minute of an ask",
		Long: "Prints the receipt of an ask: who asked whom for what, the window and why this one, which time counted and which\n" +
			"did not and why, until when it is due, and what would stop it. An ask is named by its id, or the beginning of it,\n" +
			"as asks prints it.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			reader := time.Local
			if zone != "" {
				if reader, err = h.config.Zones.Zone(zone); err != nil {
					return usage(err)
				}
			}
			r, err := h.receipt(cmd.Context(), args[0])
			if errors.Is(err, store.ErrNotFound) {
				return usage(fmt.Errorf("there is no ask %q; %s asks prints those that wait", args[0], p.Name))
			}
			if err != nil {
				return err
			}
			switch format {
			case "text":
				_, err = fmt.Fprint(cmd.OutOrStdout(), r.Text(reader))
			case "json":
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			default:
				err = usage(fmt.Errorf("--format is text or json, not %q", format))
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`text` or json")
	cmd.Flags().StringVar(&zone, "zone", "", "the time `zone` of who reads it, such as Europe/Lisbon; default that of this machine")
	return cmd
}

// receipt explains an ask by what is known now.
func (h *host) receipt(ctx context.Context, id string) (receipt.Receipt, error) {
	ask, err := sight{h}.Ask(ctx, id)
	if err != nil {
		return receipt.Receipt{}, err
	}
	return h.receiptOf(ctx, ask)
}

// receiptOf explains an ask.
func (h *host) receiptOf(ctx context.Context, ask feed.AskEntry) (receipt.Receipt, error) {
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return receipt.Receipt{}, err
	}
	in := receipt.Input{
		Ask: ask, Calendar: agreed.Hours(ask.Tool, ask.Responder), Now: h.now().UTC(),
		Names: func(a feed.Account) string {
			if name := agreed.Person(ask.Tool, a.ID); name != "" {
				return name
			}
			return a.Label()
		},
	}
	in.Window, in.Before, in.Windows = agreed.Chosen(ask.Window, ask.Opened)
	if in.Evidence, err = h.entry(ctx, ask.Source, ask.Evidence); err != nil {
		return receipt.Receipt{}, err
	}
	in.End, err = h.entry(ctx, ask.Source, ask.End)
	return receipt.Explain(in), err
}

// explained is receipt for the pages.
func (h *host) explained(ctx context.Context, id string) (r receipt.Receipt, found bool, err error) {
	r, err = h.receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// entry is the entry of an event, nil if there is none.
func (h *host) entry(ctx context.Context, source, key string) (*feed.Entry, error) {
	if key == "" {
		return nil, nil
	}
	e, err := h.db.Entry(ctx, source, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &e, err
}
