package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
	"github.com/datelinehq/dateline/workflows/engine"
)

// record makes TestWorkflowsOnTheRealEngine write the histories of its workflows where the replay tests read them.
var record = flag.String("record", "", "write the workflows' histories into this folder of workflows/testdata/replay")

// A tool answers from a list of pages, and asks nothing of the world.
type tool struct {
	pages   []feed.Page
	fails   atomic.Int64 // how often it fails before it answers
	fetches atomic.Int64
	hangs   bool
	deleted atomic.Bool // the first item is
}

// List names the items of all pages but one that was deleted.
func (t *tool) List(context.Context, feed.Cursor) (connectors.Roll, error) {
	var roll connectors.Roll
	for i, page := range t.pages {
		for _, it := range page.Items {
			if i > 0 || !t.deleted.Load() {
				roll.IDs = append(roll.IDs, it.ID)
			}
		}
	}
	return roll, nil
}

func (t *tool) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	t.fetches.Add(1)
	if t.hangs {
		<-ctx.Done()
		return feed.Page{}, ctx.Err()
	}
	if t.fails.Add(-1) >= 0 {
		return feed.Page{}, errors.New("bad gateway")
	}
	n, err := strconv.Atoi("0" + string(after))
	if err != nil || n >= len(t.pages) {
		return feed.Page{Next: after}, err
	}
	page := t.pages[n]
	page.Next, page.More = feed.Cursor(strconv.Itoa(n+1)), n+1 < len(t.pages)
	return page, nil
}

// requests makes a page in which a review is asked for, long ago.
func requests(n int) feed.Page {
	at := time.Now().Add(-30 * time.Hour)
	return feed.Page{
		Items: []feed.Item{{ID: strconv.Itoa(n), Kind: "pull_request", State: feed.StateOpen, Title: "Fix the clock", Updated: at}},
		Events: []feed.Event{{
			Key: fmt.Sprint("requested/", n), Item: strconv.Itoa(n), Verb: feed.Requested, At: at,
			By: feed.Account{ID: "ana"}, To: []feed.Account{{ID: "ben"}},
		}},
	}
}

// A plant is everything that works in one process: a store, tools, the engine and the workers on it.
type plant struct {
	db      *store.DB
	dir     string
	engine  *engine.Engine
	client  client.Client
	workers workflows.Workers
	told    map[string]webhook.Subscriber
	sweep   time.Duration // how often sources are swept
	unwatch context.CancelFunc
}

func newPlant(tb testing.TB, tools map[string]*tool, every time.Duration, told ...webhook.Subscriber) *plant {
	tb.Helper()
	p := &plant{db: storetest.SQLite(tb), dir: tb.TempDir(), told: map[string]webhook.Subscriber{}}
	for _, s := range told {
		p.told[s.Name] = s
	}
	p.declare(tb, tools, every)
	p.start(tb, tools)
	return p
}

func (p *plant) declare(tb testing.TB, tools map[string]*tool, every time.Duration) {
	tb.Helper()
	var declared []store.Declaration
	for name := range tools {
		declared = append(declared, store.Declaration{Name: name, Tool: "test", Every: every})
	}
	if err := p.db.Declare(tb.Context(), declared, time.Now()); err != nil {
		tb.Fatal(err)
	}
}

func (p *plant) start(tb testing.TB, tools map[string]*tool) {
	tb.Helper()
	ctx, log := tb.Context(), slog.New(slog.DiscardHandler)
	agreed := &protocol.Protocol{}
	if wrong := agreed.Check(protocol.Surroundings{}); len(wrong) > 0 {
		tb.Fatal(wrong)
	}
	var err error
	if p.engine, err = engine.Start(ctx, p.dir, log); err != nil {
		tb.Fatal(err)
	}
	p.client, err = client.DialContext(ctx, client.Options{HostPort: p.engine.Address(), Namespace: engine.Namespace, Logger: silent{}, Identity: "dateline"})
	if err != nil {
		tb.Fatal(err)
	}
	activities := &workflows.Activities{
		Store:       p.db,
		Open:        func(src feed.Source) (connectors.Connector, error) { return tools[src.Name], nil },
		SweepEvery:  func(feed.Source) time.Duration { return p.sweep },
		Agreed:      func(context.Context) (*protocol.Protocol, error) { return agreed, nil },
		Subscribers: p.told,
		Sender:      webhook.NewSender("test"),
		Temporal:    p.client,
		Secrets:     &connectors.Secrets{},
		Now:         time.Now,
		Log:         log,
	}
	if err := activities.Subscribe(ctx); err != nil {
		tb.Fatal(err)
	}
	p.workers = workflows.NewWorkers(p.client, activities, []string{"test"}, nil)
	if err := p.workers.Start(); err != nil {
		tb.Fatal(err)
	}
	watching, cancel := context.WithCancel(ctx)
	p.unwatch = cancel
	go func() { _ = activities.Watch(watching, []string{"test"}) }() // ends with the plant
	if err := workflows.Fill(ctx, p.client, []string{"test"}, slices.Sorted(maps.Keys(p.told))); err != nil {
		tb.Fatal(err)
	}
}

