package workflows_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// A mailbox is a receiver that verifies what it is sent, and takes it or not.
type mailbox struct {
	*httptest.Server
	answers func(n int) int // what it answers to the n-th request, from 1
	after   string          // its Retry-After
	asked   int
	ids     []string // of what it took, in order
	seqs    []int64
	types   []string
	seen    map[string]int    // how often it took a message
	bodies  map[string]string // of each message, as it came last, where they are kept
}

func newMailbox(t testing.TB, answers func(n int) int) *mailbox {
	t.Helper()
	library, err := standardwebhooks.NewWebhook(hookSecret)
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{answers: answers, seen: map[string]int{}, bodies: map[string]string{}}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := library.VerifyIgnoringTimestamp(body, r.Header); err != nil {
			t.Error(err)
		}
		m.asked++
		status := m.answers(m.asked)
		if m.after != "" && status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", m.after)
		}
		w.WriteHeader(status)
		if status > 299 && status != http.StatusGatewayTimeout { // which says that it came through, and not the answer
			return
		}
		var told struct {
			Type string
			Data feed.EventRecord
		}
		if err := json.Unmarshal(body, &told); err != nil {
			t.Error(err)
		}
		id := r.Header.Get("webhook-id")
		if m.bodies != nil {
			m.bodies[id] = string(body)
		}
		if m.seen[id]++; m.seen[id] == 1 {
			m.ids, m.seqs, m.types = append(m.ids, id), append(m.seqs, told.Data.Seq), append(m.types, told.Type)
		}
	}))
	t.Cleanup(m.Close)
	return m
}

func always(status int) func(int) int { return func(int) int { return status } }

