// Command dateline-solo is Dateline for one machine: the same program as dateline, with the Temporal server inside and
// its data in one folder.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/datelinehq/dateline/cmd/internal/cli"
	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/workflows/engine"
)

func main() {
	os.Exit(cli.Program{Name: "dateline-solo", Engine: start, Team: team}.Main())
}

func start(ctx context.Context, dir string, log *slog.Logger) (cli.Engine, error) {
	return engine.Start(ctx, dir, log)
}

func team(ctx context.Context, seed uint64, speed float64) (cli.Team, error) {
	team, err := simulator.Listen(ctx, "127.0.0.1:0", simulator.Options{Seed: seed, Speed: speed})
	if err != nil {
		return nil, err
	}
	return team, nil
}