func (p *plant) stop(tb testing.TB) {
	tb.Helper()
	p.unwatch()
	p.workers.Stop()
	p.client.Close()
	if err := p.engine.Stop(); err != nil {
		tb.Error(err)
	}
}

// silent is the SDK's log where nobody reads it.
type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

// until waits until something becomes true, for at most half a minute.
func until(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return
		}
	}
	tb.Fatalf("waited in vain: %s", what)
}

// Sources are read for the first time, one that fails recovers, one that hangs holds nobody up, what is past its window
// is flagged; a pause stops the polling; and with Temporal's database gone everything goes on.
func TestWorkflowsOnTheRealEngine(t *testing.T) {
	healthy := &tool{pages: []feed.Page{requests(1), requests(2), requests(3)}}
	failing := &tool{pages: []feed.Page{requests(4)}}
	failing.fails.Store(2)
	stuck := &tool{hangs: true}
	tools := map[string]*tool{"healthy": healthy, "failing": failing, "stuck": stuck}
	p := newPlant(t, tools, 300*time.Millisecond)

	state := func(name string) feed.Source {
		src, _, err := p.db.Source(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	until(t, "the healthy source is up to date", func() bool { return state("healthy").State == feed.SourceCurrent })
	until(t, "the failing source recovers", func() bool { return state("failing").State == feed.SourceCurrent })
	until(t, "what is overdue is flagged", func() bool {
		flags, err := p.db.Events(t.Context(), feed.Filter{Kinds: []feed.Kind{feed.Flag}}, 0, 10)
		return err == nil && len(flags) == 4
	})
	polls := healthy.fetches.Load()
	until(t, "the healthy source is polled on", func() bool { return healthy.fetches.Load() > polls+3 })

	if err := p.db.Pause(t.Context(), "healthy", true); err != nil {
		t.Fatal(err)
	}
	others := failing.fetches.Load()
	until(t, "the others are polled on", func() bool { return failing.fetches.Load() > others+3 })
	polls = healthy.fetches.Load()
	others = failing.fetches.Load()
	until(t, "the others are polled on", func() bool { return failing.fetches.Load() > others+3 })
	if got := healthy.fetches.Load(); got != polls {
		t.Errorf("a paused source was polled %d times", got-polls)
	}

	if *record != "" {
		p.record(t, *record, map[string]string{
			"dispatch": "dispatch/test", "tick": "tick",
			"poll": workflows.PollID("healthy"), "poll-failing": workflows.PollID("failing"),
		})
	}
	p.stop(t)
	p.dir = t.TempDir() // another folder, for a process keeps its connections to the old one
	healthy.pages = append(healthy.pages, requests(5))
	if err := p.db.Pause(t.Context(), "healthy", false); err != nil {
		t.Fatal(err)
	}
	p.start(t, tools)
	defer p.stop(t)
	until(t, "the new page is read and flagged on an empty Temporal", func() bool {
		flags, err := p.db.Events(t.Context(), feed.Filter{Kinds: []feed.Kind{feed.Flag}}, 0, 10)
		return err == nil && len(flags) == 5
	})
}

// A source that is wanted now is polled now, however long its Dispatch means to sleep.
func TestPollNowOnTheRealEngine(t *testing.T) {
	api := &tool{pages: []feed.Page{requests(1)}}
	p := newPlant(t, map[string]*tool{"api": api}, time.Hour)
	defer p.stop(t)
	until(t, "the source was read once", func() bool { return api.fetches.Load() > 0 })
	for range 2 {
		polls := api.fetches.Load()
		if err := p.db.Postpone(t.Context(), "api", time.Now()); err != nil {
			t.Fatal(err)
		}
		until(t, "the source is polled now", func() bool { return api.fetches.Load() > polls })
	}
}

// A subscriber is told everything that is added to the log, in its order, also what it did not take at first, and what was
// added by somebody who does not reach Temporal.
func TestDeliveriesOnTheRealEngine(t *testing.T) {
	var mu sync.Mutex
	var got []string
	refusals := 2
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if refusals > 0 {
			refusals--
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		var message struct{ Data feed.EventRecord }
		if err := json.NewDecoder(r.Body).Decode(&message); err != nil {
			t.Error(err)
		}
		got = append(got, message.Data.ID)
	}))
	defer receiver.Close()
	p := newPlant(t, map[string]*tool{"api": {pages: []feed.Page{requests(1), requests(2)}}}, time.Minute, webhook.Subscriber{
		Name: "ops", URL: receiver.URL, Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Private: true,
	})
	defer p.stop(t)
	until(t, "everything was told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(got) >= 4
	})
	said := feed.Event{Key: "said", Verb: feed.Commented, Kind: feed.Discussion, At: time.Now(), Text: "They are told."}
	if _, err := p.db.Append(t.Context(), "api", said); err != nil {
		t.Fatal(err)
	}
	until(t, "what was said by somebody else was told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(got) >= 5
	})
	entries, err := p.db.After(t.Context(), "nobody", 100)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, e := range entries {
		want = append(want, e.Record(nil).ID)
	}
	mu.Lock()
	defer mu.Unlock()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-log +subscriber):\n%s", diff)
	}
	if *record != "" {
		p.record(t, *record, map[string]string{"deliver": "deliver/ops"})
	}
}