// subscribe makes the mailbox a subscriber at the head of the log.
func (b *bench) subscribe(t testing.TB, m *mailbox) {
	t.Helper()
	b.Sender = webhook.NewSender("dateline/test")
	b.Subscribers = map[string]webhook.Subscriber{"ops": {Name: "ops", URL: m.URL + "/hook", Secret: hookSecret, Private: true}}
	if err := b.Subscribe(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// say adds n comments to the log, the i-th i minutes after the start.
func (b *bench) say(t testing.TB, from, n int) {
	t.Helper()
	for at := 0; at < n; at += 1000 {
		var events []feed.Event
		for i := at; i < min(n, at+1000); i++ {
			events = append(events, feed.Event{Key: fmt.Sprint("said/", from+i), Item: "7", Verb: feed.Commented, At: start.Add(time.Duration(from+i) * time.Minute)})
		}
		if _, err := b.Store.Append(context.Background(), "api", events...); err != nil {
			t.Fatal(err)
		}
	}
	b.judge(t)
}

// judge takes everything for judged.
func (b *bench) judge(t testing.TB) {
	t.Helper()
	head, err := b.Store.Head(context.Background())
	if err == nil {
		err = b.Store.Advance(context.Background(), store.Judge, head)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// streamed are the types of what streams tell, from the beginning of the log.
func (b *bench) streamed(t testing.TB) (types []string) {
	t.Helper()
	entries, _, err := b.Store.Behind(context.Background(), feed.Filter{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		types = append(types, e.MessageType())
	}
	return types
}

// deliver runs the activity Deliver as a worker would.
func (b *bench) deliver(t testing.TB) workflows.Round {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestActivityEnvironment()
	env.SetTestTimeout(5 * time.Minute)
	env.RegisterActivity(b.Activities)
	value, err := env.ExecuteActivity(b.Deliver, "ops")
	if err != nil {
		t.Fatal(err)
	}
	var r workflows.Round
	if err := value.Get(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// until lets time pass, from one round to the next, until nothing is to be done or it is too late.
func (b *bench) until(t testing.TB, now *time.Time, end time.Time) (rounds int) {
	t.Helper()
	for {
		rounds++
		next := b.deliver(t).Next
		if next.IsZero() || next.After(end) {
			*now = end
			return rounds
		}
		*now = next
	}
}

func (b *bench) standing(t testing.TB) feed.Subscriber {
	t.Helper()
	s, err := b.Store.Subscriber(context.Background(), "ops")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newDeliveries(t *testing.T, answers func(int) int) (b *bench, m *mailbox, now *time.Time) {
	t.Helper()
	b, m = newBench(t, map[string]*tool{"api": {}}), newMailbox(t, answers)
	b.subscribe(t, m)
	at := start
	b.Now = func() time.Time { return at }
	return b, m, &at
}

// A receiver that is down for a day gets everything once it is back, in order, and is called a handful of times meanwhile.
func TestADayWithoutAReceiver(t *testing.T) {
	b, m, now := newDeliveries(t, always(http.StatusBadGateway))
	reg := prometheus.NewRegistry()
	b.Metrics = workflows.NewMetrics(reg)
	b.say(t, 0, 150)
	b.until(t, now, start.Add(24*time.Hour))
	if s := b.standing(t); m.asked < 5 || m.asked > 8 || s.State() != feed.SubscriberFailing || s.Behind != 150 || s.Attempts != m.asked {
		t.Errorf("called %d times: %+v", m.asked, s)
	}
	b.say(t, 150, 30)
	if next := b.deliver(t).Next; next.IsZero() || m.asked > 8 {
		t.Errorf("something new does not end the pause: called %d times, next %s", m.asked, next)
	}
	m.answers = always(http.StatusNoContent)
	b.until(t, now, start.Add(48*time.Hour))
	if s := b.standing(t); len(m.ids) != 180 || !ascending(m.seqs) || s.State() != feed.SubscriberActive || s.Behind != 0 || s.Error != "" {
		t.Errorf("took %d of 180, in order %v: %+v", len(m.ids), ascending(m.seqs), s)
	}
	want := fmt.Sprintf(`# HELP dateline_deliveries_total Attempts to send a webhook, by subscriber and result: taken, not_taken.
# TYPE dateline_deliveries_total counter
dateline_deliveries_total{result="not_taken",subscriber="ops"} %d
dateline_deliveries_total{result="taken",subscriber="ops"} 180
`, m.asked-180)
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), "dateline_deliveries_total"); err != nil {
		t.Error(err)
	}
	first, err := b.Store.Delivery(t.Context(), "ops", m.ids[0])
	if err != nil || !first.Taken || first.Attempts < 6 || first.Status != http.StatusNoContent {
		t.Errorf("the first delivery: %+v, %v", first, err)
	}
}

// After five days without a receipt a subscriber is disabled, which costs no further call, and resumed it goes on where it was.
func TestASubscriberIsGivenUp(t *testing.T) {
	b, m, now := newDeliveries(t, always(http.StatusInternalServerError))
	b.say(t, 0, 3)
	b.until(t, now, start.Add(30*24*time.Hour))
	s := b.standing(t)
	if after := s.Disabled.Sub(start); s.State() != feed.SubscriberDisabled || after < webhook.GiveUp || after > webhook.GiveUp+24*time.Hour {
		t.Errorf("disabled after %s: %+v", after, s)
	}
	calls := m.asked
	b.woken = nil
	b.say(t, 3, 1)
	if b.deliver(t); m.asked != calls {
		t.Error("a disabled subscriber is called")
	}
	m.answers = always(http.StatusOK)
	if err := b.Store.StopSubscriber(t.Context(), "ops", false); err != nil {
		t.Fatal(err)
	}
	if b.deliver(t); len(m.ids) != 4 || !ascending(m.seqs) {
		t.Errorf("took %v", m.seqs)
	}
}

// What a receiver asks for is done: no more after 410, and a pause as long as it likes.
func TestWhatReceiversAskFor(t *testing.T) {
	b, m, _ := newDeliveries(t, always(http.StatusGone))
	b.say(t, 0, 1)
	if b.deliver(t); b.standing(t).State() != feed.SubscriberDisabled || m.asked != 1 {
		t.Errorf("after 410 it is %+v", b.standing(t))
	}
	b, m, now := newDeliveries(t, always(http.StatusServiceUnavailable))
	m.after = "1800"
	b.say(t, 0, 1)
	if next := b.deliver(t).Next; !next.Equal(now.Add(30 * time.Minute)) {
		t.Errorf("comes back at %s", next)
	}
}

// What somebody wants is done: a pause, a test, one message again, and everything since a time.
func TestOrdersToSubscribers(t *testing.T) {
	b, m, now := newDeliveries(t, always(http.StatusOK))
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.Store.StopSubscriber(ctx, "ops", true))
	b.say(t, 0, 5)
	must(b.Store.Want(ctx, webhook.NewTest("ops", *now)))
	if b.deliver(t); m.asked != 1 || b.standing(t).Behind != 5 {
		t.Errorf("paused, it got %d messages and is %+v", m.asked, b.standing(t))
	}
	must(b.Store.StopSubscriber(ctx, "ops", false))
	if b.deliver(t); len(m.ids) != 6 {
		t.Errorf("resumed, it got %d messages", len(m.ids))
	}
	must(b.Store.Resend(ctx, "ops", m.ids[2]))
	if b.deliver(t); m.seen[m.ids[2]] != 2 || m.asked != 7 {
		t.Errorf("sent again: %v", m.seen)
	}
	must(b.Store.Replay(ctx, "ops", start.Add(3*time.Minute)))
	if b.deliver(t); m.asked != 9 || m.seen[m.ids[4]] != 2 || m.seen[m.ids[5]] != 2 {
		t.Errorf("replayed: %v", m.seen)
	}
}

// A message that is sent again comes under the id that it had and tells of its entry as it is by then, however often it was edited
// since. What was removed says nothing any more, and what is kept from the subscriber by now is not sent.
func TestAnEditedEntryIsSentAgain(t *testing.T) {
	api := &tool{}
	b := newBench(t, map[string]*tool{"api": api})
	m := newMailbox(t, always(http.StatusOK))
	b.subscribe(t, m)
	happens := func(p feed.Page) {
		t.Helper()
		api.pages = append(api.pages, p)
		if _, err := b.poll(t, 1); err != nil {
			t.Fatal(err)
		}
		b.judge(t)
	}
	says := func(minute int, text string) {
		t.Helper()
		happens(feed.Page{Events: []feed.Event{{
			Key: "c", Item: "7", Verb: feed.Commented, At: start, Updated: start.Add(time.Duration(minute) * time.Minute), Text: text,
		}}})
	}
	again := func(n int, kind, text string) {
		t.Helper()
		id, before := m.ids[n], m.seen[m.ids[n]]
		if err := b.Store.Resend(t.Context(), "ops", id); err != nil {
			t.Fatal(err)
		}
		b.deliver(t)
		var told struct {
			Type string
			Data feed.EventRecord
		}
		if err := json.Unmarshal([]byte(m.bodies[id]), &told); err != nil {
			t.Fatal(err)
		}
		d, err := b.Store.Delivery(t.Context(), "ops", id)
		if err != nil || m.seen[id] != before+1 || told.Type != kind || told.Data.Text != text || d.Type != kind || !d.Taken || d.Wanted || d.Answer != "" {
			t.Errorf("sent again %d times was %s, noted as %+v, %v", m.seen[id]-before, m.bodies[id], d, err)
		}
	}
	says(0, "by hand")
	b.deliver(t)
	again(0, feed.MessageCreated, "by hand")
	says(1, "by hnad, on Monday")
	b.deliver(t)
	says(2, "by hand, on Monday")
	again(0, feed.MessageUpdated, "by hand, on Monday")
	again(1, feed.MessageUpdated, "by hand, on Monday")
	if want := []string{feed.MessageCreated, feed.MessageUpdated, feed.MessageUpdated}; !slices.Equal(m.types, want) || m.seen[m.ids[2]] != 1 {
		t.Errorf("what was edited is told once besides: %v, %v", m.types, m.seen)
	}
	happens(feed.Page{Retracted: []string{"c"}})
	again(0, feed.MessageRemoved, "")

	b.Chooses = func(context.Context, string) (feed.Filter, bool, error) {
		return feed.Filter{Query: "zeppelin", Without: feed.Without{Sources: []string{"api"}}}, false, nil
	}
	if err := b.Store.Resend(t.Context(), "ops", m.ids[1]); err != nil {
		t.Fatal(err)
	}
	asked := m.asked
	b.deliver(t)
	if d, err := b.Store.Delivery(t.Context(), "ops", m.ids[1]); err != nil || m.asked != asked || d.Wanted || !strings.HasPrefix(d.Answer, "not sent again") {
		t.Errorf("what is kept from it was asked for %d times, and is %+v, %v", m.asked-asked, d, err)
	}
}

// That an ask was opened is told of whatever opened it, which is known when it was judged: before that nothing is told. What is
// said of asks is told as soon as it is said.
func TestAnAskIsOpened(t *testing.T) {
	ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{{
		Items: []feed.Item{{ID: "7", Kind: "pull_request", State: feed.StateOpen, Updated: start, Author: ana}},
		Events: []feed.Event{
			{Key: "o", Item: "7", Verb: feed.Opened, At: start, By: ana},
			{Key: "m", Item: "7", Verb: feed.Commented, At: start, By: ana, To: []feed.Account{ben}, Text: "@ben what happens to bookings?"},
			{Key: "c", Item: "7", Verb: feed.Commented, At: start, By: ana, Text: "I will add a test."},
		},
	}}}})
	b.agree(t, "windows: [{name: all, within: 1h}]")
	m := newMailbox(t, always(http.StatusOK))
	b.subscribe(t, m)
	now := start
	b.Now = func() time.Time { return now }
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	if b.deliver(t); m.asked > 0 {
		t.Errorf("told %v of what was not judged", m.types)
	}
	if err := b.Store.Agree(t.Context(), store.Agreement{Version: "before", Since: start}, store.Judge); err != nil {
		t.Fatal(err)
	}
	if streamed := b.streamed(t); len(streamed) > 0 {
		t.Errorf("streams tell %v of what was not judged", streamed)
	}
	b.woken = nil
	if b.tick(t); !slices.Contains(b.woken, "deliver/ops") {
		t.Errorf("woken are %v", b.woken)
	}
	want := []string{"event.created", "ask.opened", "event.created"}
	if b.deliver(t); !slices.Equal(m.types, want) {
		t.Errorf("told %v, want %v", m.types, want)
	}
	if streamed := b.streamed(t); !slices.Equal(streamed, want) {
		t.Errorf("streams tell %v, want %v", streamed, want)
	}
	if err := b.Store.Resend(t.Context(), "ops", m.ids[1]); err != nil {
		t.Fatal(err)
	}
	now = start.Add(2 * time.Hour)
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	b.tick(t)
	if b.deliver(t); !slices.Equal(b.streamed(t), m.types) {
		t.Errorf("streams tell %v, webhooks %v", b.streamed(t), m.types)
	}
	if m.seen[m.ids[1]] != 2 || m.types[len(m.types)-1] != "ask.flagged" {
		t.Errorf("told %v, of the ask that was opened %d times", m.types, m.seen[m.ids[1]])
	}
	sent, err := b.Store.Delivery(t.Context(), "ops", m.ids[1])
	if err != nil || sent.Type != feed.MessageAskOpened {
		t.Errorf("what was sent again is %+v, %v", sent, err)
	}
}

// A decision is told of as what somebody did to it, however they said so: by a command, below a heading, or in a sentence that
// somebody confirmed. Streams tell the same.
func TestADecisionIsTold(t *testing.T) {
	ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
	now := start
	says := func(item, key string, by feed.Account, text string) feed.Event {
		now = now.Add(time.Minute)
		return feed.Event{Key: key, Item: item, Verb: feed.Commented, At: now, By: by, Text: text}
	}
	on := func(id string) feed.Item {
		return feed.Item{ID: id, Kind: "issue", Key: "acme/api#" + id, State: feed.StateOpen, Updated: start, Author: ana}
	}
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{{
		Items: []feed.Item{on("7"), on("8"), on("9"), on("10")},
		Events: []feed.Event{
			says("7", "1", ana, "/propose Cursors of 20 bytes"), says("7", "2", ben, "Fine.\n\nDecision: Cursors of 20 bytes"), says("7", "3", ana, "Thanks."),
			says("8", "4", ben, "/supersede #7 Cursors of 40 bytes"), says("8", "5", ben, "/supersede with #9"),
			says("9", "6", ana, "/decide Rows\n/propose Columns"), says("9", "7", ben, "/reject"),
			says("10", "8", ben, "So we decided to go with the old parser."),
		},
	}}}})
	b.agree(t, "windows: [{name: all, within: 1h}]")
	m := newMailbox(t, always(http.StatusOK))
	b.subscribe(t, m)
	b.Now = func() time.Time { return now }
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	b.tick(t)
	b.deliver(t)
	want := []string{
		feed.MessageDecisionProposed, feed.MessageDecisionMade, feed.MessageCreated, feed.MessageDecisionSuperseded, feed.MessageDecisionSuperseded,
		feed.MessageDecisionMade, feed.MessageCreated, feed.MessageCreated,
	}
	if !slices.Equal(m.types, want) {
		t.Errorf("told %v, want %v", m.types, want)
	}
	if streamed := b.streamed(t); !slices.Equal(streamed, want) {
		t.Errorf("streams tell %v, want %v", streamed, want)
	}
	guesses, err := b.Store.Decisions(t.Context(), feed.DecisionFilter{States: []feed.DecisionState{feed.DecisionSuggested}}, "", 10)
	if err != nil || len(guesses) != 1 {
		t.Fatalf("suggested are %v, %v", guesses, err)
	}
	now = now.Add(time.Minute)
	if _, err := b.Store.Append(t.Context(), "api", decisions.Confirm(guesses[0].Matter, ana, now)); err != nil {
		t.Fatal(err)
	}
	b.tick(t)
	b.deliver(t)
	if got := m.types[len(want):]; !slices.Equal(got, []string{feed.MessageDecisionMade}) {
		t.Errorf("confirmed, it is told as %v", got)
	}
}

