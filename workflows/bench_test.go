package workflows_test

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/workflows"
)

// BenchmarkTick derives the asks and the decisions of a whole log anew, ten events an item, on SQLite: what a changed agreement
// costs. It tells how many events are judged in a second and how large the heap was at most.
func BenchmarkTick(b *testing.B) {
	for _, items := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(items), func(b *testing.B) { benchmarkTick(b, items) })
	}
}

func benchmarkTick(b *testing.B, items int) {
	db := storetest.SQLite(b)
	if err := db.Declare(b.Context(), []store.Declaration{{Name: "api", Tool: "github", Every: time.Minute}}, start); err != nil {
		b.Fatal(err)
	}
	cursor := feed.Cursor("")
	for from := 0; from < items; from += 100 {
		p := feed.Page{Next: feed.Cursor(fmt.Sprint(from + 100)), More: true} // never read whole: nothing is flagged
		for i := from; i < from+100; i++ {
			p.Items = append(p.Items, feed.Item{ID: fmt.Sprint(i), Kind: "pull_request", State: feed.StateOpen, Updated: start, Author: feed.Account{ID: "ana"}})
			for n := range 10 {
				by, to := feed.Account{ID: fmt.Sprint("p", (i+n)%50)}, []feed.Account{{ID: fmt.Sprint("p", (i+n+7)%50)}}
				verb := []feed.Verb{feed.Requested, feed.Commented, feed.Reviewed, feed.Commented, feed.ChangesRequested, feed.Pushed}[n%6]
				at := start.Add(-time.Duration(items-i) * time.Minute).Add(time.Duration(n) * time.Hour)
				p.Events = append(p.Events, feed.Event{
					Key: fmt.Sprintf("%d/%d", i, n), Item: fmt.Sprint(i), Verb: verb, Kind: verb.Kind(), At: at, Updated: at, By: by, To: to,
					Text: "Looks good to me. What happens to bookings that were stored before this?",
				})
			}
		}
		if _, err := db.Commit(b.Context(), store.Commit{Source: "api", After: cursor, Page: p, At: start, Due: start}); err != nil {
			b.Fatal(err)
		}
		cursor = p.Next
	}
	agreed := &protocol.Protocol{}
	if wrong := agreed.Check(protocol.Surroundings{}); len(wrong) > 0 {
		b.Fatal(wrong)
	}
	a := &workflows.Activities{
		Store: db, Agreed: func(context.Context) (*protocol.Protocol, error) { return agreed, nil }, Temporal: &bench{},
		Secrets: &connectors.Secrets{}, Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler),
	}
	peak := measureHeap()
	round := func() {
		err := db.Rule(b.Context(), feed.Ruling{One: feed.Ref{Tool: "github", ID: "p1"}, Other: feed.Ref{Tool: "github", ID: "p2"}, Verdict: feed.Different, At: start})
		if err != nil {
			b.Fatal(err)
		}
		var suite testsuite.WorkflowTestSuite
		env := suite.NewTestActivityEnvironment()
		env.SetTestTimeout(10 * time.Minute)
		env.RegisterActivity(a)
		if _, err := env.ExecuteActivity(a.Tick); err != nil {
			b.Fatal(err)
		}
	}
	round() // the first one stores what later ones find as it is
	for b.Loop() {
		round()
	}
	b.ReportMetric(float64(items*10)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(peak(), "MB-heap")
}

// measureHeap looks at the heap again and again, until it is asked how large that was at most, in MB.
func measureHeap() (peak func() float64) {
	var most atomic.Uint64
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapAlloc))
			}
		}
	}()
	return func() float64 {
		close(done)
		return float64(most.Load()) / (1 << 20)
	}
}
