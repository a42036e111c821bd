package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/workflows"
)

// A tool is a tool that lives in a test: a list of pages, and errors to say instead of the next one.
type tool struct {
	mu    sync.Mutex
	pages []feed.Page
	errs  []error
	asked int
	panic any // what it panics with
}

func (t *tool) Fetch(_ context.Context, after feed.Cursor) (feed.Page, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked++
	if t.panic != nil {
		panic(t.panic)
	}
	if len(t.errs) > 0 {
		err := t.errs[0]
		t.errs = t.errs[1:]
		if err != nil {
			return feed.Page{}, err
		}
	}
	n, _ := strconv.Atoi(string(after))
	if n >= len(t.pages) {
		return feed.Page{Next: after}, nil
	}
	page := t.pages[n]
	page.Next = feed.Cursor(strconv.Itoa(n + 1))
	page.More = n+1 < len(t.pages)
	return page, nil
}

// start is when every test begins.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// comments makes n pages of a comment each.
func comments(n int) []feed.Page {
	var pages []feed.Page
	for i := range n {
		pages = append(pages, feed.Page{Events: []feed.Event{{
			Key: fmt.Sprint("comment/", i), Item: "7", Verb: feed.Commented, At: start.Add(-time.Duration(n-i) * time.Minute),
		}}})
	}
	return pages
}

// A bench is a store with sources in it, and the activities on them.
type bench struct {
	*workflows.Activities
	tools map[string]*tool
	woken []string // the workflows that were started or signalled
}

func newBench(t testing.TB, tools map[string]*tool) *bench {
	t.Helper()
	db := storetest.SQLite(t)
	b := &bench{tools: tools}
	var declared []store.Declaration
	for name := range tools {
		declared = append(declared, store.Declaration{Name: name, Tool: "test", Every: time.Minute})
	}
	if err := db.Declare(t.Context(), declared, start); err != nil {
		t.Fatal(err)
	}
	agreed := &protocol.Protocol{}
	if wrong := agreed.Check(protocol.Surroundings{}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	b.Activities = &workflows.Activities{
		Store:    db,
		Open:     func(src feed.Source) (connectors.Connector, error) { return tools[src.Name], nil },
		Agreed:   func(context.Context) (*protocol.Protocol, error) { return agreed, nil },
		Temporal: b,
		Secrets:  &connectors.Secrets{},
		Now:      func() time.Time { return start },
		Log:      slog.New(slog.DiscardHandler),
	}
	return b
}

func (b *bench) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	b.woken = append(b.woken, o.ID)
	return nil, nil
}

func (b *bench) SignalWithStartWorkflow(_ context.Context, id, _ string, _ any, _ client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	b.woken = append(b.woken, id)
	return nil, nil
}

// poll runs a Poll of the source in Temporal's test environment and returns how it ended.
func (b *bench) poll(t *testing.T, attempts int32) (polled workflows.Polled, err error) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(30 * time.Second)
	env.RegisterActivity(b.Activities)
	env.ExecuteWorkflow(workflows.Poll, workflows.PollRequest{Source: "api", Attempts: attempts})
	if err := env.GetWorkflowError(); err != nil {
		return polled, err
	}
	return polled, env.GetWorkflowResult(&polled)
}

type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}

func TestPollReadsToTheEnd(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {pages: comments(5)}})
	polled, err := b.poll(t, 1)
	if err != nil {
		t.Fatal(err)
	}
	if polled.Pages != 5 || polled.Added != 5 {
		t.Errorf("read %+v, want 5 pages with an event each", polled)
	}
	src, cursor, err := b.Store.Source(t.Context(), "api")
	if err != nil || cursor != "5" || src.State != feed.SourceCurrent {
		t.Errorf("the source stands at %q, %s, %v", cursor, src.State, err)
	}
	if !slices.Contains(b.woken, "tick") {
		t.Error("nobody told Tick")
	}
}

func TestPollGoesOnInANewRun(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {pages: comments(300)}})
	_, err := b.poll(t, 1)
	if _, again := errors.AsType[*workflow.ContinueAsNewError](err); !again {
		t.Fatalf("ended with %v, want another run", err)
	}
	polled, err := b.poll(t, 1)
	if err != nil || polled.Pages != 50 {
		t.Errorf("the next run read %d pages, %v; want the other 50", polled.Pages, err)
	}
}

