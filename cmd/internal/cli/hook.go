package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/connectors"
)

func (p Program) hookCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "hook SOURCE",
		Short: "Print the address of a source's doorbell, and the secret that its tool made up",
		Long: "Prints the address to make a webhook for in the tool, so that what happens there is read at once. Where the\n" +
			"tool makes up the secret and tells it in its first call, that is printed too: Notion wants it back before it\n" +
			"calls again.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			src, _, err := h.db.Source(cmd.Context(), args[0])
			if err != nil {
				return noSource(args[0], err)
			}
			connector, err := h.connector(src)
			if err != nil {
				return err
			}
			address := h.hook(src.Name)
			switch _, rings := connector.(connectors.Bell); {
			case !rings:
				return fmt.Errorf("%s of %s has no doorbell: it is polled every %s", src.Name, src.Tool, src.Every)
			case address == "":
				return errors.New("tools reach a doorbell by the public address: set public_url in the configuration")
			}
			kept, err := h.db.Kept(cmd.Context(), src.Name)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintln(out, address)
			if kept != "" {
				fmt.Fprintf(out, "the tool's secret: %s\n", kept)
			}
			return nil
		},
	}
}
