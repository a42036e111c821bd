package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// accounts are all accounts, a line each.
func (s *story) accounts() string {
	s.t.Helper()
	list, err := s.db.Accounts(s.t.Context())
	s.must(err)
	var b strings.Builder
	for _, a := range list {
		fmt.Fprintf(&b, "%s %s/%s %q <%s> %s–%s", a.Source, a.Tool, a.ID, a.Name, a.Email, a.First.Format("2 Jan 15:04"), a.Last.Format("2 Jan 15:04"))
		if a.Bot {
			b.WriteString(" bot")
		}
		if a.Group {
			b.WriteString(" team")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "web")
		known := func() string {
			t.Helper()
			v, err := db.Acquaintance(t.Context())
			s.must(err)
			return v
		}
		nobody := known()
		mail := func(a feed.Account, address string) feed.Account {
			a.Email = address
			return a
		}
		page := func() feed.Page {
			it := issue("1", "One", at(30))
			it.Author, it.Owners = mail(ana, "Ana@Example.com"), []feed.Account{ben, {Name: "Nobody"}}
			asked := comment("comment/2", "1", bot, 20, "")
			asked.To = []feed.Account{{ID: "acme/core", Group: true}, mail(ben, "no address")}
			return feed.Page{Items: []feed.Item{it}, Events: []feed.Event{comment("comment/1", "1", mail(ana, "ana@example.com"), 10, "Hello."), asked}}
		}
		given := page()
		first := s.commit("api", given)
		s.equal("the caller's page", given, page())
		s.is("after the first page", s.accounts(), `
			api github/acme/core "" <> 2 Mar 09:20–2 Mar 09:20 team
			api github/ana "Ana" <ana@example.com> 2 Mar 09:10–2 Mar 09:30
			api github/ben "Ben" <> 2 Mar 09:20–2 Mar 09:30
			api github/ci[bot] "" <> 2 Mar 09:20–2 Mar 09:20 bot
		`)
		some := known()
		if some == nobody {
			t.Error("nothing tells that there are accounts now")
		}
		s.equal("the same page again", s.commit("api", page()), store.Committed{Head: first.Head})
		for _, e := range s.events(feed.Filter{}) {
			if e.By.Email != "" || e.On.Author.Email != "" {
				t.Errorf("%s tells an address", e.Key)
			}
		}
		if again := known(); again != some {
			t.Errorf("what is known became %s of %s by the same page", again, some)
		}

		later := func(a feed.Account, minute int) feed.Page {
			return feed.Page{Events: []feed.Event{comment(fmt.Sprint("late/", minute), "1", a, minute, "")}}
		}
		s.commit("api", later(feed.Account{ID: "ana", Name: "Ana Maria"}, 40))
		if renamed := known(); renamed == some {
			t.Error("nothing tells that an account has another name, at the instant at which it was first seen")
		}
		s.commit("api", later(feed.Account{ID: "ana", Name: "Annie"}, 5))
		s.commit("api", later(feed.Account{ID: "ben"}, 50*60))
		s.commit("web", later(mail(ana, "ana@example.org"), 40))
		s.is("after some more", s.accounts(), `
			api github/acme/core "" <> 2 Mar 09:20–2 Mar 09:20 team
			api github/ana "Ana Maria" <ana@example.com> 2 Mar 09:10–2 Mar 09:40
			web github/ana "Ana" <ana@example.org> 2 Mar 09:40–2 Mar 09:40
			api github/ben "Ben" <> 2 Mar 09:20–4 Mar 11:00
			api github/ci[bot] "" <> 2 Mar 09:20–2 Mar 09:20 bot
		`)
	})
}

func TestRulings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		before, err := db.Acquaintance(t.Context())
		s.must(err)
		want := []feed.Ruling{
			{One: feed.Ref{Tool: "github", ID: "ana"}, Other: feed.Ref{Tool: "jira", ID: "a/b"}, Verdict: feed.Same, Who: "Ben", At: monday},
			{One: feed.Ref{ID: "Ana"}, Other: feed.Ref{Tool: "jira", ID: "5b10"}, Verdict: feed.Different, At: monday.Add(time.Hour)},
		}
		for i, r := range want {
			s.must(db.Rule(t.Context(), r))
			want[i].Seq = int64(i + 1)
		}
		got, err := db.Rulings(t.Context())
		s.must(err)
		s.equal("rulings", got, want)
		if after, err := db.Acquaintance(t.Context()); err != nil || after == before {
			t.Errorf("what is known is %s after a ruling as before (%v)", after, err)
		}
	})
}
