package cli

import (
	"cmp"
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// measureWithin is how long the store may take to answer who asks for the metrics.
const measureWithin = 5 * time.Second

// measures tells as metrics how the reading goes, what is waited for, and how far those have come who follow the log. It is all
// in the store, so every process tells the same, at the moment it is asked.
type measures struct {
	db  *store.DB
	log *slog.Logger
	now func() time.Time
	// subscribers and mailings are those of the configuration.
	subscribers func(ctx context.Context) ([]feed.Subscriber, error)
	mailings    func(ctx context.Context) ([]mailing, error)
}

func (h *host) measures() measures {
	return measures{db: h.db, log: h.log, now: h.now, subscribers: subscribed{h}.Subscribers, mailings: h.mailings}
}

var (
	databaseUp = prometheus.NewDesc("dateline_database_up",
		"Whether the database answered this process: 1 or 0. While it does not, what is kept there is not told.", nil, nil)
	sourcesIn = prometheus.NewDesc("dateline_sources",
		"Sources, and parts of sources, by how their reading goes: new, reading, current, failing, refused (not tried again "+
			"until the configuration changes), paused.", []string{"source", "tool", "state"}, nil)
	sourceRead = prometheus.NewDesc("dateline_source_last_success_timestamp_seconds",
		"When a source was last read without error; of one with parts, the part for which that was longest ago.", []string{"source", "tool"}, nil)
	eventsOf = prometheus.NewDesc("dateline_events",
		"Events that are in the feed.", []string{"source", "tool"}, nil)
	quotaLeft = prometheus.NewDesc("dateline_source_quota_left_requests",
		"Requests that a tool lets a source make until its quota is renewed, by what it said last; of one with parts, the fewest. "+
			"Not told of a quota that was renewed since.", []string{"source", "tool"}, nil)
	quotaLimit = prometheus.NewDesc("dateline_source_quota_limit_requests",
		"Requests that the quota has which dateline_source_quota_left_requests tells of.", []string{"source", "tool"}, nil)
	asksIn = prometheus.NewDesc("dateline_asks",
		"Asks that wait for a response, by state and by whether they are flagged: past their window.", []string{"state", "flagged"}, nil)
	subscribersIn = prometheus.NewDesc("dateline_subscribers",
		"Always 1; the label tells how the deliveries to a subscriber go: active, failing, paused, disabled (given up until somebody "+
			"resumes it).", []string{"subscriber", "state"}, nil)
	digestSubscribersIn = prometheus.NewDesc("dateline_digest_subscribers",
		"Always 1; the label tells how the digests to a subscriber go: active, failing, ended by the reader, refused (by the mail "+
			"server or the receiver of the webhook, which may have taken none for five days; none is sent until somebody does something about it).", []string{"subscriber", "state"}, nil)
	followerLag = prometheus.NewDesc("dateline_follower_lag_events",
		"Events in the log that a follower has not seen yet, at most.", []string{"follower"}, nil)
	followerMoved = prometheus.NewDesc("dateline_follower_last_moved_timestamp_seconds",
		"When a follower of the log last went on.", []string{"follower"}, nil)
)

func (measures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		databaseUp, sourcesIn, sourceRead, eventsOf, quotaLeft, quotaLimit, asksIn, subscribersIn, digestSubscribersIn, followerLag,
		followerMoved,
	} {
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
	waiting, err := m.db.WaitingAsks(ctx)
	if err != nil {
		return err
	}
	subscribers, err := m.subscribers(ctx)
	if err != nil {
		return err
	}
	mailings, err := m.mailings(ctx)
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
	tell := func(what *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(what, prometheus.GaugeValue, value, labels...)
	}
	for of, s := range tally(sources, m.now()) {
		for state, n := range s.states {
			tell(sourcesIn, float64(n), of.source, of.tool, state)
		}
		if !s.read.IsZero() {
			tell(sourceRead, seconds(s.read), of.source, of.tool)
		}
		tell(eventsOf, float64(s.events), of.source, of.tool)
		if s.quota.Limit > 0 {
			tell(quotaLeft, float64(s.quota.Left), of.source, of.tool)
			tell(quotaLimit, float64(s.quota.Limit), of.source, of.tool)
		}
	}
	for _, w := range waiting {
		tell(asksIn, float64(w.Asks), string(w.State), strconv.FormatBool(w.Flagged))
	}
	for _, s := range subscribers {
		tell(subscribersIn, 1, s.Name, string(s.State()))
	}
	for _, one := range mailings {
		tell(digestSubscribersIn, 1, one.to.Name, one.state)
	}
	for _, b := range bookmarks {
		tell(followerLag, float64(max(0, head-b.Seq)), b.Follower)
		tell(followerMoved, seconds(b.Moved), b.Follower)
	}
	return nil
}

// told is what a source's metrics are labelled with.
type told struct{ source, tool string }

// A score is what is told of a source and its parts.
type score struct {
	states map[string]int
	read   time.Time // of the part that was not read for longest
	events int64
	quota  feed.Quota // of which the fewest requests are left
}

// tally scores the sources. What the configuration no longer has counts only by its events.
func tally(sources []feed.Source, now time.Time) map[told]*score {
	scores := map[told]*score{}
	for _, src := range sources {
		of := told{source: cmp.Or(src.Parent, src.Name), tool: src.Tool}
		s := scores[of]
		if s == nil {
			s = &score{states: map[string]int{}}
			scores[of] = s
		}
		s.events += src.Events
		if src.Retired {
			continue
		}
		state := string(src.State)
		if src.Paused {
			state = "paused"
		} else if !src.Success.IsZero() && (s.read.IsZero() || src.Success.Before(s.read)) {
			s.read = src.Success
		}
		s.states[state]++
		renewed := !src.Quota.Reset.IsZero() && !src.Quota.Reset.After(now)
		if src.Quota.Limit > 0 && !renewed && (s.quota.Limit == 0 || src.Quota.Left < s.quota.Left) {
			s.quota = src.Quota
		}
	}
	return scores
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
