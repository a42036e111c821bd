package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
)

// A post is where digests go in a test: it notes what was sent, and answers in turn.
type post struct {
	*bench
	now     time.Time
	rounds  int
	sent    []string // a line each: the period, and how far back it goes
	answers []error
	empty   bool
}

const form = "Mon 2 Jan 15:04"

// newPost has one subscriber, whose day begins at nine in UTC.
func newPost(t *testing.T, rhythm digest.Rhythm) *post {
	t.Helper()
	p := &post{bench: newBench(t, nil), now: start.Add(-time.Hour)}
	p.agree(t, `
calendars: {office: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}}
people: [{name: Ana, calendar: office, away: ["2026-03-11"]}]
`)
	p.Now = func() time.Time { return p.now }
	p.Digests = &workflows.Digests{
		To: map[string]digest.Subscriber{"ana": {Name: "ana", Person: "Ana", Address: "ana@example.com", Rhythm: rhythm}},
		Compose: func(_ context.Context, to digest.Subscriber, period digest.Period) (digest.Digest, error) {
			d := digest.Digest{Person: to.Person, Rhythm: to.Rhythm, Period: period}
			if !p.empty {
				d.Changes = []digest.Change{{Told: "Ben merged it"}}
			}
			return d, nil
		},
		Send: func(_ context.Context, _ digest.Subscriber, d digest.Digest) error {
			if len(p.answers) > 0 {
				err := p.answers[0]
				p.answers = p.answers[1:]
				if err != nil {
					return err
				}
			}
			p.sent = append(p.sent, fmt.Sprintf("%s: since %s, at %s", d.Period.Name, d.Period.From.Format(form), p.Now().UTC().Format(form)))
			return nil
		},
	}
	return p
}

// at runs the activity at a time, once, and returns when it wants to run again.
func (p *post) at(t *testing.T, when string) (next string, err error) {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", when)
	if err != nil {
		t.Fatal(err)
	}
	p.now = at
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(p.Activities)
	value, err := env.ExecuteActivity(p.Activities.Digest, "ana")
	if err != nil {
		return "", err
	}
	var r workflows.Round
	if err := value.Get(&r); err != nil {
		t.Fatal(err)
	}
	return r.Next.UTC().Format(form), nil
}

// until lets time pass, from one run of the activity to the next, as a worker would.
func (p *post) until(t *testing.T, end time.Time) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(p.Activities)
	for {
		var r workflows.Round
		value, err := env.ExecuteActivity(p.Activities.Digest, "ana")
		if err == nil {
			err = value.Get(&r)
		} else if failed, ok := errors.AsType[*temporal.ApplicationError](err); ok && failed.NextRetryDelay() > 0 {
			r.Next, err = p.now.Add(failed.NextRetryDelay()), nil
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Next.After(end) {
			p.now = end
			return
		}
		p.now = r.Next
	}
}

// Each moment is told once, one that was missed is made good once, and what is only quiet waits for the next.
func TestDigestsComeOnce(t *testing.T) {
	p := newPost(t, digest.Daily)
	for _, tt := range []struct {
		when, next, sent string
		empty            bool
	}{
		{"2026-03-02 10:00", "Tue 3 Mar 09:00", "", false}, // a subscriber who comes after the moment waits for the next
		{"2026-03-02 10:01", "Tue 3 Mar 09:00", "", false},
		{"2026-03-03 08:59", "Tue 3 Mar 09:00", "", false},
		{"2026-03-03 09:00", "Wed 4 Mar 09:00", "2026-03-03: since Mon 2 Mar 09:00, at Tue 3 Mar 09:00", false},
		{"2026-03-03 09:00", "Wed 4 Mar 09:00", "", false}, // a second time
		{"2026-03-04 09:00", "Thu 5 Mar 09:00", "", true},
		{"2026-03-05 09:30", "Fri 6 Mar 09:00", "2026-03-05: since Tue 3 Mar 09:00, at Thu 5 Mar 09:30", false},
		{"2026-03-09 22:00", "Tue 10 Mar 09:00", "2026-03-09: since Thu 5 Mar 09:00, at Mon 9 Mar 22:00", false}, // the machine was off
		{"2026-03-10 09:00", "Thu 12 Mar 09:00", "2026-03-10: since Mon 9 Mar 09:00, at Tue 10 Mar 09:00", false},
		{"2026-06-01 09:00", "Tue 2 Jun 09:00", "2026-06-01: since Fri 1 May 09:00, at Mon 1 Jun 09:00", false}, // no further than a month
	} {
		p.sent, p.empty = nil, tt.empty
		next, err := p.at(t, tt.when)
		if err != nil || next != tt.next || strings.Join(p.sent, "\n") != tt.sent {
			t.Errorf("%s: sent %q, next %s, %v; want %q, %s", tt.when, p.sent, next, err, tt.sent, tt.next)
		}
	}
}