// A subscriber of a view is told of nothing else, and comes past it.
func TestASubscriberOfAView(t *testing.T) {
	b, m, _ := newDeliveries(t, always(http.StatusOK))
	b.Chooses = func(context.Context, string) (feed.Filter, bool, error) {
		return feed.Filter{Kinds: []feed.Kind{feed.Decision}}, false, nil
	}
	b.say(t, 0, 250)
	if _, err := b.Store.Append(t.Context(), "api", feed.Event{Key: "d", Item: "7", Verb: feed.Decided, At: start}); err != nil {
		t.Fatal(err)
	}
	b.say(t, 250, 3)
	if b.deliver(t); len(m.ids) != 1 || m.seqs[0] != 251 || b.standing(t).Behind != 0 {
		t.Errorf("took %v, and is %+v", m.seqs, b.standing(t))
	}
}

func ascending(seqs []int64) bool {
	for i := 1; i < len(seqs); i++ {
		if seqs[i] <= seqs[i-1] {
			return false
		}
	}
	return true
}

// BenchmarkDeliveries sends to a receiver that fails three times in ten, half of them after it took the message: none is lost,
// the order is kept, and what comes twice has the same id. The heap that it tells of has the receiver in it, who remembers all.
func BenchmarkDeliveries(b *testing.B) {
	w, m, now := newUnwell(b, b.N)
	peak := measureHeap()
	b.ResetTimer()
	w.untilTold(b, m, b.N, now)
	b.StopTimer()
	b.ReportMetric(float64(m.asked)/float64(b.N), "requests/op")
	b.ReportMetric(peak(), "MB-heap")
}

