package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// checkTimeout bounds the trial request of one source.
const checkTimeout = 30 * time.Second

func (p Program) checkCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Check the configuration, then each connection",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.given = true // checking what is not there helps nobody
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%s: the configuration is good\n%s: the database answers\n", o.config, h.db.Dialect())
			if len(h.config.Sources) == 0 {
				fmt.Fprintln(out, "there are no sources yet")
			}
			failed := 0
			for _, s := range h.config.Sources {
				if err := h.try(cmd.Context(), s); err != nil {
					failed++
					fmt.Fprintf(out, "%s: %s: %s\n", s.Name, s.Tool, h.secrets.Redact(err.Error()))
					continue
				}
				fmt.Fprintf(out, "%s: %s can be read\n", s.Name, s.Tool)
			}
			h.agreement(out)
			if failed > 0 {
				return fmt.Errorf("%d of %d sources cannot be read", failed, len(h.config.Sources))
			}
			return nil
		},
	}
}

// try reads the first page of a source and throws it away.
func (h *host) try(ctx context.Context, s config.Source) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	connector, err := h.connector(feed.Source{Name: s.Name, Tool: s.Tool})
	if err != nil {
		return err
	}
	_, err = connector.Fetch(ctx, "")
	if wait := (*connectors.Wait)(nil); errors.As(err, &wait) {
		return nil // the tool knows us, and has had enough for now
	}
	return err
}

// agreement prints what the windows are.
func (h *host) agreement(out io.Writer) {
	for _, w := range h.config.Windows {
		what := "every response"
		if w.When != "" {
			what = w.When
		}
		now := h.now().UTC().Truncate(time.Minute)
		fmt.Fprintf(out, "window %q: %s within %s; asked now (%s) it would be due %s\n", w.Name, what, w.Within,
			now.Format("2006-01-02 15:04 MST"), w.Within.Deadline(now).Format("2006-01-02 15:04 MST"))
	}
}
