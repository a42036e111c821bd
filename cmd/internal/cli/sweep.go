package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/workflows"
)

func (p Program) sweepCommand(o *options) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "sweep SOURCE",
		Short: "Look now for what was deleted in a source's tool, and remove its text here",
		Long: "Walks over everything that exists in a source and removes the texts of what does not exist any more. Who\n" +
			"works does so by itself, once a day, or as sweep: of the source says. Where the tool does not list what\n" +
			"exists there is nothing to do.\n\n" +
			"If more than half of what is stored is missing, and more than 20 items are, nothing is removed: it looks as\n" +
			"if a permission had been taken away. --force removes it.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			s, err := workflows.SweepNow(cmd.Context(), h.activities(&connection{}), args[0], force)
			if err != nil {
				return noSource(args[0], err)
			}
			h.did(cmd.Context(), "swept the source "+args[0], args[0])
			out := cmd.OutOrStdout()
			switch {
			case s.Failed != "":
				return fmt.Errorf("sweeping %s: %s", args[0], s.Failed)
			case s.Doubt != "":
				return fmt.Errorf("sweeping %s: %s", args[0], s.Doubt)
			}
			_, err = fmt.Fprintf(out, "%s: %d items are stored, %d were removed, for the tool no longer has them\n", args[0], s.Stored, s.Removed)
			return err
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "remove what is missing however much it is")
	return cmd
}
