package cli

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// measureWithin is how long the store may take to answer who asks for the metrics.
const measureWithin = 5 * time.Second

// measures tells as metrics how the reading goes and how far the followers of the log have come. It is all in the store,
// so every process tells the same, at the moment it is asked.
type measures struct {
	db  *store.DB
	log *slog.Logger
}

var (
	databaseUp = prometheus.NewDesc("dateline_database_up",
		"Whether the database answered this process: 1 or 0. While it does not, what is kept there is not told.", nil, nil)
	sourcesIn = prometheus.NewDesc("dateline_sources",
		"Sources, and parts of sources, by how their reading goes: new, reading, current, failing, refused (not tried again "+
			"until the configuration changes), paused.", []string{"source", "tool", "state"}, nil)
	sourceRead = prometheus.NewDesc("dateline_source_success_timestamp_seconds",
		"When a source was last read without error; of one with parts, the part for which that was longest ago.", []string{"source", "tool"}, nil)
	bookmarkBehind = prometheus.NewDesc("dateline_bookmark_behind_entries",
		"Entries of the log that a follower has not seen yet, at most.", []string{"follower"}, nil)
	bookmarkMoved = prometheus.NewDesc("dateline_bookmark_moved_timestamp_seconds",
		"When a follower of the log last went on.", []string{"follower"}, nil)
)

func (measures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{databaseUp, sourcesIn, sourceRead, bookmarkBehind, bookmarkMoved} {
		to <- d
	}
}

func (m measures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), measureWithin)
	defer cancel()
	up := 1.0
	if err := m.collect(ctx, to); err != nil {
		m.log.WarnContext(ctx, "the metrics are incomplete", "reason", err.Error())
		up = 0
	}
	to <- prometheus.MustNewConstMetric(databaseUp, prometheus.GaugeValue, up)
}

// collect asks for everything before it tells anything.
func (m measures) collect(ctx context.Context, to chan<- prometheus.Metric) error {
	sources, err := m.db.Sources(ctx)
	if err != nil {
		return err
	}
	bookmarks, err := m.db.Bookmarks(ctx)
	if err != nil {
		return err
	}
	head, err := m.db.Head(ctx) // after the bookmarks, so that none is before it
	if err != nil {
		return err
	}
	states, read := tally(sources)
	for of, n := range states {
		to <- prometheus.MustNewConstMetric(sourcesIn, prometheus.GaugeValue, float64(n), of.source, of.tool, of.state)
	}
	for of, at := range read {
		to <- prometheus.MustNewConstMetric(sourceRead, prometheus.GaugeValue, seconds(at), of.source, of.tool)
	}
	for _, b := range bookmarks {
		to <- prometheus.MustNewConstMetric(bookmarkBehind, prometheus.GaugeValue, float64(max(0, head-b.Seq)), b.Follower)
		to <- prometheus.MustNewConstMetric(bookmarkMoved, prometheus.GaugeValue, seconds(b.Moved), b.Follower)
	}
	return nil
}

// told is what a source's metrics are labelled with.
type told struct{ source, tool, state string }

// tally counts sources and their parts by state, and finds when each was last read. What the configuration no longer has
// does not count.
func tally(sources []feed.Source) (states map[told]int, read map[told]time.Time) {
	states, read = map[told]int{}, map[told]time.Time{}
	for _, src := range sources {
		if src.Retired {
			continue
		}
		of := told{source: cmp.Or(src.Parent, src.Name), tool: src.Tool}
		if last, known := read[of]; !src.Paused && !src.Success.IsZero() && (!known || src.Success.Before(last)) {
			read[of] = src.Success
		}
		of.state = string(src.State)
		if src.Paused {
			of.state = "paused"
		}
		states[of]++
	}
	return states, read
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
