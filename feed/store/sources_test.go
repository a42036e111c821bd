package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func TestDeclare(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "web", "api")
		sources, err := db.Sources(t.Context())
		s.must(err)
		want := feed.Source{Name: "api", Tool: "github", Every: 2 * time.Minute, State: feed.SourceNew, Since: monday, Due: monday}
		web := want
		web.Name = "web"
		s.equal("declared", sources, []feed.Source{want, web})

		s.commit("api", clockPage())
		read := s.source("api")
		s.declare("api")
		s.equal("declared again", s.source("api"), read)
		s.equal("declared no more", s.source("web").Retired, true)
		s.declare("web")
		retired := s.source("api")
		if !retired.Retired || retired.Events != 2 {
			t.Errorf("a retired source: %+v", retired)
		}
		s.declare("web", "api")
		read.Due = at(2) // of the declaration's clock
		s.equal("back again", s.source("api"), read)
		_, cursor, err := db.Source(t.Context(), "api")
		s.must(err)
		s.equal("its cursor", cursor, s.cursors["api"])

		s.must(db.Fail(t.Context(), "api", feed.SourceRefused, "the token has expired", at(70), at(71)))
		s.declare("web", "api")
		s.equal("refused", s.source("api").State, feed.SourceRefused)
		change := []store.Declaration{{Name: "api", Tool: "github", Every: time.Minute, Fingerprint: "2"}, {Name: "web", Tool: "github", Every: time.Minute, Fingerprint: "1"}}
		s.must(db.Declare(t.Context(), change, at(80)))
		lifted := s.source("api")
		if lifted.State != feed.SourceCurrent || lifted.Error != "" || !lifted.Due.Equal(at(80)) || lifted.Every != time.Minute {
			t.Errorf("after its settings have changed: %+v", lifted)
		}

		for what, wrong := range map[string][]store.Declaration{
			"declared twice":      {change[0], change[0]},
			"was read from githu": {{Name: "api", Tool: "trello"}},
		} {
			if err := db.Declare(t.Context(), wrong, at(90)); err == nil || !strings.Contains(err.Error(), what) {
				t.Errorf("%q: %v", what, err)
			}
		}
		s.equal("after what was refused", s.source("web").Retired, false)
		s.commit("web", feed.Page{Parts: []feed.Part{{ID: "1", Name: "shop"}}})
		if err := db.Declare(t.Context(), []store.Declaration{{Name: "web/shop", Tool: "github"}}, at(90)); err == nil {
			t.Error("the name of a part was given to a source")
		}
	})
}

func TestDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "a", "b", "c", "d", "e")
		s.must(db.Declare(ctx, []store.Declaration{
			{Name: "a", Tool: "github"}, {Name: "b", Tool: "github"}, {Name: "c", Tool: "github"}, {Name: "d", Tool: "github"},
			{Name: "other", Tool: "trello"},
		}, monday))
		due := func(minute, limit int) (line string) {
			t.Helper()
			list, next, err := db.Due(ctx, "github", at(minute), limit)
			s.must(err)
			for _, src := range list {
				line += src.Name + " "
			}
			if !next.IsZero() {
				line += next.Format("15:04")
			}
			return line
		}
		s.equal("new ones at once, not what is retired", due(0, 10), "a b c d ")
		s.must(db.Postpone(ctx, "a", at(7)))
		s.must(db.Postpone(ctx, "b", at(5)))
		s.must(db.Postpone(ctx, "d", at(-5)))
		s.equal("the longest due first", due(0, 10), "d c 09:05")
		s.equal("at most", due(9, 3), "d c b ")
		for _, tt := range []struct {
			from, due int
			want      bool
		}{{6, 1, false}, {7, 8, true}, {7, 1, false}, {8, 7, true}} {
			postponed, err := db.PostponeFrom(ctx, "a", at(tt.from), at(tt.due))
			s.must(err)
			s.equal("postponed from where it is", postponed, tt.want)
		}
		s.must(db.Pause(ctx, "d", true))
		s.must(db.Fail(ctx, "c", feed.SourceRefused, "no", at(1), at(2)))
		s.equal("neither paused nor refused", due(6, 10), "b 09:07")
		s.must(db.Pause(ctx, "d", false))
		s.must(db.Fail(ctx, "c", feed.SourceFailing, "no", at(3), at(6)))
		s.equal("but again", due(6, 10), "d b c 09:07")
		s.must(db.Pause(ctx, "a", true))
		s.equal("nothing later", due(6, 10), "d b c ")
		list, next, err := db.Due(ctx, "jira", at(0), 10)
		s.must(err)
		s.equal("a tool without sources", len(list)+int(next.Unix()-time.Time{}.Unix()), 0)

		s.commit("b", feed.Page{Parts: []feed.Part{{ID: "1", Name: "one"}}})
		s.must(db.Pause(ctx, "b", true))
		s.equal("a part stops with the whole", due(100, 10), "d c ")
		s.equal("and says so", s.source("b/one").Paused, true)
	})
}