// To a receiver that fails three times in ten, half of them after it has taken the message, none is lost and their order is kept; what
// comes twice has the id that it had.
func TestAReceiverThatIsUnwell(t *testing.T) {
	const n = 400
	w, m, now := newUnwell(t, n)
	w.untilTold(t, m, n, now)
	twice := 0
	for _, times := range m.seen {
		twice += times - 1
	}
	if len(m.seen) != n || twice == 0 || m.asked < n*5/4 {
		t.Errorf("of %d messages %d have come in %d requests, %d of them again", n, len(m.seen), m.asked, twice)
	}
}

// newUnwell is a subscriber that has n entries before it, and fails three times in ten.
func newUnwell(t testing.TB, n int) (w *bench, m *mailbox, now *time.Time) {
	t.Helper()
	w = newBench(t, map[string]*tool{"api": {}})
	m = newMailbox(t, func(n int) int {
		switch n * 2654435761 >> 7 % 20 {
		case 0, 1, 2:
			return http.StatusInternalServerError
		case 3, 4, 5:
			return http.StatusGatewayTimeout
		}
		return http.StatusNoContent
	})
	m.bodies = nil
	w.subscribe(t, m)
	w.say(t, 0, n)
	at := start
	w.Now = func() time.Time { return at }
	return w, m, &at
}

// untilTold lets time pass until a mailbox has taken n entries.
func (b *bench) untilTold(t testing.TB, m *mailbox, n int, now *time.Time) {
	t.Helper()
	for len(m.ids) < n || b.standing(t).Behind > 0 {
		if next := b.deliver(t).Next; next.After(*now) {
			*now = next
		}
	}
	if !ascending(m.seqs) || len(m.ids) != n {
		t.Errorf("took %d of %d, in order %v", len(m.ids), n, ascending(m.seqs))
	}
}
