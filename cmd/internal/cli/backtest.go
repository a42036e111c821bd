package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/windows"
)

func (p Program) backtestCommand(o *options) *cobra.Command {
	var window, file, unit, format string
	var days int
	cmd := &cobra.Command{
		Use:   "backtest",
		Short: "Say how many asks would have been answered in time by another window or agreement",
		Long: "Counts the asks of the last days by what is proposed: one window for a kind of ask, or the whole agreement in\n" +
			"another configuration, by which everything is derived anew. Says how many would have been in time, and what the\n" +
			"window would have to be for nine in ten. Nothing is changed, and nobody is told.\n\n" +
			"  " + p.Name + " backtest --window 'review: 8wh'\n" +
			"  " + p.Name + " backtest --protocol proposed.yaml --unit bd",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			print, ok := map[string]func(io.Writer, reports.Outcome) error{
				"text": outcomeText, "json": outcomeJSON, "csv": func(out io.Writer, r reports.Outcome) error { return r.WriteCSV(out) },
			}[format]
			switch {
			case !ok:
				return usage(fmt.Errorf("--format is text, json or csv, not %q", format))
			case (window == "") == (file == ""):
				return usage(errors.New("say what is proposed: --window 'review: 8wh', or --protocol FILE"))
			case days < 0:
				return usage(fmt.Errorf("--days is how many days to look back, not %d", days))
			}
			proposed, trial, err := proposal(window, unit)
			if err != nil {
				return usage(err)
			}
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			trial.Now, trial.Since = h.now(), back(h.now(), days)
			var b *reports.Backtest
			if file != "" {
				b, err = h.tryAgreement(cmd.Context(), file, trial, cmd.ErrOrStderr())
			} else {
				b, err = h.tryWindow(cmd.Context(), proposed, trial)
			}
			if err != nil {
				return err
			}
			return print(cmd.OutOrStdout(), b.Outcome())
		},
	}
	cmd.Flags().StringVar(&window, "window", "", "a `window` for a kind of ask, such as 'review: 8wh'")
	cmd.Flags().StringVar(&file, "protocol", "", "a configuration `file` whose agreement is tried")
	cmd.Flags().StringVar(&unit, "unit", "", "the `unit` of the window that is found: wh, bd or h")
	cmd.Flags().IntVar(&days, "days", 90, "look back so many `days`; 0 is as far as there is anything")
	cmd.Flags().StringVar(&format, "format", "text", "`text`, json or csv")
	return cmd
}

// proposal reads what is proposed, and in which unit the window is told that is found.
func proposal(window, unit string) (p reports.Proposal, t reports.Trial, err error) {
	if window != "" {
		if p, err = reports.ParseProposal(window); err != nil {
			return p, t, err
		}
		t.Unit = reports.UnitOf(p.Within)
	}
	if unit != "" {
		t.Unit, err = reports.ParseUnit(unit)
	}
	return p, t, err
}

// tryWindow counts the asks of a kind by another window.
func (h *host) tryWindow(ctx context.Context, proposed reports.Proposal, t reports.Trial) (*reports.Backtest, error) {
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return nil, err
	}
	t.Proposed = agreed
	b := reports.Try(t)
	return b, sight{h}.AllAsks(ctx, store.AskFilter{Kinds: []feed.AskKind{proposed.Kind}}, func(a feed.AskEntry) error {
		if a.Open() || !a.Ended.Before(t.Since) {
			b.Add(a, reports.Under(a, windows.Term{Within: proposed.Within}, agreed, t.Now))
		}
		return nil
	})
}

func outcomeText(out io.Writer, o reports.Outcome) error {
	period := "of all time"
	if !o.Since.IsZero() {
		period = "since " + o.Since.UTC().Format(time.DateOnly)
	}
	_, err := fmt.Fprintf(out, "what was answered %s, and what is open now\n\n%s", period, o.Text())
	return err
}

func outcomeJSON(out io.Writer, o reports.Outcome) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(o)
}