func TestPollTriesAgain(t *testing.T) {
	wait := &connectors.Wait{For: time.Hour, Err: errors.New("quota used up")}
	b := newBench(t, map[string]*tool{"api": {pages: comments(1), errs: []error{errors.New("bad gateway"), wait, errors.New("reset")}}})
	polled, err := b.poll(t, 0)
	if err != nil || polled.Added != 1 || b.tools["api"].asked != 4 {
		t.Errorf("read %+v in %d attempts, %v", polled, b.tools["api"].asked, err)
	}
}

func TestPollStopsWhereItIsRefused(t *testing.T) {
	refusal := fmt.Errorf("the token may not read issues: %w", connectors.ErrAuth)
	b := newBench(t, map[string]*tool{"api": {pages: comments(1), errs: []error{refusal}}})
	_, err := b.poll(t, 0)
	var application *temporal.ApplicationError
	if !errors.As(err, &application) || !application.NonRetryable() || b.tools["api"].asked != 1 {
		t.Errorf("ended after %d attempts with %v", b.tools["api"].asked, err)
	}
	src, _, err := b.Store.Source(t.Context(), "api")
	if err != nil || src.State != feed.SourceRefused || src.Error != refusal.Error() {
		t.Errorf("the source is %s: %q, %v", src.State, src.Error, err)
	}
	due, _, err := b.Store.Due(t.Context(), "test", start.AddDate(1, 0, 0), 10)
	if err != nil || len(due) > 0 {
		t.Errorf("a refused source is due: %v, %v", due, err)
	}
}

func TestAConnectorThatPanicsFailsItsSource(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {panic: "index out of range"}})
	if _, err := b.poll(t, 1); err == nil {
		t.Error("nobody noticed")
	}
	src, _, err := b.Store.Source(t.Context(), "api")
	if err != nil || src.State != feed.SourceFailing || !strings.Contains(src.Error, "index out of range") {
		t.Errorf("the source is %s: %q, %v", src.State, src.Error, err)
	}
}

func TestPollKeepsSecrets(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {errs: []error{errors.New("GET /?token=canary-4711 failed")}}})
	b.Secrets.Add("canary-4711")
	_, err := b.poll(t, 1)
	src, _, failed := b.Store.Source(t.Context(), "api")
	if failed != nil {
		t.Fatal(failed)
	}
	for what, text := range map[string]string{"error": fmt.Sprint(err), "state": src.Error} {
		if text == "" || strings.Contains(text, "canary") {
			t.Errorf("the %s says %q", what, text)
		}
	}
}

func TestAnInvalidCursorBeginsAgain(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {pages: comments(3)}})
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	b.tools["api"].errs = []error{fmt.Errorf("made by another version: %w", connectors.ErrCursor)}
	polled, err := b.poll(t, 1)
	if err != nil || polled.Pages != 4 || polled.Added != 0 {
		t.Errorf("read %+v, %v; want all three pages again and nothing twice", polled, err)
	}
}

func TestAPausedSourceIsNotRead(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {pages: comments(3)}})
	if err := b.Store.Pause(t.Context(), "api", true); err != nil {
		t.Fatal(err)
	}
	if polled, err := b.poll(t, 1); err != nil || polled.Added != 0 || b.tools["api"].asked != 0 {
		t.Errorf("read %+v with %d requests, %v", polled, b.tools["api"].asked, err)
	}
}

// A source that stands in two lists of what is due, for the second was made while it was asked, is asked once; and again when
// it is wanted again.
func TestASourceIsAskedOnceWhenItIsDueOnce(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {}})
	due := func() []feed.Source {
		list, _, err := b.Store.Due(t.Context(), "test", start, 10)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for _, src := range append(due(), due()...) {
		workflows.Ask(t.Context(), b.Activities, src)
	}
	if n := b.tools["api"].asked; n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	if err := b.Store.Postpone(t.Context(), "api", start); err != nil {
		t.Fatal(err)
	}
	for _, src := range due() {
		workflows.Ask(t.Context(), b.Activities, src)
	}
	if n := b.tools["api"].asked; n != 2 {
		t.Errorf("when it was wanted again, it had been asked %d times", n)
	}
}
