package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store"
)

func (p Program) tokensCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tokens",
		Short: "Let programs in: make, list and revoke their tokens",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := p.listCommand(o, &listing{}, "list", "Print the tokens, the newest first", func(h *host, cmd *cobra.Command) ([]row, error) {
		tokens, err := h.db.Tokens(cmd.Context())
		return rowsOf(tokens, func(t feed.Token) row { return tokenRow(t, h.now()) }), err
	}, "TOKEN", "NAME", "ROLE", "SCOPES", "GROUPS", "SOURCES", "MADE", "BY", "STATE")
	cmd.AddCommand(p.tokenCreateCommand(o), list, p.tokenRevokeCommand(o))
	return cmd
}

// A tokenRecord is a token as programs see it.
type tokenRecord struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Role    string    `json:"role"`
	Scopes  []string  `json:"scopes"`
	Groups  []string  `json:"groups,omitempty"`
	Sources []string  `json:"sources,omitempty"`
	By      string    `json:"by,omitempty"`
	Made    time.Time `json:"made"`
	Expires string    `json:"expires,omitempty"`
	State   string    `json:"state"`
}

func tokenRow(t feed.Token, now time.Time) row {
	state, expires := "holds", ""
	if !t.Expires.IsZero() {
		expires = t.Expires.UTC().Format(time.RFC3339)
		state = "until " + stamp(t.Expires)
	}
	switch {
	case !t.Revoked.IsZero():
		state = "revoked " + stamp(t.Revoked)
	case !t.Holds(now):
		state = "expired " + stamp(t.Expires)
	}
	names := func(list []string) string { return strings.Join(list, ",") }
	return row{
		cells:  []string{t.ID, t.Name, t.Role, names(t.Scopes), names(t.Groups), names(t.Sources), stamp(t.Made), t.By, state},
		record: tokenRecord{t.ID, t.Name, t.Role, t.Scopes, t.Groups, t.Sources, t.By, t.Made.UTC(), expires, state},
	}
}

func (p Program) tokenCreateCommand(o *options) *cobra.Command {
	var wanted feed.Token
	var expires string
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Make a token and print it, this once",
		Long: "A token is sent as Authorization: Bearer; where a subscription is fetched it may stand in the address, as token=.\n" +
			"Only a hash of it is kept: what is printed is not shown again.\n\n" +
			"  " + p.Name + " tokens create --name 'my feed reader' --scope feed\n" +
			"  " + p.Name + " tokens create --name dashboard --scope read --source api --expires 90d",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			if err := h.fit(&wanted, expires); err != nil {
				return usage(err)
			}
			text, id, hash := access.NewToken()
			wanted.ID, wanted.Hash, wanted.By, wanted.Made = id, hash, operator(), h.now()
			if err := h.db.PutToken(cmd.Context(), wanted); err != nil {
				return err
			}
			h.did(cmd.Context(), fmt.Sprintf("made the token %s (%s)", id, wanted.Name), "")
			fmt.Fprintf(cmd.ErrOrStderr(), "token %s is made; this is the only time it is shown:\n", id)
			_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&wanted.Name, "name", "", "what it is for, in a few `words`")
	flags.StringVar(&wanted.Role, "role", access.Viewer.String(), "what it may do: the `role` "+strings.Join(access.Roles(), ", "))
	flags.StringSliceVar(&wanted.Scopes, "scope", nil, "what it is for: the `scope` feed, read or write; several with commas")
	flags.StringSliceVar(&wanted.Groups, "group", nil, "it sees what is kept to this `group`")
	flags.StringSliceVar(&wanted.Sources, "source", nil, "it sees this `source` and no other")
	flags.StringVar(&expires, "expires", "", "it holds for a `time`, such as 90d; without one until it is revoked")
	return cmd
}

// fit says what is wrong with a token that is wanted, and until when it is to hold.
func (h *host) fit(wanted *feed.Token, expires string) error {
	wanted.Name = strings.TrimSpace(wanted.Name)
	if wanted.Name == "" || len(wanted.Name) > feed.MaxName {
		return errors.New("--name says what the token is for, in a few words")
	}
	if err := new(access.Role).UnmarshalText([]byte(wanted.Role)); err != nil {
		return fmt.Errorf("--role: %w", err)
	}
	for _, s := range wanted.Scopes {
		if !slices.Contains(access.Scopes(), access.Scope(s)) {
			return fmt.Errorf("--scope is feed, read or write, not %q", s)
		}
	}
	if len(wanted.Scopes) == 0 {
		return errors.New("--scope says what the token is for: feed, read or write")
	}
	for _, name := range wanted.Sources {
		if !slices.ContainsFunc(h.config.Sources, func(s config.Source) bool { return s.Name == name }) {
			return fmt.Errorf("--source: there is no source %q", name)
		}
	}
	if expires != "" {
		var d config.Duration
		if err := d.UnmarshalText([]byte(expires)); err != nil {
			return fmt.Errorf("--expires: %w", err)
		}
		wanted.Expires = h.now().Add(time.Duration(d))
	}
	return nil
}

func (p Program) tokenRevokeCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "revoke TOKEN",
		Short: "Make a token open nothing any more, from now on",
		Long:  "A token is named by its id, as " + p.Name + " tokens list prints it.",
		Args:  func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			err = h.db.RevokeToken(cmd.Context(), args[0], h.now())
			if errors.Is(err, store.ErrNotFound) {
				return usage(fmt.Errorf("no token that holds has the id %q; %s tokens list prints them", args[0], p.Name))
			}
			if err != nil {
				return err
			}
			h.did(cmd.Context(), "revoked the token "+args[0], "")
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "revoked")
			return err
		},
	}
}
