package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows"
)

// A shelf is a tool that lists what exists, some ids to a page.
type shelf struct {
	tool
	ids    []string
	beyond []string
	size   int
	// listed counts pages; before, if set, is called before each and may fail it.
	listed int
	before func(page int) error
}

func (s *shelf) List(_ context.Context, after feed.Cursor) (connectors.Roll, error) {
	s.listed++
	from, _ := strconv.Atoi(string(after))
	if s.before != nil {
		if err := s.before(from/s.size + 1); err != nil {
			return connectors.Roll{}, err
		}
	}
	to := min(from+s.size, len(s.ids))
	return connectors.Roll{IDs: s.ids[min(from, to):to], Next: feed.Cursor(strconv.Itoa(to)), More: to < len(s.ids), Beyond: s.beyond}, nil
}

// A stocked bench has a source "board" with n items of an event each, all of which exist.
type stocked struct {
	*bench
	shelf *shelf
	now   time.Time
	reg   *prometheus.Registry
	slept []time.Duration
}

func newStocked(t *testing.T, n int) *stocked {
	t.Helper()
	s := &stocked{bench: newBench(t, map[string]*tool{"board": {}}), shelf: &shelf{size: 10}, now: start, reg: prometheus.NewRegistry()}
	s.Open = func(feed.Source) (connectors.Connector, error) { return s.shelf, nil }
	s.Now = func() time.Time { return s.now }
	s.Rest = func(ctx context.Context, pause time.Duration) error {
		s.slept = append(s.slept, pause)
		s.now = s.now.Add(pause)
		return ctx.Err()
	}
	s.Metrics = workflows.NewMetrics(s.reg)
	s.SweepEvery = func(feed.Source) time.Duration { return 24 * time.Hour }
	var page feed.Page
	for i := range n {
		id := fmt.Sprintf("card-%03d", i)
		s.shelf.ids = append(s.shelf.ids, id)
		page.Items = append(page.Items, feed.Item{ID: id, Title: "Card " + id, State: feed.StateOpen, Updated: start.Add(-time.Hour)})
		page.Events = append(page.Events, feed.Event{Key: "opened/" + id, Item: id, Verb: feed.Opened, Text: "Words of " + id, At: start.Add(-time.Hour)})
	}
	s.store(t, page)
	return s
}

