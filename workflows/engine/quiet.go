package engine

import (
	"log/slog"
	"os"

	"go.temporal.io/server/common/log/tag"
)

// quiet is the server's logger: warnings and worse go on at their level less one, because what a Temporal server warns
// of while it starts and stops is rarely of use to the operator of one machine; the rest is dropped.
type quiet struct{ log *slog.Logger }

func (quiet) Debug(string, ...tag.Tag)             {}
func (quiet) Info(string, ...tag.Tag)              {}
func (q quiet) Warn(msg string, tags ...tag.Tag)   { q.log.Debug("engine: "+msg, attrs(tags)...) }
func (q quiet) Error(msg string, tags ...tag.Tag)  { q.log.Debug("engine: "+msg, attrs(tags)...) }
func (q quiet) DPanic(msg string, tags ...tag.Tag) { q.log.Error("engine: "+msg, attrs(tags)...) }
func (q quiet) Panic(msg string, tags ...tag.Tag) {
	q.log.Error("engine: "+msg, attrs(tags)...)
	panic(msg)
}
func (q quiet) Fatal(msg string, tags ...tag.Tag) {
	q.log.Error("engine: "+msg, attrs(tags)...)
	os.Exit(1)
}

func attrs(tags []tag.Tag) []any {
	var out []any
	for _, t := range tags {
		out = append(out, t.Key(), t.Value())
	}
	return out
}
