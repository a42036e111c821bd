package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A subscriber fails, is given up, goes on, and is told again what it has seen.
func TestSubscribers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		s.must(db.Advance(ctx, store.Subscriber("ops"), 0))
		state := func(want feed.SubscriberState, seq, behind int64) feed.Subscriber {
			t.Helper()
			got, err := db.Subscriber(ctx, "ops")
			s.must(err)
			if got.State() != want || got.Seq != seq || got.Behind != behind {
				t.Errorf("is %s at %d, %d behind; want %s, %d, %d", got.State(), got.Seq, got.Behind, want, seq, behind)
			}
			return got
		}
		state(feed.SubscriberActive, 0, 2)
		try := store.Attempt{Subscriber: "ops", ID: "evt_1", Type: "event.created", Seq: 1, Pos: 77, At: at(1), Status: 500, Answer: "it answered 500", Next: at(2)}
		for range 2 {
			_, err := db.Attempted(ctx, try)
			s.must(err)
			try.At = try.At.Add(time.Hour)
		}
		if got := state(feed.SubscriberFailing, 0, 2); !got.Failing.Equal(at(1)) || !got.Next.Equal(at(2)) || got.Error != try.Answer {
			t.Errorf("failing: %+v", got)
		}
		try.Disable = true
		_, err := db.Attempted(ctx, try)
		s.must(err)
		state(feed.SubscriberDisabled, 0, 2)
		s.must(db.StopSubscriber(ctx, "ops", false))
		state(feed.SubscriberActive, 0, 2)
		s.must(db.StopSubscriber(ctx, "ops", true))
		state(feed.SubscriberPaused, 0, 2)
		s.must(db.StopSubscriber(ctx, "ops", false))

		try.Disable, try.Taken, try.Status, try.Answer, try.Next = false, true, 204, "", time.Time{}
		moved, err := db.Attempted(ctx, try)
		s.must(err)
		s.equal("moved elsewhere", moved, false)
		if got := state(feed.SubscriberActive, 1, 1); !got.Success.Equal(try.At) {
			t.Errorf("took it at %s", got.Success)
		}
		one, err := db.Delivery(ctx, "ops", "evt_1")
		s.must(err)
		s.equal("the delivery", one, feed.Delivery{Subscriber: "ops", ID: "evt_1", Seq: 1, Pos: 77, Type: "event.created", Attempts: 4,
			First: at(1), Last: try.At, Taken: true, Status: 204})

		moved, err = db.Pass(ctx, "ops", 0, 2)
		s.must(err)
		s.equal("passed from where it is not", moved, true)
		_, err = db.Pass(ctx, "ops", 1, 2)
		s.must(err)
		state(feed.SubscriberActive, 2, 0)
		s.must(db.Replay(ctx, "ops", at(10_000)))
		state(feed.SubscriberActive, 2, 0)
		s.must(db.Replay(ctx, "ops", at(-10_000)))
		state(feed.SubscriberActive, 0, 2)
	})
}

// Deliveries are listed, wanted again, and forgotten after a month.
func TestDeliveries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		for i := range 5 {
			_, err := db.Attempted(ctx, store.Attempt{Subscriber: "ops", ID: fmt.Sprint("evt_", i), Seq: int64(i + 1), At: at(i / 2), Taken: true})
			s.must(err)
		}
		var ids []string
		for after := ""; ; {
			page, err := db.Deliveries(ctx, "ops", after, 2)
			s.must(err)
			if len(page) == 0 {
				break
			}
			for _, d := range page {
				ids = append(ids, d.ID)
			}
			after = store.AfterDelivery(page[len(page)-1])
		}
		s.equal("in order", fmt.Sprint(ids), "[evt_4 evt_3 evt_2 evt_1 evt_0]")
		if _, err := db.Deliveries(ctx, "", "nonsense", 1); !errors.Is(err, feed.ErrPlace) {
			t.Errorf("no place: %v", err)
		}
		s.must(db.Want(ctx, feed.Delivery{Subscriber: "ops", ID: "test_1", Seq: -1, Type: "test", Last: at(3)}))
		s.must(db.Resend(ctx, "ops", "evt_2"))
		if err := db.Resend(ctx, "ops", "evt_9"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("sent again what there is not: %v", err)
		}
		wanted, err := db.Wanted(ctx, "ops", 10)
		s.must(err)
		if len(wanted) != 2 || wanted[0].ID != "test_1" || wanted[1].ID != "evt_2" {
			t.Errorf("wanted: %+v", wanted)
		}
		for _, d := range wanted {
			_, err := db.Attempted(ctx, store.Attempt{Subscriber: "ops", ID: d.ID, Seq: d.Seq, At: at(4), Taken: true, Wanted: true})
			s.must(err)
		}
		again, err := db.Delivery(ctx, "ops", "evt_2")
		s.must(err)
		s.equal("attempts", again.Attempts, 2)
		s.must(db.ForgetDeliveries(ctx, "ops", at(3).Add(30*24*time.Hour)))
		left, err := db.Deliveries(ctx, "", "", 10)
		s.must(err)
		s.equal("left", len(left), 2)
	})
}