// What is not taken is sent again later, no later than the next moment; what nobody wants is not.
func TestDigestsNotTaken(t *testing.T) {
	p := newPost(t, digest.Daily)
	begin := func() {
		t.Helper()
		if _, err := p.at(t, "2026-03-02 10:00"); err != nil {
			t.Fatal(err)
		}
	}
	begin()
	p.Secrets.Add("canary-4711")
	for _, tt := range []struct {
		when   string
		answer error
		pause  time.Duration
	}{
		{"2026-03-03 09:00", errors.New("451 come back later, canary-4711"), 5 * time.Second},
		{"2026-03-03 09:05", &webhook.Wait{For: time.Hour, Err: errors.New("503")}, time.Hour},
		{"2026-03-04 08:30", &webhook.Wait{For: time.Hour, Err: errors.New("503")}, 30 * time.Minute},
	} {
		p.answers = []error{tt.answer}
		_, err := p.at(t, tt.when)
		application, ok := errors.AsType[*temporal.ApplicationError](err)
		if !ok || application.NextRetryDelay() != tt.pause || application.NonRetryable() || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v, again after %v", tt.when, err, application.NextRetryDelay())
		}
	}
	if _, err := p.at(t, "2026-03-04 09:00"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2026-03-04: since Mon 2 Mar 09:00, at Wed 4 Mar 09:00"}, p.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	p.answers, p.sent = []error{fmt.Errorf("sending to ana@example.com: %w: 550 no such user", mail.ErrRefused)}, nil
	for _, when := range []string{"2026-03-05 09:00", "2026-03-06 09:00"} {
		if _, err := p.at(t, when); err != nil {
			t.Error(err)
		}
	}
	refusals, err := p.Store.Refusals(t.Context())
	if r := refusals["ana"]; err != nil || r.Address != "ana@example.com" || r.Who != store.ByServer || !strings.Contains(r.Reason, "no such user") {
		t.Errorf("refused %v, %v", refusals, err)
	}
	to := p.Digests.To["ana"]
	to.Address = "ana@example.org"
	p.Digests.To["ana"] = to
	if _, err := p.at(t, "2026-03-09 09:00"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"2026-03-09: since Fri 6 Mar 09:00, at Mon 9 Mar 09:00"}, p.sent); diff != "" {
		t.Errorf("sent to another address (-want +got):\n%s", diff)
	}
}

