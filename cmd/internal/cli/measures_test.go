package cli

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// How the reading goes, and how far the followers have come, is told as metrics while the database answers.
func TestMeasures(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
		declared := []store.Declaration{
			{Name: "api", Tool: "github", Every: time.Minute, Fingerprint: "a"}, {Name: "board", Tool: "trello", Every: time.Minute, Fingerprint: "b"},
		}
		if err := db.Declare(t.Context(), declared, at); err != nil {
			t.Fatal(err)
		}
		if err := db.Fail(t.Context(), "board", feed.SourceRefused, "the token is not known", at, at); err != nil {
			t.Fatal(err)
		}
		page := feed.Page{
			Items: []feed.Item{{ID: "1", Key: "acme/api#1", Title: "Retry", Kind: "pull_request", State: feed.StateOpen, Updated: at}},
			Events: []feed.Event{
				{Key: "asked", Item: "1", Verb: feed.Requested, At: at, To: []feed.Account{{ID: "ben"}}},
				{Key: "said", Item: "1", Verb: feed.Commented, At: at},
			},
		}
		quota := feed.Quota{Left: 40, Limit: 5000, Reset: at.Add(time.Hour)}
		if _, err := db.Commit(t.Context(), store.Commit{Source: "api", Page: page, At: at, Due: at, Quota: quota}); err != nil {
			t.Fatal(err)
		}
		var put []feed.Ask
		for _, state := range []feed.AskState{feed.AskOpen, feed.AskOpen, feed.AskPaused, feed.AskAnswered} {
			put = append(put, feed.Ask{ID: fmt.Sprint(len(put)), Source: "api", Item: "1", Kind: feed.Review, State: state, Opened: at, Due: at})
		}
		err := db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.PutAsks(ctx, "api", map[string][]feed.Ask{"1": put})
		})
		if err != nil {
			t.Fatal(err)
		}
		flag := feed.Event{Key: "flag", Item: "1", Verb: feed.Flagged, At: at}
		if told, err := db.Tell(t.Context(), feed.AskEntry{Ask: put[0]}, flag, at); err != nil || !told {
			t.Fatal(told, err)
		}
		if err := db.Advance(t.Context(), "judge", 0); err != nil {
			t.Fatal(err)
		}
		said := measures{
			db: db, log: slog.New(slog.DiscardHandler), now: func() time.Time { return at },
			subscribers: func(context.Context) ([]feed.Subscriber, error) {
				return []feed.Subscriber{{Name: "chat"}, {Name: "ops", Disabled: at}}, nil
			},
			mailings: func(context.Context) ([]mailing, error) {
				return []mailing{{to: digest.Subscriber{Name: "ana"}, state: mailingActive}, {to: digest.Subscriber{Name: "ben"}, state: mailingRefused}}, nil
			},
		}
		want := `# HELP dateline_sources Sources, and parts of sources, by how their reading goes: new, reading, current, failing, refused (not tried again until the configuration changes), paused.
# TYPE dateline_sources gauge
dateline_sources{source="api",state="current",tool="github"} 1
dateline_sources{source="board",state="refused",tool="trello"} 1
# HELP dateline_events Events that are in the feed.
# TYPE dateline_events gauge
dateline_events{source="api",tool="github"} 3
dateline_events{source="board",tool="trello"} 0
# HELP dateline_source_quota_left_requests Requests that a tool lets a source make until its quota is renewed, by what it said last; of one with parts, the fewest. Not told of a quota that was renewed since.
# TYPE dateline_source_quota_left_requests gauge
dateline_source_quota_left_requests{source="api",tool="github"} 40
# HELP dateline_source_quota_limit_requests Requests that the quota has which dateline_source_quota_left_requests tells of.
# TYPE dateline_source_quota_limit_requests gauge
dateline_source_quota_limit_requests{source="api",tool="github"} 5000
# HELP dateline_asks Asks that wait for a response, by state and by whether they are flagged: past their window.
# TYPE dateline_asks gauge
dateline_asks{flagged="false",state="open"} 1
dateline_asks{flagged="false",state="paused"} 1
dateline_asks{flagged="true",state="open"} 1
# HELP dateline_subscribers Always 1; the label tells how the deliveries to a subscriber go: active, failing, paused, disabled (given up until somebody resumes it).
# TYPE dateline_subscribers gauge
dateline_subscribers{state="active",subscriber="chat"} 1
dateline_subscribers{state="disabled",subscriber="ops"} 1
# HELP dateline_digest_subscribers Always 1; the label tells how the digests to a subscriber go: active, failing, ended by the reader, refused (by the mail server or the receiver of the webhook, which may have taken none for five days; none is sent until somebody does something about it).
# TYPE dateline_digest_subscribers gauge
dateline_digest_subscribers{state="active",subscriber="ana"} 1
dateline_digest_subscribers{state="refused",subscriber="ben"} 1
# HELP dateline_follower_lag_events Events in the log that a follower has not seen yet, at most.
# TYPE dateline_follower_lag_events gauge
dateline_follower_lag_events{follower="judge"} 3
# HELP dateline_database_up Whether the database answered this process: 1 or 0. While it does not, what is kept there is not told.
# TYPE dateline_database_up gauge
dateline_database_up 1
`
		names := []string{
			"dateline_sources", "dateline_events", "dateline_source_quota_left_requests", "dateline_source_quota_limit_requests", "dateline_asks",
			"dateline_subscribers", "dateline_digest_subscribers", "dateline_follower_lag_events", "dateline_database_up",
		}
		if err := testutil.CollectAndCompare(said, strings.NewReader(want), names...); err != nil {
			t.Error(err)
		}
		if problems, err := testutil.CollectAndLint(said); err != nil || len(problems) > 0 {
			t.Errorf("the metrics are named oddly: %v, %v", problems, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if got := testutil.CollectAndCount(said); got != 1 {
			t.Errorf("without a database %d metrics are told, not one", got)
		}
	})
}

// A source with parts is as old as its oldest part; who was paused or is gone is not waited for.
func TestTally(t *testing.T) {
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	left := func(n int, reset time.Time) feed.Quota { return feed.Quota{Left: n, Limit: 100, Reset: reset} }
	scores := tally([]feed.Source{
		{Name: "acme", Tool: "github", State: feed.SourceCurrent, Success: at, Events: 1, Quota: left(70, at.Add(time.Hour))},
		{Name: "acme/api", Parent: "acme", Tool: "github", State: feed.SourceCurrent, Success: at.Add(-time.Hour), Events: 2, Quota: left(60, time.Time{})},
		{Name: "acme/new", Parent: "acme", Tool: "github", State: feed.SourceNew, Quota: left(5, at)},
		{Name: "acme/old", Parent: "acme", Tool: "github", State: feed.SourceFailing, Retired: true, Success: at.Add(-99 * time.Hour), Events: 4, Quota: left(1, time.Time{})},
		{Name: "acme/rest", Parent: "acme", Tool: "github", State: feed.SourceFailing, Paused: true, Success: at.Add(-9 * time.Hour)},
	}, at)
	want := map[told]*score{{source: "acme", tool: "github"}: {
		states: map[string]int{"current": 2, "new": 1, "paused": 1}, read: at.Add(-time.Hour), events: 7, quota: left(60, time.Time{}),
	}}
	if diff := cmp.Diff(want, scores, cmp.AllowUnexported(told{}, score{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