// The deliveries of a program that noted no places get those of their entries, whatever was edited since, as far as that can be told.
func TestOldDeliveriesFindTheirEntries(t *testing.T) {
	dsns(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		old, err := store.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(
			store.MigrateTo(ctx, old, 25),
			store.Exec(ctx, old,
				`insert into sources (name, tool) values ('api', 'test')`,
				`insert into events (pos, seq, changed, source, key, item, verb, kind, at, updated, actor, recipients, was, became, body, url)
					values (71, 1, 1, 1, 'a', '', 'commented', 'discussion', 0, 0, '{}', '[]', '', '', '', ''),
					(72, 2, 5, 1, 'b', '', 'commented', 'discussion', 0, 0, '{}', '[]', '', '', '', '')`,
				`insert into deliveries (subscriber, id, seq, type, attempts, first, last, taken, status, answer, wanted)
					values ('ops', 'evt_1', 1, 'event.created', 1, 1, 1, 1, 204, '', 0), ('ops', 'evt_2', 2, 'event.created', 1, 2, 2, 1, 204, '', 0),
					('ops', 'evt_4', 4, 'event.updated', 1, 3, 3, 1, 204, '', 0), ('ops', 'evt_5', 5, 'event.updated', 1, 4, 4, 1, 204, '', 0),
					('ops', 'test', -6, 'test', 1, 5, 5, 1, 204, '', 0)`),
			old.Close(),
		)
		if err != nil {
			t.Fatal(err)
		}
		s := tell(t, storetest.Open(t, dsn))
		list, err := s.db.Deliveries(ctx, "ops", "", 10)
		s.must(err)
		var got []string
		for _, d := range list {
			got = append(got, fmt.Sprint(d.ID, " ", d.Pos))
		}
		s.equal("their places", got, []string{"test 0", "evt_5 72", "evt_4 0", "evt_2 72", "evt_1 71"})
	})
}

// A filter chooses of some entries as it does of all.
func TestChosen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		all, err := db.After(t.Context(), "reader", 10)
		s.must(err)
		for _, f := range []feed.Filter{
			{}, {Kinds: []feed.Kind{feed.Discussion}}, {Query: "backwards"}, {Query: "zeppelin"}, {Sources: []string{"nowhere"}},
			{Without: feed.Without{Kinds: []feed.Kind{feed.Discussion}}}, {Until: monday},
		} {
			want, err := db.Events(t.Context(), f, 0, 10)
			s.must(err)
			got, err := db.Chosen(t.Context(), f, all)
			s.must(err)
			s.equal(fmt.Sprintf("chosen by %+v", f), len(got), len(want))
		}
		e, found, err := db.EntryAt(t.Context(), all[1].Pos)
		s.must(err)
		if !found || e.Key != all[1].Key {
			t.Errorf("at %d there is %+v", all[1].Pos, e)
		}
		_, found, err = db.EntryAt(t.Context(), 0)
		s.must(err)
		s.equal("found what there is not", found, false)
	})
}