// A webhook that answers a digest with 410 is sent no other, and no digest after that, until somebody takes it back, or until it is at
// another address.
func TestDigestIsNotWanted(t *testing.T) {
	p := newPost(t, digest.Weekly)
	m := newMailbox(t, func(n int) int {
		if n == 2 || n == 4 {
			return http.StatusGone
		}
		return http.StatusNoContent
	})
	sender, hook := webhook.NewSender("dateline/test"), webhook.Subscriber{Name: "ana", URL: m.URL + "/hook", Secret: hookSecret, Private: true}
	p.Digests.Send = func(ctx context.Context, to digest.Subscriber, d digest.Digest) error {
		told := webhook.Digest{Subscriber: to.Name, Person: d.Person, Period: d.Period.Name, From: d.Period.From, Until: d.Period.Until}
		return sender.SendDigest(ctx, hook, told, p.Now())
	}
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(30 * time.Second)
	env.SetStartTime(start.Add(time.Hour)) // on a Monday, an hour after the moment
	p.Now = env.Now
	env.RegisterActivity(p.Activities)
	week := 7 * 24 * time.Hour
	after := func(weeks int, what string, asked int, refused bool, then func()) {
		env.RegisterDelayedCallback(func() {
			refusals, err := p.Store.Refusals(context.Background())
			r, is := refusals["ana"]
			if err != nil || is != refused || m.asked != asked {
				t.Errorf("%s, it was asked %d times, want %d: %+v, %v", what, m.asked, asked, r, err)
			}
			if refused && (r.Who != store.ByServer || !strings.Contains(r.Reason, "410 Gone") || strings.Contains(r.Reason, "/hook")) {
				t.Errorf("%s, it is kept that %+v", what, r)
			}
			then()
		}, time.Duration(weeks)*week+time.Hour)
	}
	nothing := func() {}
	after(1, "after the first", 1, false, nothing)
	after(2, "after the second", 2, true, nothing)
	after(4, "two weeks later", 2, true, func() {
		if err := p.Store.Refuse(context.Background(), store.Refusal{Subscriber: "ana"}); err != nil {
			t.Error(err)
		}
	})
	after(5, "after it was taken back", 3, false, nothing)
	after(6, "when it is not wanted again", 4, true, nothing)
	after(7, "a week later", 4, true, func() {
		to := p.Digests.To["ana"]
		to.Address = "another"
		p.Digests.To["ana"] = to
	})
	after(8, "at another address", 5, true, env.CancelWorkflow)
	env.ExecuteWorkflow(workflows.Digest, "ana")
	if want := []string{webhook.Digested, webhook.Digested, webhook.Digested}; !slices.Equal(m.types, want) {
		t.Errorf("it took %v", m.types)
	}
}