// store commits a page behind what was read.
func (s *stocked) store(t *testing.T, page feed.Page) {
	t.Helper()
	_, cursor, err := s.Store.Source(t.Context(), "board")
	if err != nil {
		t.Fatal(err)
	}
	page.Next = cursor + "+"
	if _, err := s.Store.Commit(t.Context(), store.Commit{Source: "board", After: cursor, Page: page, At: s.now, Due: s.now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
}

// gone takes items off the shelf.
func (s *stocked) gone(ids ...string) {
	s.shelf.ids = slices.DeleteFunc(s.shelf.ids, func(id string) bool { return slices.Contains(ids, id) })
}

// left are the ids whose texts are stored.
func (s *stocked) left(t *testing.T) []string {
	t.Helper()
	var left []string
	for before := int64(0); ; {
		entries, err := s.Store.Events(t.Context(), feed.Filter{}, before, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			slices.Sort(left)
			return left
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Text, "Words of") && !e.Gone {
				left = append(left, e.Item)
			}
		}
		before = entries[len(entries)-1].Pos
	}
}

func (s *stocked) sweep(t *testing.T, force bool) workflows.Swept {
	t.Helper()
	swept, err := workflows.SweepNow(t.Context(), s.Activities, "board", force)
	if err != nil {
		t.Fatal(err)
	}
	return swept
}

func (s *stocked) trouble(t *testing.T) string {
	t.Helper()
	src, _, err := s.Store.Source(t.Context(), "board")
	if err != nil {
		t.Fatal(err)
	}
	return src.Trouble
}

func TestASweepRemovesWhatIsGone(t *testing.T) {
	s := newStocked(t, 35)
	s.gone("card-003", "card-017")
	swept := s.sweep(t, false)
	if swept.Stored != 35 || swept.Missing != 2 || swept.Removed != 2 || swept.Pages != 8 {
		t.Errorf("swept %+v, want 2 of 35 removed after two walks of 4 pages", swept)
	}
	if left := s.left(t); len(left) != 33 || slices.Contains(left, "card-003") || slices.Contains(left, "card-017") {
		t.Errorf("left are %v", left)
	}
	if again := s.sweep(t, false); again.Stored != 33 || again.Removed != 0 || again.Pages != 4 {
		t.Errorf("swept again %+v, want nothing to do in one walk", again)
	}
	if len(s.slept) == 0 || slices.Min(s.slept) < time.Second {
		t.Errorf("it rested %v between pages", s.slept)
	}
}

func TestASweepThatFailsRemovesNothing(t *testing.T) {
	refused := fmt.Errorf("no: %w", connectors.ErrAuth)
	for _, c := range []struct {
		name   string
		before func(page int) error
		says   string
		asked  int // pages that were asked for
	}{
		{"refused", func(int) error { return refused }, "no: the tool refused the credentials", 1},
		{"refused in the middle", func(page int) error { return at(page, 3, refused) }, "refused the credentials", 3},
		{"a cursor that is worthless", func(page int) error { return at(page, 2, connectors.ErrCursor) }, "cursor", 2},
		{"broken for long", func(page int) error { return at(page, 2, errors.New("bad gateway")) }, "bad gateway", 6},
		{"told to wait for long", func(page int) error { return at(page, 2, &connectors.Wait{For: time.Hour, Err: errors.New("enough")}) }, "enough", 2},
		{"a panic", func(page int) error {
			if page == 2 {
				panic("index out of range")
			}
			return nil
		}, "panicked", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStocked(t, 35)
			s.gone("card-003")
			s.shelf.before = c.before
			if swept := s.sweep(t, false); !strings.Contains(swept.Failed, c.says) || swept.Removed > 0 || s.shelf.listed != c.asked {
				t.Errorf("swept %+v in %d requests, want %q in %d", swept, s.shelf.listed, c.says, c.asked)
			}
			if left := s.left(t); len(left) != 35 {
				t.Errorf("%d items are left", len(left))
			}
		})
	}
}

func at(page, broken int, err error) error {
	if page == broken {
		return err
	}
	return nil
}

// What passes is waited for.
func TestASweepIsPatient(t *testing.T) {
	s := newStocked(t, 35)
	s.gone("card-003")
	troubles := []error{errors.New("bad gateway"), &connectors.Wait{For: 2 * time.Minute, Err: errors.New("enough")}, errors.New("reset")}
	s.shelf.before = func(int) error {
		if len(troubles) == 0 {
			return nil
		}
		err := troubles[0]
		troubles = troubles[1:]
		return err
	}
	if swept := s.sweep(t, false); swept.Failed != "" || swept.Removed != 1 || !slices.Contains(s.slept, 2*time.Minute) {
		t.Errorf("swept %+v, resting %v", swept, s.slept)
	}
}

func TestASweepThatDoesNotEnd(t *testing.T) {
	s := newStocked(t, 35)
	s.shelf.before = func(int) error {
		s.now = s.now.Add(20 * time.Minute)
		return nil
	}
	if swept := s.sweep(t, false); !strings.Contains(swept.Failed, "did not end within 50m0s") {
		t.Errorf("swept %+v", swept)
	}
}

