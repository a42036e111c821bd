// Command dateline is Dateline for a cluster: it serves the pages, reads the sources, or both, with a Temporal server and
// a database that run elsewhere.
package main

import (
	"os"

	"github.com/datelinehq/dateline/cmd/internal/cli"
)

func main() {
	os.Exit(cli.Program{Name: "dateline"}.Main())
}