// A webhook that takes no digest for five days is given up, which costs no further call: until somebody takes it back, or it is at
// another address, which is given five days of its own. Meanwhile it is known since when it fails, how often it was tried, and when it
// is tried again.
func TestADigestsWebhookIsGivenUp(t *testing.T) {
	p := newPost(t, digest.Daily)
	m := newMailbox(t, always(http.StatusBadGateway))
	sender, hook := webhook.NewSender("dateline/test"), webhook.Subscriber{Name: "ana", URL: m.URL + "/hook", Secret: hookSecret, Private: true}
	p.Digests.Send = func(ctx context.Context, to digest.Subscriber, d digest.Digest) error {
		told := webhook.Digest{Subscriber: to.Name, Person: d.Person, Period: d.Period.Name, From: d.Period.From, Until: d.Period.Until}
		return sender.SendDigest(ctx, hook, told, p.Now())
	}
	move := func(address string) {
		to := p.Digests.To["ana"]
		to.Hook, to.Address = true, address
		p.Digests.To["ana"] = to
	}
	until := func(days int) (calls int, f store.DigestFailure, r store.Refusal) {
		t.Helper()
		before := m.asked
		p.until(t, start.AddDate(0, 0, days).Add(time.Hour))
		failures, err := p.Store.DigestFailures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		refusals, err := p.Store.Refusals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return m.asked - before, failures["ana"], refusals["ana"]
	}
	move("one")
	if n, f, r := until(4); n < 8 || n > 14 || f.Attempts != n || !f.Since.Equal(start) || !f.Next.After(p.now) || f.Address != "one" ||
		!strings.Contains(f.Reason, "502 Bad Gateway") || r.Subscriber != "" {
		t.Errorf("while it fails, it is called %d times: %+v, %+v", n, f, r)
	}
	_, f, r := until(8)
	if given := r.At.Sub(start); f.Subscriber != "" || given < webhook.GiveUp || given > webhook.GiveUp+24*time.Hour || r.Who != store.ByServer ||
		r.Address != "one" || !strings.HasPrefix(r.Reason, "it took nothing for five days: ") || !strings.Contains(r.Reason, "502 Bad Gateway") {
		t.Errorf("it is given up after %s: %+v, %+v", given, f, r)
	}
	if n, f, _ := until(21); n > 0 || f.Subscriber != "" {
		t.Errorf("what was given up is called %d times: %+v", n, f)
	}
	if err := p.Store.Refuse(t.Context(), store.Refusal{Subscriber: "ana"}); err != nil {
		t.Fatal(err)
	}
	if n, f, r := until(24); n == 0 || f.Attempts != n || r.Subscriber != "" {
		t.Errorf("taken back, it is called %d times: %+v, %+v", n, f, r)
	}
	move("two")
	if n, f, r := until(28); n == 0 || f.Address != "two" || f.Since.Before(start.AddDate(0, 0, 24)) || r.Subscriber != "" {
		t.Errorf("at another address, it is called %d times: %+v, %+v", n, f, r)
	}
	m.answers = always(http.StatusNoContent)
	if n, f, r := until(30); n == 0 || len(m.types) != n || f.Subscriber != "" || r.Subscriber != "" {
		t.Errorf("when it is well, it is called %d times and takes %v: %+v, %+v", n, m.types, f, r)
	}
}

// A mail server that takes nothing for days is no reason to give an address up.
func TestAMailServerIsWaitedFor(t *testing.T) {
	p := newPost(t, digest.Daily)
	if _, err := p.at(t, "2026-03-02 10:00"); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"2026-03-03 09:00", "2026-03-06 09:00", "2026-03-09 09:00", "2026-03-10 09:00"} {
		p.answers = []error{errors.New("421 too busy")}
		if _, err := p.at(t, when); err == nil {
			t.Errorf("%s: what was not taken is no error", when)
		}
	}
	refusals, err := p.Store.Refusals(t.Context())
	if err != nil || len(refusals) > 0 {
		t.Errorf("refused are %v, %v", refusals, err)
	}
	failures, err := p.Store.DigestFailures(t.Context())
	if f := failures["ana"]; err != nil || f.Attempts != 4 || f.Since.Format(form) != "Tue 3 Mar 09:00" || f.Next.Sub(p.now) != 2*time.Hour {
		t.Errorf("failing are %+v, %v", failures, err)
	}
}

// The workflow runs an activity a digest and sleeps in between; a wake does no harm.
func TestDigestSleeps(t *testing.T) {
	p := newPost(t, digest.Weekly)
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(30 * time.Second)
	env.SetStartTime(start.Add(time.Hour))
	p.Now = env.Now
	env.RegisterActivity(p.Activities)
	env.SetOnActivityStartedListener(func(*activity.Info, context.Context, converter.EncodedValues) { p.rounds++ })
	env.RegisterDelayedCallback(func() { env.SignalWorkflow(workflows.Wake, nil) }, 50*time.Hour)
	env.RegisterDelayedCallback(env.CancelWorkflow, 15*24*time.Hour)
	env.ExecuteWorkflow(workflows.Digest, "ana")
	want := []string{
		"2026-W11: since Mon 2 Mar 00:00, at Mon 9 Mar 09:00",
		"2026-W12: since Mon 9 Mar 00:00, at Mon 16 Mar 09:00",
	}
	if diff := cmp.Diff(want, p.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if p.rounds != 4 {
		t.Errorf("%d activities in two weeks, want one at the beginning, one a digest, and one for the wake", p.rounds)
	}
}
