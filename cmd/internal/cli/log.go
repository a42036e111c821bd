package cli

import (
	"io"
	"log/slog"

	"github.com/datelinehq/dateline/connectors"
)

// logger logs to w as text. Secrets are taken out of everything that is said.
func logger(w io.Writer, verbose bool, secrets *connectors.Secrets) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{
		Level: level,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			switch a.Value.Kind() {
			case slog.KindString, slog.KindAny:
				a.Value = slog.StringValue(secrets.Redact(a.Value.String()))
			}
			return a
		},
	}))
}