// If most of a board is missing, somebody took a permission away. It is said, and nothing is removed until it is forced.
func TestASweepDoubts(t *testing.T) {
	s := newStocked(t, 50)
	all := slices.Clone(s.shelf.ids)
	s.shelf.ids = all[:20]
	swept := s.sweep(t, false)
	if swept.Missing != 30 || swept.Removed != 0 || !strings.Contains(swept.Doubt, "30 of 50 items") || len(s.left(t)) != 50 {
		t.Errorf("swept %+v", swept)
	}
	if trouble := s.trouble(t); trouble != swept.Doubt {
		t.Errorf("the source's trouble is %q", trouble)
	}
	s.store(t, feed.Page{})
	if s.trouble(t) == "" {
		t.Error("a poll made the trouble be forgotten")
	}
	s.shelf.ids = all
	if swept := s.sweep(t, false); swept.Doubt != "" || s.trouble(t) != "" {
		t.Errorf("with everything back there is still doubt: %+v, %q", swept, s.trouble(t))
	}
	s.shelf.ids = all[:20]
	if swept := s.sweep(t, true); swept.Removed != 30 || len(s.left(t)) != 20 || s.trouble(t) != "" {
		t.Errorf("forced, it swept %+v", swept)
	}
}

// Twenty missing items are no reason to doubt, and of many many.
func TestASweepBelieves(t *testing.T) {
	for _, c := range []struct{ stored, missing int }{{20, 20}, {25, 20}, {1, 1}, {60, 30}} {
		s := newStocked(t, c.stored)
		s.shelf.ids = s.shelf.ids[c.missing:]
		if swept := s.sweep(t, false); swept.Removed != c.missing {
			t.Errorf("%d of %d missing: swept %+v", c.missing, c.stored, swept)
		}
	}
}

// A list that shifts while it is walked lets an item slip past. The second walk finds it.
func TestASweepWalksTwice(t *testing.T) {
	s := newStocked(t, 35)
	shifted := false
	s.shelf.before = func(page int) error {
		if page == 2 && !shifted {
			shifted = true
			s.gone("card-001") // card-010 moves onto the page that was read
		}
		return nil
	}
	swept := s.sweep(t, false)
	if left := s.left(t); swept.Removed > 1 || !slices.Contains(left, "card-010") {
		t.Errorf("swept %+v, left are %v", swept, left)
	}
}

// What is changed while the walk is under way is there, whatever the list says; what is new was never missing.
func TestASweepSparesWhatIsNew(t *testing.T) {
	s := newStocked(t, 15)
	s.gone("card-004", "card-005")
	s.shelf.before = func(page int) error {
		if page == 2 {
			s.store(t, feed.Page{Items: []feed.Item{
				{ID: "card-004", Title: "Back again", State: feed.StateOpen, Updated: s.now.Add(time.Minute)},
				{ID: "card-new", Title: "New", State: feed.StateOpen, Updated: s.now.Add(time.Minute)},
			}})
		}
		return nil
	}
	swept := s.sweep(t, false)
	if left := s.left(t); swept.Removed != 1 || !slices.Contains(left, "card-004") || slices.Contains(left, "card-005") {
		t.Errorf("swept %+v, left are %v", swept, left)
	}
}

// What the tool does not list by its nature, and what was only mentioned, is never missing.
func TestASweepKnowsItsBounds(t *testing.T) {
	s := newStocked(t, 5)
	s.store(t, feed.Page{
		Items: []feed.Item{{ID: "record/1", Title: "A record", Updated: start.Add(-time.Hour)}, {ID: "mention"}},
		Events: []feed.Event{
			{Key: "r", Item: "record/1", Verb: feed.Decided, Text: "Words of a record", At: start.Add(-time.Hour)},
			{Key: "m", Item: "mention", Verb: feed.Commented, Text: "Words of a mention", At: start.Add(-time.Hour)},
		},
	})
	s.shelf.beyond = []string{"record/"}
	if swept := s.sweep(t, false); swept.Removed != 0 || len(s.left(t)) != 7 {
		t.Errorf("swept %+v, left are %v", swept, s.left(t))
	}
	s.gone("card-000")
	s.shelf.beyond = []string{""}
	if swept := s.sweep(t, false); swept.Removed != 0 {
		t.Errorf("a walk that says nothing about anything removed %d items", swept.Removed)
	}
}

