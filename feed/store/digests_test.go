package store_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// What became of a digest is noted once for each period, whoever is quicker.
func TestDigests(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		last := func(subscriber string) store.Digest {
			d, err := db.LastDigest(t.Context(), subscriber)
			s.must(err)
			return d
		}
		put := func(d store.Digest) bool {
			noted, err := db.PutDigest(t.Context(), d)
			s.must(err)
			return noted
		}
		s.equal("before", last("ana"), store.Digest{})
		begun := store.Digest{Subscriber: "ana", Period: "2026-02-27", Moment: at(1), Told: at(1), Outcome: store.DigestBegun, At: at(2)}
		sent := store.Digest{Subscriber: "ana", Period: "2026-03-02", Moment: at(10), Told: at(10), Outcome: store.DigestSent, At: at(11)}
		again := sent
		again.Outcome, again.At = store.DigestEmpty, at(12)
		s.equal("noted", []bool{put(sent), put(begun), put(again)}, []bool{true, true, false})
		s.equal("the last", last("ana"), sent)
		s.equal("of another", last("ben"), store.Digest{})
		for period, want := range map[string]bool{"2026-02-27": true, "2026-03-02": true, "2026-03-03": false} {
			got, err := db.Digested(t.Context(), "ana", period)
			s.must(err)
			s.equal(period, got, want)
		}
		late := store.Digest{Subscriber: "ana", Period: "2027-06-01", Moment: at(1).AddDate(1, 3, 0), Told: at(1), Outcome: store.DigestSent, At: at(1).AddDate(1, 3, 0)}
		put(late)
		s.equal("after more than a year", put(begun), true)
	})
}

// A refusal is of one address, and can be taken back.
func TestRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		all := func() map[string]store.Refusal {
			r, err := db.Refusals(t.Context())
			s.must(err)
			return r
		}
		s.equal("nobody", all(), map[string]store.Refusal{})
		server := store.Refusal{Subscriber: "ana", Address: "ana@example.com", Who: store.ByServer, Reason: "550 no such user", At: at(1)}
		reader := store.Refusal{Subscriber: "ana", Address: "ana@example.org", Who: store.ByReader, At: at(2)}
		ben := store.Refusal{Subscriber: "ben", Address: "ben@example.com", Who: store.ByReader, At: at(3)}
		s.must(db.Refuse(t.Context(), server))
		s.must(db.Refuse(t.Context(), reader))
		s.must(db.Refuse(t.Context(), ben))
		s.equal("the later one holds", all(), map[string]store.Refusal{"ana": reader, "ben": ben})
		s.must(db.Refuse(t.Context(), store.Refusal{Subscriber: "ana"}))
		s.equal("taken back", all(), map[string]store.Refusal{"ben": ben})
	})
}

// A failure is of one address, which the one after it says anew, and ends with what becomes of a digest, or with a refusal.
func TestDigestFailures(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		failing := func(what string, want ...store.DigestFailure) {
			t.Helper()
			all := map[string]store.DigestFailure{}
			for _, f := range want {
				all[f.Subscriber] = f
			}
			got, err := db.DigestFailures(t.Context())
			s.must(err)
			s.equal(what, got, all)
		}
		fail := func(f store.DigestFailure) store.DigestFailure {
			t.Helper()
			s.must(db.FailDigest(t.Context(), f))
			return f
		}
		failing("nobody")
		fail(store.DigestFailure{Subscriber: "a_a", Address: "ana@example.com", Since: at(1), Next: at(2), Attempts: 1, Reason: "451 later"})
		ana := fail(store.DigestFailure{Subscriber: "a_a", Address: "webhook 6b/23", Since: at(3), Next: at(9), Attempts: 2, Reason: "it answered 502"})
		aba := fail(store.DigestFailure{Subscriber: "aba", Address: "aba@example.com", Since: at(4), Next: at(9), Attempts: 7, Reason: "no route"})
		failing("two", ana, aba)
		put := func(outcome store.DigestOutcome, period string) {
			t.Helper()
			_, err := db.PutDigest(t.Context(), store.Digest{Subscriber: "a_a", Period: period, Moment: at(5), Told: at(5), Outcome: outcome, At: at(5)})
			s.must(err)
		}
		put(store.DigestSent, "2026-03-02")
		failing("after one was sent", aba)
		fail(ana)
		put(store.DigestSent, "2026-03-02")
		failing("after that is said again", ana, aba)
		put(store.DigestEmpty, "2026-03-03")
		failing("when there is nothing to tell any more", aba)
		s.must(db.Refuse(t.Context(), store.Refusal{Subscriber: "aba", Address: "aba@example.com", Who: store.ByServer, At: at(6)}))
		failing("after it was refused")
	})
}

// The first key stays.
func TestSigningKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		for range 2 {
			for _, fresh := range []string{"first", "second"} {
				key, err := db.SigningKey(t.Context(), fresh)
				s.must(err)
				s.equal("the key", key, "first")
			}
		}
	})
}
