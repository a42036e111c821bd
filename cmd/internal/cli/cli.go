package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // for machines without zone data

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed/access"
)

// A Program is one of the programs that share the commands.
type Program struct {
	// Name is what it is called: dateline.
	Name string
	// Engine starts a Temporal server in this process with its files in dir. Nil if the program brings none.
	Engine func(ctx context.Context, dir string, log *slog.Logger) (Engine, error)
	// Team puts a fictional team to work, one of many, as many times faster as speed says. Nil if the program has no demo.
	Team func(ctx context.Context, seed uint64, speed float64) (Team, error)
}

// An Engine is a Temporal server that runs in this process.
type Engine interface {
	Address() string
	Stop() error
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage marks what the caller wrote wrongly on the command line.
var errUsage = errors.New("usage")

// Main runs the program with the process's arguments and returns its exit code. An interrupt or SIGTERM ends it
// cleanly; a second one at once.
func (p Program) Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return p.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// Run runs the program with args and returns its exit code.
func (p Program) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := p.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(access.With(ctx, access.Local()))
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
		return exitUsage
	default:
		fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
		return exitFailed
	}
}

// options are the global flags.
type options struct {
	config, data string
	given        bool // a configuration was named, so it must be there
	verbose      bool
}

func (p Program) root() *cobra.Command {
	o := &options{}
	root := &cobra.Command{
		Use:   p.Name,
		Short: "One feed of what a team decided and did, and who waits for whom",
		Long: "Dateline reads the tools a team already has and makes of them one feed of decisions, progress and\n" +
			"discussion, and says who owes whom a response, since when and until when.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			o.given = cmd.Flags().Changed("config") || os.Getenv("DATELINE_CONFIG") != ""
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&o.config, "config", env("CONFIG", "dateline.yaml"), "the configuration `file` (DATELINE_CONFIG)")
	flags.StringVar(&o.data, "data", env("DATA", "dateline-data"), "the `folder` of SQLite files (DATELINE_DATA)")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log more")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		p.runCommand(o), p.serveCommand(o), p.workCommand(o), p.syncCommand(o), p.checkCommand(o),
		p.feedCommand(o), p.asksCommand(o), p.explainCommand(o), p.decisionsCommand(o), p.exportCommand(o),
		p.sourcesCommand(o), p.subscribersCommand(o), p.pollCommand(o), p.hookCommand(o), p.sweepCommand(o), p.rereadCommand(o), p.pauseCommand(o), p.resumeCommand(o),
		p.digestCommand(o), p.reportsCommand(o), p.backtestCommand(o), p.windowsCommand(), p.protocolCommand(), p.migrateCommand(o), p.versionCommand(),
		p.tokensCommand(o), p.auditCommand(o), p.secretsCommand(o),
	)
	for _, s := range sayings {
		root.AddCommand(p.sayCommand(o, s))
	}
	if p.Team != nil {
		root.AddCommand(p.demoCommand(o))
	}
	for _, c := range append(root.Commands(), root) {
		if args := c.Args; args != nil {
			c.Args = func(cmd *cobra.Command, got []string) error { return usage(args(cmd, got)) }
		}
	}
	return root
}

func usage(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errUsage, err)
}

// env is the value of DATELINE_<name>, or what stands for it.
func env(name, otherwise string) string {
	if v := os.Getenv("DATELINE_" + name); v != "" {
		return v
	}
	return otherwise
}
