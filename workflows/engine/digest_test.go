package engine_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
	"github.com/datelinehq/dateline/workflows/engine"
)

// A digest that was not taken at first is sent again, and once it was, the workflow sleeps until the next moment.
func TestDigestsOnTheRealEngine(t *testing.T) {
	ctx := t.Context()
	agreed := &protocol.Protocol{}
	const text = `{calendars: {office: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}}, people: [{name: Ana, calendar: office}]}`
	if err := yaml.Unmarshal([]byte(text), agreed); err != nil {
		t.Fatal(err)
	}
	if wrong := agreed.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := agreed.Open(nil)
	db := storetest.SQLite(t)
	long := store.Digest{Subscriber: "ana", Period: "2020-01-01", Moment: time.Unix(0, 0), Told: time.Unix(0, 0), Outcome: store.DigestBegun, At: time.Now()}
	if _, err := db.PutDigest(ctx, long); err != nil {
		t.Fatal(err)
	}
	var rounds, asked, sent atomic.Int64
	p := &plant{db: db, dir: t.TempDir(), unwatch: func() {}}
	var err error
	if p.engine, err = engine.Start(ctx, p.dir, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	p.client, err = client.DialContext(ctx, client.Options{HostPort: p.engine.Address(), Namespace: engine.Namespace, Logger: silent{}, Identity: "dateline"})
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop(t)
	p.workers = workflows.NewWorkers(p.client, &workflows.Activities{
		Store: db, Temporal: p.client,
		Agreed: func(context.Context) (*protocol.Protocol, error) {
			rounds.Add(1)
			return open, nil
		},
		Secrets: &connectors.Secrets{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Digests: &workflows.Digests{
			To: map[string]digest.Subscriber{"ana": {Name: "ana", Person: "Ana", Address: "ana@example.com", Rhythm: digest.Weekly}},
			Compose: func(_ context.Context, to digest.Subscriber, period digest.Period) (digest.Digest, error) {
				return digest.New(digest.Input{Person: to.Person, Rhythm: to.Rhythm, Period: period, Agreed: open, Now: period.Moment}), nil
			},
			Send: func(context.Context, digest.Subscriber, digest.Digest) error {
				if asked.Add(1) == 1 {
					return &webhook.Wait{For: 100 * time.Millisecond, Err: errors.New("busy")}
				}
				sent.Add(1)
				return nil
			},
		},
	}, nil, nil)
	if err := p.workers.Start(); err != nil {
		t.Fatal(err)
	}
	fill := func() {
		if err := workflows.FillDigests(ctx, p.client, []string{"ana"}); err != nil {
			t.Fatal(err)
		}
	}
	fill()
	until(t, "it is sent", func() bool {
		last, err := db.LastDigest(ctx, "ana")
		return err == nil && last.Outcome == store.DigestSent
	})
	before := rounds.Load()
	fill()
	until(t, "a second start looks again", func() bool { return rounds.Load() > before })
	if asked.Load() != 2 || sent.Load() != 1 {
		t.Errorf("sent %d times in %d attempts", sent.Load(), asked.Load())
	}
	if *record != "" {
		p.record(t, *record, map[string]string{"digest": "digest/ana"})
	}
}
