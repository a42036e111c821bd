package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A token is found by its hash until it is revoked, and afterwards too.
func TestAccessTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		early := feed.Token{
			ID: "a1", Hash: "a1b2", Name: "reader", Role: "viewer", Scopes: []string{"feed"}, Sources: []string{"api"}, By: "ana", Made: at(1), Expires: at(9),
		}
		late := feed.Token{ID: "c3", Hash: "c3d4", Name: "script", Role: "lead", Scopes: []string{"read", "write"}, Groups: []string{"core, \"x\""}, Made: at(2)}
		s.must(db.PutToken(ctx, early))
		s.must(db.PutToken(ctx, late))
		if err := db.PutToken(ctx, late); err == nil {
			t.Error("two tokens have one id")
		}
		got, err := db.Tokens(ctx)
		s.must(err)
		if diff := cmp.Diff([]feed.Token{late, early}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		s.must(db.RevokeToken(ctx, "a1", at(3)))
		if err := db.RevokeToken(ctx, "a1", at(4)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("revoked twice: %v", err)
		}
		early.Revoked = at(3)
		one, found, err := db.Token(ctx, "a1b2")
		s.must(err)
		if diff := cmp.Diff(early, one); diff != "" || !found {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if _, found, err := db.Token(ctx, "a1"); found || err != nil {
			t.Errorf("found by something else: %v", err)
		}
	})
}

func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		s.must(db.PutSession(ctx, "one", []byte("first"), at(5), at(1)))
		s.must(db.PutSession(ctx, "one", []byte{0, 255}, at(6), at(1)))
		s.must(db.PutSession(ctx, "other", []byte("other"), at(9), at(1)))
		for _, c := range []struct {
			name string
			when time.Time
			want string
		}{{"one", at(5), "\x00\xff"}, {"one", at(6), ""}, {"other", at(6), "other"}, {"none", at(1), ""}} {
			data, found, err := db.Session(ctx, c.name, c.when)
			s.must(err)
			if string(data) != c.want || found != (c.want != "") {
				t.Errorf("%s at %s: %q %t", c.name, c.when, data, found)
			}
		}
		s.must(db.DropSession(ctx, "other"))
		s.must(db.DropSession(ctx, "other"))
		if _, found, err := db.Session(ctx, "other", at(1)); found || err != nil {
			t.Errorf("a session that was dropped is there: %v", err)
		}
	})
}

func TestDeeds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		early := feed.Deed{At: at(1), By: "ana@example.com", What: "paused the source api", Source: "api", Status: 303}
		late := feed.Deed{At: at(2), What: "POST /people", Status: 403}
		s.must(db.Note(ctx, late))
		s.must(db.Note(ctx, early))
		got, err := db.Deeds(ctx, nil, 9)
		s.must(err)
		if diff := cmp.Diff([]feed.Deed{late, early}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		got, err = db.Deeds(ctx, []string{"api", "other"}, 9)
		s.must(err)
		s.equal("what was done to none of them", got, []feed.Deed{late})
		last := feed.Deed{At: at(2).AddDate(1, 2, 0), What: "log in"}
		s.must(db.Note(ctx, last))
		got, err = db.Deeds(ctx, nil, 9)
		s.must(err)
		s.equal("what is remembered", got, []feed.Deed{last})
	})
}

// Who may see a source is kept with it, though it is retired, and holds for its parts.
func TestVisibleTo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		declare := func(groups ...string) {
			s.must(db.Declare(ctx, []store.Declaration{
				{Name: "hr", Tool: "github", Every: time.Hour, Fingerprint: "1", VisibleTo: groups},
			}, at(1)))
		}
		visible := func() []string {
			src, _, err := db.Source(ctx, "hr")
			s.must(err)
			return src.VisibleTo
		}
		declare("hr", "leads")
		s.equal("declared", visible(), []string{"hr", "leads"})
		s.must(db.Declare(ctx, nil, at(2)))
		s.equal("retired", visible(), []string{"hr", "leads"})
		declare("leads")
		s.equal("changed", visible(), []string{"leads"})
		declare()
		s.equal("for everybody", visible(), []string(nil))
	})
}
