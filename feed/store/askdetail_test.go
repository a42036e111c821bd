package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// drawInstant is a time to the microsecond, or none.
func drawInstant(t *rapid.T, label string) time.Time {
	if rapid.IntRange(0, 2).Draw(t, label) == 0 {
		return time.Time{}
	}
	return monday.Add(time.Duration(rapid.Int64Range(-1e12, 1e12).Draw(t, label)) * time.Microsecond)
}

func drawAccount(t *rapid.T, label string) feed.Account {
	return feed.Account{
		ID: drawWord(t, label), Name: drawWord(t, label), Bot: rapid.Bool().Draw(t, label), Group: rapid.Bool().Draw(t, label),
	}
}

func drawWord(t *rapid.T, label string) string {
	return rapid.SampledFrom([]string{"", "ana", "'", `"\`, "<Größe & \u2028>", "日本", "a b"}).Draw(t, label)
}

func drawAsk(t *rapid.T, id string) feed.Ask {
	word := func(label string) string { return drawWord(t, label) }
	when := func(label string) time.Time { return drawInstant(t, label) }
	a := feed.Ask{
		ID: id, Source: "api", Item: "1", Kind: rapid.SampledFrom(feed.AskKinds()).Draw(t, "kind"), Urgency: word("urgency"),
		Confidence: rapid.SampledFrom([]feed.Confidence{feed.Sure, feed.Likely, feed.Possible}).Draw(t, "confidence"),
		Asker:      drawAccount(t, "asker"), Responder: drawAccount(t, "responder"), Evidence: word("evidence"),
		Thread: word("thread"), Opened: when("opened"), NotBefore: when("not before"), Due: when("due"), Warn: when("warn"),
		Unclear: word("unclear"), Promised: when("promised"), Agreed: when("agreed"), Protocol: word("protocol"),
		Calendar: word("calendar"), Window: word("window"), Within: word("within"),
		State: rapid.SampledFrom(feed.AskStates()).Draw(t, "state"), Ended: when("ended"), End: word("end"),
		EndedBy: drawAccount(t, "ended by"), Why: word("why"), After: word("after"),
		Spent: time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "spent")), Nudges: rapid.IntRange(0, 9).Draw(t, "nudges"),
		Acknowledged: when("acknowledged"), Warned: when("warned"), Flagged: when("flagged"),
	}
	if slices.Contains(feed.OpenStates(), a.State) {
		a.Ended = time.Time{}
	} else if a.Ended.IsZero() {
		a.Ended = monday
	}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		a.Paused = append(a.Paused, feed.Pause{From: when("from").UTC(), Until: when("until"), Why: word("why")})
	}
	return a
}

// TestAskRoundTrip stores asks of any sort, and others in their place, and reads what it stored.
func TestAskRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		tell(t, db, "api")
		ctx := t.Context()
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			n++
			for round := range 2 {
				want := map[string]feed.Ask{}
				var asks []feed.Ask
				for i := range rapid.IntRange(0, 4).Draw(t, "asks") {
					a := drawAsk(t, fmt.Sprintf("%d/%d/%d", n, round, i))
					asks, want[a.ID] = append(asks, a), a
				}
				err := db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
					return tx.PutAsks(ctx, "api", map[string][]feed.Ask{"1": asks})
				})
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]feed.Ask{}
				if err := db.AllAsks(ctx, store.AskFilter{}, func(a feed.AskEntry) error { got[a.ID] = a.Ask; return nil }); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("(-put +read)\n%s", diff)
				}
				open, err := db.Asks(ctx, store.AskFilter{Open: true}, "", 100)
				if err != nil {
					t.Fatal(err)
				}
				waiting := 0
				for _, a := range asks {
					if a.Open() {
						waiting++
					}
				}
				if len(open) != waiting {
					t.Fatalf("%d wait, of %d", len(open), waiting)
				}
			}
		})
	})
}

func TestAskFilter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.must(db.Declare(t.Context(), []store.Declaration{
			{Name: "api", Tool: "github", Fingerprint: "1"}, {Name: "board", Tool: "trello", Fingerprint: "1"},
		}, monday))
		seen, paused, ended, card := review("seen", 1500, ana, ben), review("paused", 1600, ana, ben), review("ended", 1700, ana, ben), review("card", 1800, ben, ana)
		seen.State, seen.Urgency = feed.AskAcknowledged, "high"
		paused.State, paused.Kind = feed.AskPaused, feed.Mention
		ended.State, ended.Ended, ended.End, ended.EndedBy = feed.AskAnswered, at(1000), "e", ben
		card.Kind, card.Urgency, card.Due = feed.Assignment, "low", time.Time{}
		s.put("api", "1", seen, paused, ended)
		s.put("board", "2", card)
		for _, c := range []struct {
			name string
			f    store.AskFilter
			want string
		}{
			{"all", store.AskFilter{}, "seen paused ended card"},
			{"open", store.AskFilter{Open: true}, "seen paused card"},
			{"of states of open asks", store.AskFilter{States: feed.OpenStates()}, "seen paused card"},
			{"of a kind", store.AskFilter{Kinds: []feed.AskKind{feed.Mention, feed.Assignment}}, "paused card"},
			{"of a tool", store.AskFilter{Tools: []string{"trello"}}, "card"},
			{"of an urgency", store.AskFilter{Urgencies: []string{"high", "low"}}, "seen card"},
			{"opened since", store.AskFilter{Since: at(1600 - 24*60)}, "paused ended card"},
			{"opened until", store.AskFilter{Until: at(1600 - 24*60)}, "seen"},
			{"opened between", store.AskFilter{Since: at(1600 - 24*60), Until: at(1700 - 24*60)}, "paused"},
			{"ended since", store.AskFilter{EndedSince: at(1000)}, "ended"},
			{"ended since later", store.AskFilter{EndedSince: at(1001)}, ""},
			{"several", store.AskFilter{Open: true, Tools: []string{"github"}, Kinds: []feed.AskKind{feed.Review}}, "seen"},
		} {
			s.equal(c.name, s.asks(c.f), c.want)
		}
		waited, err := db.Waited(t.Context())
		s.must(err)
		s.equal("waited on", waited, []store.Place{{Source: "api", Item: "1"}, {Source: "board", Item: "2"}})
		stats, err := db.Stats(t.Context())
		s.must(err)
		s.equal("open", stats.Open, int64(3))
	})
}

// TestAllAsks reads more asks than are held at once, and stops when it is told to.
func TestAllAsks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		var many []feed.Ask
		for i := range 2500 {
			many = append(many, review(fmt.Sprintf("%04d", i), 1500+i/100, ana, ben))
		}
		s.put("api", "1", many...)
		n := 0
		s.must(db.AllAsks(t.Context(), store.AskFilter{}, func(a feed.AskEntry) error {
			if want := fmt.Sprintf("%04d", n); a.ID != want {
				t.Fatalf("%s, want %s", a.ID, want)
			}
			n++
			return nil
		}))
		s.equal("asks", n, len(many))
		enough := fmt.Errorf("enough")
		err := db.AllAsks(t.Context(), store.AskFilter{}, func(feed.AskEntry) error { return enough })
		if !errors.Is(err, enough) {
			t.Error(err)
		}
	})
}

// TestTell says of asks what becomes of them, each once.
func TestTell(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		ctx := t.Context()
		late, early, done := review("late", 100, ana, ben), review("early", 300, ana, ben), review("done", 50, ana, ben)
		late.Warn, early.Warn, early.State = at(80), at(200), feed.AskAcknowledged
		done.State, done.Ended = feed.AskAnswered, at(40)
		read := review("read", 150, ana, ben) // it was answered since the source was last read to its end
		read.State, read.Ended = feed.AskAnswered, at(70)
		s.put("api", "1", late, early, done, read)
		ripe := func(minute int) string {
			list, err := db.Ripe(ctx, at(minute), "", 10)
			s.must(err)
			after := ""
			for i := range len(list) + 1 { // one after the other they are the same
				one, err := db.Ripe(ctx, at(minute), after, 1)
				s.must(err)
				s.equal("ripe by itself", ids(one), ids(list[i:min(i+1, len(list))]))
				if len(one) > 0 {
					after = store.AfterAsk(one[0])
				}
			}
			return ids(list)
		}
		next := func(minute int) time.Time {
			when, err := db.NextDue(ctx, at(minute))
			s.must(err)
			return when
		}
		say := func(id string, verb feed.Verb) bool {
			list, err := db.Asks(ctx, store.AskFilter{}, "", 10)
			s.must(err)
			for _, a := range list {
				if a.ID == id {
					told, err := db.Tell(ctx, a, feed.Event{Key: string(verb) + "/" + id, Item: "1", Verb: verb, At: at(0)}, at(500))
					s.must(err)
					return told
				}
			}
			told, err := db.Tell(ctx, feed.AskEntry{Ask: feed.Ask{ID: id, Source: "api"}}, feed.Event{Key: "gone", Item: "1", Verb: verb, At: at(0)}, at(500))
			s.must(err)
			return told
		}
		s.equal("ripe before all", ripe(79), "")
		s.equal("next, a warning", next(0), at(80))
		s.equal("ripe, a warning", ripe(80), "late")
		s.equal("next, a due time", next(80), at(100))
		s.equal("warned", say("late", feed.Warned), true)
		s.equal("warned twice", say("late", feed.Warned), false)
		s.equal("ripe when warned", ripe(80), "")
		s.equal("next when warned", next(0), at(100))
		s.equal("ripe when late, and its source not read since", ripe(250), "early")
		_, err := db.Commit(ctx, store.Commit{
			Source: "api", After: s.cursors["api"], Page: feed.Page{Next: s.cursors["api"]}, At: at(251), Due: at(252),
		})
		s.must(err)
		s.equal("ripe when late, and its source read since", ripe(250), "late read early")
		s.equal("met when it is read", say("read", feed.Met), true)
		s.equal("flagged", say("late", feed.Flagged), true)
		s.equal("flagged an acknowledged one without a warning", say("early", feed.Flagged), true)
		s.equal("warned of what is flagged", say("early", feed.Warned), false)
		s.equal("ripe when all is told", ripe(1000), "")
		s.equal("next when all is told", next(0), time.Time{})
		s.equal("met while it is open", say("late", feed.Met), false)
		s.equal("met", say("done", feed.Met), true)
		s.equal("met twice", say("done", feed.Met), false)
		s.equal("escalated", say("late", feed.Escalated), true)
		s.equal("escalated twice", say("late", feed.Escalated), false)
		s.equal("escalated when it is answered", say("done", feed.Escalated), false)
		s.equal("of an ask that is not there", say("nobody", feed.Escalated), false)
		var told []string
		for _, e := range s.events(feed.Filter{Verbs: []feed.Verb{feed.Warned, feed.Flagged, feed.Met, feed.Escalated}}) {
			told = append(told, e.Key)
		}
		s.equal("told", len(told), 6)

		s.put("api", "1", late, early, done)
		list, err := db.Asks(ctx, store.AskFilter{Flagged: true}, "", 10)
		s.must(err)
		if len(list) != 2 || !list[0].Warned.Equal(at(500)) || !list[0].Flagged.Equal(at(500)) || !list[1].Warned.IsZero() {
			t.Errorf("derived again: %+v", list)
		}

		// Derived anew from nothing, an ask is marked again, and the log, which says so already, stays as it is.
		s.put("api", "1")
		s.put("api", "1", late)
		head, err := db.Head(ctx)
		s.must(err)
		s.equal("told again", say("late", feed.Flagged), false)
		after, err := db.Head(ctx)
		s.must(err)
		s.equal("head of the log", after, head)
		s.equal("flagged again", s.asks(store.AskFilter{Flagged: true}), "late")
	})
}

// TestThreads keeps the thread of an event, and revises an event whose thread is told only later.
func TestThreads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		said := comment("comment/1", "1", ana, 10, "Why?")
		s.commit("api", feed.Page{Events: []feed.Event{said}})
		said.Thread = "thread/1"
		s.equal("revised", s.commit("api", feed.Page{Events: []feed.Event{said}}).Revised, 1)
		s.equal("revised again", s.commit("api", feed.Page{Events: []feed.Event{said}}).Revised, 0)
		s.equal("thread", s.events(feed.Filter{})[0].Thread, "thread/1")
		s.must(db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, log, err := tx.History(ctx, "api", "1")
			if err == nil {
				s.equal("thread in the history", log[0].Thread, "thread/1")
			}
			return err
		}))
		for _, bad := range []string{strings.Repeat("x", feed.MaxKey+1), "a\nb", "\xff"} {
			said.Thread = bad
			if _, err := db.Append(t.Context(), "api", said); err == nil {
				t.Errorf("the thread %q was stored", bad)
			}
		}
	})
}

// TestAsksComeBack migrates a database of the last program: asks are derived anew from the log, and nothing else is lost.
func TestAsksComeBack(t *testing.T) {
	dsns(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		old, err := store.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			store.MigrateTo(ctx, old, 4),
			store.Exec(ctx, old,
				"insert into sources (name, tool) values ('api', 'github')",
				`insert into events (pos, seq, changed, source, key, item, verb, kind, at, updated, actor, recipients, was, became, body, url)
					values (1, 1, 1, 1, 'request/1', '1', 'requested', 'request', 1772442000000000, 1772442000000000, '{"account":"ana"}', '[{"account":"ben"}]', '', '', '', '')`,
				`insert into asks (id, source, item, kind, asker, asker_id, responder, responder_id, evidence, opened, due, window_name, within, state, ended, ended_by, nudges)
					values ('old', 1, '1', 'review', '{}', 'ana', '{}', 'ben', 'request/1', 1, 2, 'review', '24h', 'open', 0, '', 0)`,
				"insert into bookmarks (follower, seq, moved) values ('judge', 1, 5), ('subscription/x', 1, 5)",
				"insert into agreements (version, calendars, body, since) values ('v', 'c', '', 1)"),
			old.Close(),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		db := storetest.Open(t, dsn)
		s := &story{t: t, db: db, cursors: map[string]feed.Cursor{}}
		s.equal("asks", s.asks(store.AskFilter{}), "")
		marks, err := db.Bookmarks(ctx)
		s.must(err)
		s.equal("bookmarks", marks, []store.Bookmark{{Follower: "subscription/x", Seq: 1, Moved: time.UnixMicro(5).UTC()}})
		agreed, err := db.Agreed(ctx)
		s.must(err)
		s.equal("agreed", agreed.Version, "v")
		_, err = db.Follow(ctx, "judge", 10, func(ctx context.Context, tx *store.Tx, entries []feed.Entry) error {
			s.equal("judged once more", entries[0].Key+entries[0].Thread, "request/1")
			return tx.PutAsks(ctx, "api", map[string][]feed.Ask{"1": {review("new", 9, ana, ben)}})
		})
		s.must(err)
		s.equal("asks", s.asks(store.AskFilter{Open: true}), "new")
	})
}