func TestASweepOfAToolThatCannotList(t *testing.T) {
	b := newBench(t, map[string]*tool{"api": {}})
	b.Store.Commit(t.Context(), store.Commit{}) //nolint:errcheck // there is nothing to be stored
	swept, err := workflows.SweepNow(t.Context(), b.Activities, "api", false)
	if err != nil || swept.Failed != workflows.ErrNoLister.Error() {
		t.Errorf("swept %+v, %v", swept, err)
	}
	if _, err := workflows.SweepNow(t.Context(), b.Activities, "nowhere", false); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("swept nowhere: %v", err)
	}
}

func TestSweepsAreCounted(t *testing.T) {
	s := newStocked(t, 35)
	s.gone("card-003")
	s.sweep(t, false)
	s.shelf.before = func(int) error { return connectors.ErrAuth }
	s.sweep(t, false)
	s.shelf.before, s.shelf.ids = nil, nil
	s.sweep(t, false)
	want := `
# HELP dateline_sweep_removed_items_total Items whose text was removed because a sweep found them gone from their tool.
# TYPE dateline_sweep_removed_items_total counter
dateline_sweep_removed_items_total{source="board"} 1
# HELP dateline_sweeps_total Walks over everything that exists in a source, by result: complete, failed, withheld (too much was missing to be believed).
# TYPE dateline_sweeps_total counter
dateline_sweeps_total{result="complete",source="board"} 1
dateline_sweeps_total{result="failed",source="board"} 1
dateline_sweeps_total{result="withheld",source="board"} 1
`
	if err := testutil.GatherAndCompare(s.reg, strings.NewReader(want), "dateline_sweep_removed_items_total", "dateline_sweeps_total"); err != nil {
		t.Error(err)
	}
	if problems, err := testutil.GatherAndLint(s.reg); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// Each source has its turn once a day, wherever that is in the day; one that was missed is made good once; with nothing
// due nothing is done.
func TestSweepTurns(t *testing.T) {
	s := newStocked(t, 3)
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(s.Activities)
	next := func(after time.Time) workflows.SweepRound {
		t.Helper()
		value, err := env.ExecuteActivity(s.SweepNext, workflows.SweepRequest{Tool: "test", After: after})
		if err != nil {
			t.Fatal(err)
		}
		var r workflows.SweepRound
		if err := value.Get(&r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := next(s.now)
	if s.shelf.listed != 0 || !first.After.Equal(s.now) || !first.Next.After(s.now) || first.Next.After(s.now.Add(24*time.Hour)) {
		t.Fatalf("before its turn: %+v after %d requests", first, s.shelf.listed)
	}
	s.now = first.Next
	second := next(first.After)
	if s.shelf.listed != 1 || !second.After.Equal(first.Next) {
		t.Fatalf("at its turn: %+v after %d requests, want the turn at %s", second, s.shelf.listed, first.Next)
	}
	third := next(second.After)
	if s.shelf.listed != 1 || !third.Next.Equal(first.Next.Add(24*time.Hour)) {
		t.Fatalf("after its turn: %+v after %d requests", third, s.shelf.listed)
	}
	s.now = s.now.Add(100 * time.Hour)
	missed := next(third.After)
	if again := next(missed.After); s.shelf.listed != 2 || again.Next.Before(s.now) {
		t.Errorf("after four days: %+v, then %+v after %d requests", missed, again, s.shelf.listed)
	}
	for name, change := range map[string]func() error{
		"paused":  func() error { return s.Store.Pause(t.Context(), "board", true) },
		"refused": func() error { return s.Store.Fail(t.Context(), "board", feed.SourceRefused, "no", s.now, s.now) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if r := next(s.now.Add(-200 * time.Hour)); s.shelf.listed != 2 || r.Next.IsZero() {
			t.Errorf("%s: %+v after %d requests", name, r, s.shelf.listed)
		}
	}
}
