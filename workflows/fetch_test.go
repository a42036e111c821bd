package workflows_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/workflows"
)

// What the team agreed that lists mean is said before anything is stored.
func TestFetchAppliesTheMap(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{{Events: []feed.Event{
		{Key: "m", Item: "7", Verb: feed.Moved, From: "Doing", Into: "Decided", At: start.Add(-time.Hour)},
	}}}}})
	b.Map = func(src feed.Source) feed.Map {
		if src.Name != "api" {
			t.Errorf("asked for the map of %q", src.Name)
		}
		return feed.Map{Lists: map[string]feed.Verb{"decided": feed.Decided}}
	}
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	decided, err := b.Store.Events(t.Context(), feed.Filter{Kinds: []feed.Kind{feed.Decision}}, 0, 10)
	if err != nil || len(decided) != 1 || decided[0].Verb != feed.Decided || decided[0].Into != "Decided" {
		t.Errorf("stored %+v, %v", decided, err)
	}
}

func TestRejectsAreCountedOnce(t *testing.T) {
	page := feed.Page{Rejects: []feed.Reject{
		{Key: "a", Reason: "the card cannot be understood: json: cannot unmarshal string into Go value"},
		{Key: "b", Reason: "an unknown kind of entry"}, {Key: "c", Reason: "it has no id or number"},
		{Key: "d", Reason: "it has no time"}, {Key: "e", Reason: "the document is nested too deep"}, {Key: "f", Reason: "the moon is full"},
	}}
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{page, page}}})
	reg := prometheus.NewRegistry()
	b.Metrics = workflows.NewMetrics(reg)
	if polled, err := b.poll(t, 1); err != nil || polled.Rejected != 6 {
		t.Fatalf("read %+v, %v", polled, err)
	}
	want := `
# HELP dateline_rejects_total Objects of the tools that could not be understood, each counted once, by source and reason: malformed, too_long, bad_time, nameless, unknown_word, other.
# TYPE dateline_rejects_total counter
dateline_rejects_total{reason="bad_time",source="api"} 1
dateline_rejects_total{reason="malformed",source="api"} 1
dateline_rejects_total{reason="nameless",source="api"} 1
dateline_rejects_total{reason="other",source="api"} 1
dateline_rejects_total{reason="too_long",source="api"} 1
dateline_rejects_total{reason="unknown_word",source="api"} 1
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), "dateline_rejects_total"); err != nil {
		t.Error(err)
	}
}

// A doorbell that rings while a page is on its way is not answered by that page: the source is polled again at once.
func TestARingDuringAFetchIsHeard(t *testing.T) {
	for _, c := range []struct {
		name string
		ring bool
		want time.Duration // until the source is due
	}{{"quiet", false, time.Minute}, {"a ring", true, 0}} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, map[string]*tool{"api": {}})
			now := start.Add(time.Hour)
			b.Now = func() time.Time { return now }
			b.Open = func(feed.Source) (connectors.Connector, error) {
				return fetcher(func(ctx context.Context, after feed.Cursor) (feed.Page, error) {
					now = now.Add(2 * time.Second)
					if c.ring {
						if err := b.Store.Postpone(ctx, "api", now.Add(-time.Second)); err != nil {
							t.Fatal(err)
						}
					}
					return feed.Page{Next: after}, nil
				}), nil
			}
			if _, err := b.poll(t, 1); err != nil {
				t.Fatal(err)
			}
			src, _, err := b.Store.Source(t.Context(), "api")
			if err != nil || !src.Due.Equal(now.Add(c.want)) {
				t.Errorf("due %s after it was read, %v; want %s", src.Due.Sub(now), err, c.want)
			}
		})
	}
}

// A fetcher is a connector that is a function.
type fetcher func(context.Context, feed.Cursor) (feed.Page, error)

func (f fetcher) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	return f(ctx, after)
}

// A source that failed is read by a Poll. One that ends while Dispatch looks at the source has made it due anew, and that is left so.
func TestAPollThatEndsMeanwhileIsHeard(t *testing.T) {
	for name, ends := range map[string]bool{"it goes on": false, "it ends": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, map[string]*tool{"api": {}})
			if err := b.Store.Fail(t.Context(), "api", feed.SourceFailing, "no", start, start); err != nil {
				t.Fatal(err)
			}
			src, _, err := b.Store.Source(t.Context(), "api")
			if err != nil {
				t.Fatal(err)
			}
			want := start.Add(time.Minute)
			b.Now = func() time.Time { // it is asked for just before the source is postponed
				if ends {
					want = start.Add(2 * time.Second)
					if err := b.Store.Postpone(t.Context(), "api", want); err != nil {
						t.Fatal(err)
					}
				}
				return start
			}
			workflows.Ask(t.Context(), b.Activities, src)
			now, _, err := b.Store.Source(t.Context(), "api")
			if err != nil || !now.Due.Equal(want) || (len(b.woken) == 0) != ends {
				t.Errorf("due at %s, %v, and started %q; want %s", now.Due, err, b.woken, want)
			}
		})
	}
}
