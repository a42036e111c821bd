package cli

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
)

//go:embed demo.yaml.tmpl
var demoText string

// demoYAML is the configuration of the demo, as anybody would write it.
var demoYAML = template.Must(template.New("dateline.yaml").Parse(demoText))

// A Team is a fictional one, which works in tools of its own. What the template of the demo's configuration asks of it beside
// this is what a simulator has.
type Team interface {
	// URL is where its tools are.
	URL() string
	Close(ctx context.Context) error
}

// A demoConfig is what the template of the demo's configuration is filled with.
type demoConfig struct {
	Listen string
	// Open says that others reach it, who may do everything with a team that does not exist.
	Open bool
	Team Team
}

func (p Program) demoCommand(o *options) *cobra.Command {
	var listen, metrics string
	var speed float64
	var seed uint64
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show everything at work on a fictional team, without any account",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("data") && os.Getenv("DATELINE_DATA") == "" {
				dir, err := os.MkdirTemp("", "dateline-demo-")
				if err != nil {
					return fmt.Errorf("making a folder for the demo: %w", err)
				}
				defer func() { _ = os.RemoveAll(dir) }()
				o.data = dir
			}
			ctx := cmd.Context()
			team, err := p.Team(ctx, seed, speed)
			if err != nil {
				return err
			}
			defer dissolve(team)
			secrets := &connectors.Secrets{}
			conf, err := demoConfiguration(o.data, team, listen, secrets)
			if err != nil {
				return err
			}
			h, err := p.host(ctx, conf, o, secrets, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer h.close()
			h.clients.Hurry()
			h.config.Metrics = metrics
			h.announce = func(address string) {
				fmt.Fprintf(cmd.OutOrStdout(), "\n  The feed of a fictional team is filling at %s\n"+
					"  The tools it comes from are at %s\n  Its configuration is %s\n  Stop with Ctrl-C.\n\n",
					address, team.URL(), filepath.Join(o.data, "dateline.yaml"))
			}
			return h.run(ctx, serving, reading)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", env("LISTEN", config.DefaultListen), "the `address` to serve at (DATELINE_LISTEN)")
	metricsFlag(cmd, &metrics, "none")
	cmd.Flags().Float64Var(&speed, "speed", 60, "how many `seconds` of the team's life pass in one")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another `number`, another two months")
	return cmd
}

// demoConfiguration writes the demo's configuration into the data folder and reads it as any other.
func demoConfiguration(dir string, team Team, listen string, secrets *connectors.Secrets) (*config.Config, error) {
	var text bytes.Buffer
	err := demoYAML.Execute(&text, demoConfig{Listen: listen, Open: config.Reachable(listen) != nil, Team: team})
	if err != nil {
		return nil, fmt.Errorf("writing the demo's configuration: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	file := filepath.Join(dir, "dateline.yaml")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		return nil, fmt.Errorf("writing the demo's configuration: %w", err)
	}
	return config.Read(file, tools, secrets)
}

func dissolve(team Team) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := team.Close(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		fmt.Fprintln(os.Stderr, "the simulator did not stop cleanly:", err)
	}
}
