// Command dateline-solo is Dateline for one machine: the same program as dateline, with the Temporal server inside and
// its data in one folder.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/datelinehq/dateline/cmd/internal/cli"
	"github.com/datelinehq/dateline/workflows/engine"
)

func main() {
	os.Exit(cli.Program{Name: "dateline-solo", Engine: start}.Main())
}

func start(ctx context.Context, dir string, log *slog.Logger) (cli.Engine, error) {
	return engine.Start(ctx, dir, log)
}
