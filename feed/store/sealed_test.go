package store_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/seal"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// keys are new ones, the newest first, and the names that they have.
func keys(t *testing.T, texts ...string) (seal.Keys, []string) {
	t.Helper()
	ks, err := seal.Read(texts...)
	if err != nil {
		t.Fatal(err)
	}
	return ks, ks.Names()
}

// sealing tells and reads the secrets of a database.
type sealing struct {
	*story
	now time.Time
}

// keep keeps one of each.
func (s sealing) keep() {
	s.t.Helper()
	if ours, err := s.db.Keep(s.t.Context(), "board", "canary of a doorbell"); err != nil || !ours {
		s.t.Errorf("kept: %v, %v", ours, err)
	}
	_, err := s.db.SigningKey(s.t.Context(), "canary of addresses")
	s.must(err)
	s.must(s.db.PutSession(s.t.Context(), "ana", []byte("canary of a session"), s.now.Add(time.Hour), s.now))
}

// read says what is read of them, or why it is not.
func (s sealing) read() string {
	s.t.Helper()
	kept, err := s.db.Kept(s.t.Context(), "board")
	key, err2 := s.db.SigningKey(s.t.Context(), "another")
	data, _, err3 := s.db.Session(s.t.Context(), "ana", s.now)
	if err := errors.Join(err, err2, err3); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s; %s; %s", kept, key, data)
}

func (s sealing) sealed() map[string]int {
	s.t.Helper()
	counts, err := s.db.Sealed(s.t.Context())
	s.must(err)
	return counts
}

const everySecret = "canary of a doorbell; canary of addresses; canary of a session"

// What is kept is sealed, goes from key to key, and is of no use without one.
func TestSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := sealing{tell(t, db, "board"), time.Now()}
		old, fresh := seal.New(), seal.New()
		both, names := keys(t, fresh, old)
		db.Guard(both[1:])
		s.keep()
		s.equal("read", s.read(), everySecret)
		s.equal("sealed", s.sealed(), map[string]int{names[1]: 3})

		db.Guard(both)
		s.equal("read with both keys", s.read(), everySecret)
		n, err := db.Reseal(t.Context(), false)
		s.must(err)
		s.equal("sealed anew", n, 3)
		n, err = db.Reseal(t.Context(), false)
		s.must(err)
		s.equal("sealed anew, again", n, 0)
		s.equal("sealed with", s.sealed(), map[string]int{names[0]: 3})
		db.Guard(both[:1])
		s.equal("read with the new key", s.read(), everySecret)

		db.Guard(both[1:])
		if got := s.read(); strings.Count(got, "it is sealed with the key "+names[0]) < 3 {
			t.Errorf("read with the old key: %s", got)
		}
		if n, err := db.Reseal(t.Context(), false); err == nil || n != 0 {
			t.Errorf("sealed anew without the key: %d, %v", n, err)
		}
		n, err = db.Unseal(t.Context())
		s.must(err)
		s.equal("forgotten", n, 3)
		s.equal("read afterwards", s.read(), "; another; ")
		if maps.Equal(s.sealed(), map[string]int{names[0]: 3}) {
			t.Error("what no key opens is still there")
		}
	})
}

// What stood there before there was a key is sealed with it, and what somebody moves to another row is of no use there.
func TestSealedLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := sealing{tell(t, db, "board", "other"), time.Now()}
		db.Guard(nil)
		for _, err := range []error{
			func() error { _, err := db.Keep(t.Context(), "board", "x"); return err }(),
			func() error { _, err := db.SigningKey(t.Context(), "x"); return err }(),
			func() error { _, err := db.Reseal(t.Context(), false); return err }(),
		} {
			if !errors.Is(err, store.ErrNoKey) {
				t.Errorf("without a key: %v", err)
			}
		}
		s.must(store.Exec(t.Context(), db, "update sources set kept = 'canary of a doorbell' where name = 'board'",
			"insert into signing (id, key) values (1, 'canary of addresses')"))
		s.must(db.PutSession(t.Context(), "ana", []byte("canary of a session"), s.now.Add(time.Hour), s.now))
		s.equal("not sealed, without a key", s.sealed(), map[string]int{"": 2})
		ks, names := keys(t, seal.New())
		db.Guard(ks)
		s.equal("not sealed", s.sealed(), map[string]int{"": 3})
		s.equal("read before it is sealed", s.read(), everySecret)
		n, err := db.Reseal(t.Context(), true)
		s.must(err)
		s.equal("sealed", n, 3)
		s.equal("sealed with", s.sealed(), map[string]int{names[0]: 3})
		s.equal("read", s.read(), everySecret)

		s.must(store.Exec(t.Context(), db, "update sources set kept = (select kept from sources where name = 'board') where name = 'other'"))
		if _, err := db.Kept(t.Context(), "other"); err == nil || !strings.Contains(err.Error(), "moved it here from elsewhere") {
			t.Errorf("a secret of another source: %v", err)
		}
	})
}

// However many there are, all are sealed anew, and what was done before a stop is not done again.
func TestResealMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := sealing{tell(t, db), time.Now()}
		for i := range 450 {
			s.must(db.PutSession(t.Context(), fmt.Sprint("name", i), []byte("data"), s.now.Add(time.Hour), s.now))
		}
		ks, names := keys(t, seal.New())
		s.must(store.Exec(t.Context(), db, "update sessions set data = 'sealed:00000000:lost' where token = 'name449'"))
		old := s.sealed()
		db.Guard(append(ks, storetest.Keys()...))
		if n, err := db.Reseal(t.Context(), false); err == nil || !strings.Contains(err.Error(), "00000000") || n > 400 {
			t.Errorf("with one that nobody opens: %d, %v", n, err)
		}
		s.must(db.DropSession(t.Context(), "name449"))
		_, err := db.Reseal(t.Context(), false)
		s.must(err)
		s.equal("sealed with", s.sealed(), map[string]int{names[0]: 449})
		if len(old) != 2 {
			t.Errorf("before: %v", old)
		}
	})
}
