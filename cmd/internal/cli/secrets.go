package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed/seal"
)

func (p Program) secretsCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "secrets",
		Short: "Exchange the key that secrets in the database are sealed with",
		Long: "Secrets that have to be kept are sealed with the key of encryption: in the configuration. Where that names none\n" +
			"and the database is a file in the data folder, the key is dateline.key beside it, and is made when it is first needed.\n" +
			"Keep a copy of the key, and not where copies of the database are.\n\n" +
			"To exchange it, write the new one before the old one and restart what runs; then seal everything anew:\n\n" +
			"  " + p.Name + " secrets key > new.key\n" +
			"  encryption: {key_file: [new.key, old.key]}\n" +
			"  " + p.Name + " secrets rotate\n\n" +
			"From then on the old one is needed only for backups of before. Where several processes run, give all of them the new\n" +
			"key after the old one first, so that each can open what the others seal.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "key",
			Short: "Print a new key",
			Args:  func(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) },
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), seal.New())
				return err
			},
		},
		p.secretsDoing(o, "rotate", "Seal with the newest key what is sealed with another one",
			"What is done is done if it is stopped half-way: run it again.", (*host).rotate),
		p.secretsDoing(o, "forget", "Forget what is sealed with a key that is lost for good",
			"Doorbells have to be agreed on anew, whoever is logged in has to log in again, and addresses to unsubscribe at\n"+
				"that stand in old mails hold no longer.", (*host).forget),
	)
	return cmd
}

// secretsDoing is a command that changes what is sealed.
func (p Program) secretsDoing(o *options, use, short, long string, do func(*host, *cobra.Command) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Long: long,
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			return do(h, cmd)
		},
	}
}

func (h *host) rotate(cmd *cobra.Command) error {
	ctx := cmd.Context()
	if err := h.sealed(ctx); err != nil {
		return err
	}
	n, err := h.db.Reseal(ctx, false)
	if n > 0 {
		h.did(ctx, fmt.Sprintf("sealed secrets anew with the key %s", h.db.Keys()[0]), "")
	}
	if err != nil {
		return err
	}
	counts, err := h.db.Sealed(ctx)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "sealed anew: %d; sealed with the key %s: %d\n", n, h.db.Keys()[0], counts[h.db.Keys()[0]])
	for _, name := range h.db.Keys()[1:] {
		if counts[name] == 0 {
			fmt.Fprintf(out, "nothing needs the key %s any more\n", name)
		}
	}
	return nil
}

func (h *host) forget(cmd *cobra.Command) error {
	n, err := h.db.Unseal(cmd.Context())
	if err != nil {
		return err
	}
	if n > 0 {
		h.did(cmd.Context(), "forgot secrets that no key opens", "")
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "forgotten: %d\n", n)
	return err
}

// checkSecrets reports on the keys that secrets are sealed with.
func (h *host) checkSecrets(ctx context.Context, out marked) error {
	counts, err := h.db.Sealed(ctx)
	if err != nil {
		return err
	}
	if lost := h.lost(counts); lost != nil {
		return lost
	}
	if !h.db.Guarded() {
		out.doubt("encryption: there is no key, so doorbells that agree on a secret are refused; " +
			"write the path of one as encryption: {key_file: …}")
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		switch {
		case name == "":
			out.doubt("encryption: %d secrets are not sealed yet; they are when serve or work begin", counts[name])
		case slices.Contains(h.db.Keys()[1:], name):
			out.doubt("encryption: %d secrets are sealed with the older key %s; run %s secrets rotate",
				counts[name], name, h.program.Name)
		}
	}
	out.good("encryption: secrets are sealed with the key %s", h.db.Keys()[0])
	return nil
}