// What is deleted in the tool is found at the next turn of its source, and the turns go on.
func TestSweepsOnTheRealEngine(t *testing.T) {
	api := &tool{pages: []feed.Page{requests(1), requests(2)}}
	p := &plant{db: storetest.SQLite(t), dir: t.TempDir(), sweep: time.Second}
	p.declare(t, map[string]*tool{"api": api}, time.Minute)
	p.start(t, map[string]*tool{"api": api})
	defer p.stop(t)
	items := func() []string {
		ids, err := p.db.Existing(t.Context(), "api", "", 10)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	until(t, "everything was read", func() bool { return len(items()) == 2 })
	api.deleted.Store(true)
	until(t, "what was deleted is gone", func() bool { return slices.Equal(items(), []string{"2"}) })
	if *record != "" {
		p.record(t, *record, map[string]string{"sweep": "sweep/test"})
	}
}

// record writes the histories of the workflows with these ids, under their names.
func (p *plant) record(t *testing.T, folder string, ids map[string]string) {
	t.Helper()
	dir := filepath.Join("..", "testdata", "replay", folder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, id := range ids {
		history := &historypb.History{}
		events := p.client.GetWorkflowHistory(t.Context(), id, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for events.HasNext() {
			e, err := events.Next()
			if err != nil {
				t.Fatal(err)
			}
			history.Events = append(history.Events, e)
		}
		text, err := protojson.MarshalOptions{Multiline: true}.Marshal(history)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkIdlePoll is what looking at a thousand sources in which nothing happens costs, per look: the processor time
// of engine, worker and store together, and what the engine's database grows by. Nothing is spent on the tools.
func BenchmarkIdlePoll(b *testing.B) {
	tools := map[string]*tool{}
	var idle tool
	for i := range 1000 {
		tools[fmt.Sprint("s", i)] = &idle
	}
	p := newPlant(b, tools, 2*time.Second)
	defer p.stop(b)
	until(b, "all sources were read once", func() bool {
		due, _, err := p.db.Due(b.Context(), "test", time.Now().Add(time.Hour), 2000)
		for _, src := range due {
			if src.State != feed.SourceCurrent {
				return false
			}
		}
		return err == nil
	})
	before, size, began := processorTime(b), p.size(b), idle.fetches.Load()
	b.ResetTimer()
	for idle.fetches.Load() < began+int64(b.N) {
		time.Sleep(time.Millisecond)
	}
	b.StopTimer()
	polls := float64(idle.fetches.Load() - began)
	b.ReportMetric(float64(processorTime(b)-before)/polls/1e3, "cpu-µs/poll")
	b.ReportMetric(float64(p.size(b)-size)/polls, "engine-B/poll")
	b.ReportMetric(polls/b.Elapsed().Seconds(), "polls/s")
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// size is the size of the engine's database with its log.
func (p *plant) size(b *testing.B) int64 {
	b.Helper()
	var total int64
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(engine.File(p.dir) + suffix); err == nil {
			total += info.Size()
		}
	}
	return total
}
