package cli

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/feed"
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
		if err := db.Advance(t.Context(), "judge", 0); err != nil {
			t.Fatal(err)
		}
		said := measures{db, slog.New(slog.DiscardHandler)}
		want := `# HELP dateline_sources Sources, and parts of sources, by how their reading goes: new, reading, current, failing, refused (not tried again until the configuration changes), paused.
# TYPE dateline_sources gauge
dateline_sources{source="api",state="new",tool="github"} 1
dateline_sources{source="board",state="refused",tool="trello"} 1
# HELP dateline_bookmark_behind_entries Entries of the log that a follower has not seen yet, at most.
# TYPE dateline_bookmark_behind_entries gauge
dateline_bookmark_behind_entries{follower="judge"} 0
# HELP dateline_database_up Whether the database answered this process: 1 or 0. While it does not, what is kept there is not told.
# TYPE dateline_database_up gauge
dateline_database_up 1
`
		names := []string{"dateline_sources", "dateline_bookmark_behind_entries", "dateline_database_up"}
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
	states, read := tally([]feed.Source{
		{Name: "acme", Tool: "github", State: feed.SourceCurrent, Success: at},
		{Name: "acme/api", Parent: "acme", Tool: "github", State: feed.SourceCurrent, Success: at.Add(-time.Hour)},
		{Name: "acme/new", Parent: "acme", Tool: "github", State: feed.SourceNew},
		{Name: "acme/old", Parent: "acme", Tool: "github", State: feed.SourceFailing, Retired: true, Success: at.Add(-99 * time.Hour)},
		{Name: "acme/rest", Parent: "acme", Tool: "github", State: feed.SourceFailing, Paused: true, Success: at.Add(-9 * time.Hour)},
	})
	acme := told{source: "acme", tool: "github"}
	if got := read[acme]; len(read) != 1 || !got.Equal(at.Add(-time.Hour)) {
		t.Errorf("read at %v", read)
	}
	for state, want := range map[string]int{"current": 2, "new": 1, "paused": 1, "failing": 0} {
		of := acme
		of.state = state
		if states[of] != want {
			t.Errorf("%d are %s, want %d", states[of], state, want)
		}
	}
}
