package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p Program) migrateCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database's schema up to date; the other commands do so too",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			fmt.Fprintf(cmd.OutOrStdout(), "the %s schema is up to date\n", h.db.Dialect())
			return nil
		},
	}
}