func TestFailing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		s.must(db.Fail(ctx, "api", feed.SourceFailing, "502 \x00Bad Gateway", at(61), at(63)))
		s.must(db.Fail(ctx, "api", feed.SourceFailing, "503 Unavailable", at(63), at(67)))
		src, cursor, err := db.Source(ctx, "api")
		s.must(err)
		if src.State != feed.SourceFailing || src.Error != "503 Unavailable" || !src.Since.Equal(at(61)) || !src.Attempt.Equal(at(63)) ||
			!src.Success.Equal(at(60)) || !src.Due.Equal(at(67)) || cursor != s.cursors["api"] {
			t.Errorf("failing: %+v at %q", src, cursor)
		}
		s.commit("api", feed.Page{Next: "on"})
		if src := s.source("api"); src.State != feed.SourceCurrent || src.Error != "" {
			t.Errorf("read again: %+v", src)
		}
		s.must(db.Restart(ctx, "api", at(80)))
		src, cursor, err = db.Source(ctx, "api")
		s.must(err)
		if cursor != "" || src.State != feed.SourceNew || !src.Due.Equal(at(80)) || src.Events != 2 {
			t.Errorf("to be read from the beginning: %+v at %q", src, cursor)
		}
		s.cursors["api"] = ""
		s.equal("read once more", s.commit("api", clockPage()), store.Committed{Head: 2})

		if err := db.Fail(ctx, "api", feed.SourceCurrent, "", at(1), at(1)); err == nil {
			t.Error("a source failed into a good state")
		}
		for what, f := range map[string]func() error{
			"fail":     func() error { return db.Fail(ctx, "none", feed.SourceFailing, "", at(1), at(1)) },
			"pause":    func() error { return db.Pause(ctx, "none", true) },
			"postpone": func() error { return db.Postpone(ctx, "none", at(1)) },
			"restart":  func() error { return db.Restart(ctx, "none", at(1)) },
			"read":     func() error { _, _, err := db.Source(ctx, "none"); return err },
		} {
			if err := f(); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s a source that is not there: %v", what, err)
			}
		}
	})
}

func TestQuotas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "api")
		quota := feed.Quota{Left: 4870, Limit: 5000, Reset: at(90)}
		commit := func(after, next feed.Cursor, page feed.Page, requests int, q feed.Quota) {
			t.Helper()
			page.Next = next
			_, err := db.Commit(ctx, store.Commit{Source: "api", After: after, Page: page, At: at(60), Due: at(62), Requests: requests, Quota: q})
			s.must(err)
		}
		said := func() feed.Source {
			return feed.Source{Requests: s.source("api").Requests, Quota: s.source("api").Quota}
		}
		s.equal("before", said(), feed.Source{})
		commit("", "1", clockPage(), 12, quota)
		s.equal("after a page", said(), feed.Source{Requests: 12, Quota: quota})
		s.must(db.Fail(ctx, "api", feed.SourceFailing, "no", at(61), at(63)))
		s.equal("after a failure", said(), feed.Source{Requests: 12, Quota: quota})
		commit("1", "2", feed.Page{}, 1, feed.Quota{})
		s.equal("after a page of a tool that told nothing", said(), feed.Source{Requests: 1})
	})
}
