package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"go.temporal.io/sdk/temporal"
	"golang.org/x/term"

	"github.com/datelinehq/dateline/feed"
)

// cause is the innermost error of a failed workflow: what the tool said.
func cause(err error) string {
	var application *temporal.ApplicationError
	for errors.As(err, &application) {
		if inner := errors.Unwrap(application); inner != nil {
			err = inner
			continue
		}
		return application.Message()
	}
	return err.Error()
}

// A display shows how far the readings have come, until it is stopped.
type display struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (d *display) stop() {
	d.cancel()
	<-d.done
}

// progress shows a bar for each source that is being read: drawn on a terminal, and otherwise a line now and then.
func (h *host) progress(ctx context.Context, out io.Writer) *display {
	ctx, cancel := context.WithCancel(ctx)
	d := &display{cancel: cancel, done: make(chan struct{})}
	every, draw, end := 5*time.Second, lines(out), func() {}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		every = 150 * time.Millisecond
		draw, end = bars(out)
	}
	go func() {
		defer close(d.done)
		defer end()
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			sources, err := h.db.Sources(ctx)
			if err != nil {
				continue // the next look may do better
			}
			for _, s := range sources {
				draw(s)
			}
		}
	}()
	return d
}

// lines says in words what is being read.
func lines(out io.Writer) func(feed.Source) {
	return func(s feed.Source) {
		switch {
		case s.State == feed.SourceFailing:
			fmt.Fprintf(out, "%s: failing: %s\n", s.Name, s.Error)
		case s.State != feed.SourceReading:
		case s.Reading.Total > 0:
			fmt.Fprintf(out, "%s: %d of %d %s, %d events\n", s.Name, s.Reading.Done, s.Reading.Total, s.Reading.What, s.Events)
		default:
			fmt.Fprintf(out, "%s: %d events\n", s.Name, s.Events)
		}
	}
}

// bars draws a bar for each source.
func bars(out io.Writer) (draw func(feed.Source), end func()) {
	all := mpb.New(mpb.WithOutput(out), mpb.WithWidth(40))
	drawn := map[string]*mpb.Bar{}
	latest := map[string]feed.Source{}
	draw = func(s feed.Source) {
		latest[s.Name] = s
		if s.State != feed.SourceReading && drawn[s.Name] == nil {
			return
		}
		if drawn[s.Name] == nil {
			drawn[s.Name] = all.AddBar(0,
				mpb.PrependDecorators(decor.Name(s.Name, decor.WCSyncSpaceR)),
				mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return words(latest[s.Name]) })))
		}
		done, total := s.Reading.Done, max(s.Reading.Total, s.Reading.Done, 1)
		if s.State == feed.SourceCurrent {
			done = total
		}
		drawn[s.Name].SetTotal(int64(total), false)
		drawn[s.Name].SetCurrent(int64(done))
	}
	return draw, func() {
		for _, bar := range drawn {
			bar.SetTotal(-1, true)
		}
		all.Wait()
	}
}

// words says beside a bar what it shows.
func words(s feed.Source) string {
	switch {
	case s.State == feed.SourceFailing, s.State == feed.SourceRefused:
		return string(s.State) + ": " + s.Error
	case s.State == feed.SourceCurrent:
		return fmt.Sprintf("up to date, %d events", s.Events)
	case s.Reading.Total == 0:
		return fmt.Sprintf("%d events", s.Events)
	}
	return fmt.Sprintf("%d of %d %s, %d events", s.Reading.Done, s.Reading.Total, s.Reading.What, s.Events)
}
