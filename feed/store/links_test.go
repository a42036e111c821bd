package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// links are the items that one is linked with, in their order.
func (s *story) links(source, item string) string {
	s.t.Helper()
	list, err := s.db.Linked(s.t.Context(), source, item, 20)
	s.must(err)
	var names []string
	for _, it := range list {
		names = append(names, it.Source+"/"+it.ID)
	}
	return strings.Join(names, " ")
}

func (s *story) linked(source, item, want string) {
	s.t.Helper()
	if got := s.links(source, item); got != want {
		s.t.Errorf("%s of %s is linked with %q, want %q", item, source, got, want)
	}
}

// desk is an issue of a desk.
func desk(id, key, title string, minute int) feed.Item {
	return feed.Item{ID: id, Kind: "issue", Key: key, Title: title, URL: "https://desk.example/browse/" + key, State: feed.StateOpen, Updated: at(minute)}
}

func linked(key, item string, verb feed.Verb, minute int, into string) feed.Event {
	return feed.Event{Key: key, Item: item, Verb: verb, At: at(minute), By: ana, Into: into}
}

func TestLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "web", "desk")
		other := issue("1", "In another repository", at(3))
		other.Key, other.URL = "acme/web#1", "https://github.example.com/acme/web/issues/1"
		s.commit("web", feed.Page{Items: []feed.Item{other}})
		s.commit("api", feed.Page{
			// The event comes before its item, and what it names comes later still.
			Events: []feed.Event{comment("comment/1", "2", ana, 1, "As in #1 and SUP-7, and not `SUP-9`; SUP-404 is unknown.")},
		})
		s.linked("api", "2", "")
		s.commit("api", feed.Page{Items: []feed.Item{issue("1", "One", at(1)), issue("2", "Two", at(2)), {ID: "3", Key: "acme/api#3"}}})
		s.linked("api", "2", "api/1")
		s.linked("web", "1", "")
		s.commit("desk", feed.Page{Items: []feed.Item{desk("7", "SUP-7", "Late", 5), desk("9", "SUP-9", "Clocks, see https://github.example.com/acme/web/pull/1", 6)}})
		s.linked("api", "2", "desk/7 api/1")
		s.linked("desk", "7", "api/2 api/1")
		s.linked("web", "1", "desk/9")

		// An edit, a new title, a link that the tool told and took back, a mere mention, an item that is gone.
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/1", "2", ana, 1, "As in SUP-9 and #3.")}})
		s.linked("api", "2", "desk/9 web/1")
		s.commit("desk", feed.Page{Items: []feed.Item{desk("9", "SUP-9", "Clocks", 7)}})
		s.linked("api", "2", "desk/9")
		s.commit("desk", feed.Page{Events: []feed.Event{linked("l/1", "7", feed.Linked, 8, "acme/web#1"), linked("l/2", "7", feed.Linked, 8, "SUP-9")}})
		s.linked("web", "1", "desk/7 desk/9 api/2")
		s.commit("desk", feed.Page{Events: []feed.Event{linked("l/3", "7", feed.Unlinked, 9, "SUP-9")}})
		s.linked("web", "1", "desk/7")
		s.commit("desk", feed.Page{Events: []feed.Event{linked("l/4", "7", feed.Linked, 10, "SUP-9")}})
		s.linked("desk", "9", "desk/7 api/2 web/1")
		s.commit("desk", feed.Page{Gone: []string{"7"}, Retracted: []string{"l/4"}})
		s.linked("web", "1", "")
		s.linked("desk", "9", "api/2")
		s.commit("api", feed.Page{Retracted: []string{"comment/1"}})
		s.linked("desk", "9", "")

		// An event that turns out to have happened to another item.
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/5", "1", ana, 5, "SUP-9")}})
		s.linked("desk", "9", "api/1")
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/5", "2", ana, 5, "SUP-9")}})
		s.linked("desk", "9", "api/2")
		// A repository that is renamed: its numbers mean its own items still.
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/6", "2", ana, 6, "#1")}})
		renamed := func(id string) feed.Item {
			it := issue(id, "Renamed", at(20))
			it.Key, it.URL = "acme/core#"+id, "https://github.example.com/acme/core/issues/"+id
			return it
		}
		s.commit("api", feed.Page{Items: []feed.Item{renamed("1"), renamed("2")}})
		s.linked("api", "1", "api/2 desk/9")

		derived := func() string {
			return s.links("api", "1") + s.links("desk", "9") + fmt.Sprint(strings.Count(s.accounts(), "\n"))
		}
		all := derived()
		s.must(store.Forget(t.Context(), db))
		s.linked("api", "1", "")
		s.must(db.Migrate(t.Context()))
		s.equal("what was derived anew", derived(), all)
	})
}

// TestThread reads what happened to some items in the order of time, page by page.
func TestThread(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "desk")
		s.commit("api", feed.Page{Items: []feed.Item{issue("1", "One", at(1))}, Events: []feed.Event{
			comment("c/1", "1", ana, 1, "first"), comment("c/2", "2", ana, 2, "elsewhere"), comment("c/4", "1", ana, 4, "fourth"),
		}})
		s.commit("desk", feed.Page{Items: []feed.Item{desk("7", "SUP-7", "Late", 5)}, Events: []feed.Event{
			comment("c/3", "7", ben, 3, "third"), comment("c/5", "7", ben, 5, "fifth"),
		}})
		on := func(source, id string) feed.ItemEntry {
			t.Helper()
			it, found, err := db.Item(t.Context(), source, id)
			if err != nil || !found {
				t.Fatalf("%s of %s is not found: %v", id, source, err)
			}
			return it
		}
		items := []feed.ItemEntry{on("api", "1"), on("desk", "7")}
		s.equal("an item", items[1], feed.ItemEntry{Item: desk("7", "SUP-7", "Late", 5), Source: "desk", Tool: "github"})
		var told []string
		for before := int64(0); ; {
			page, err := db.Thread(t.Context(), items, before, 3)
			s.must(err)
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				told = append(told, e.Text)
			}
			told = append(told, "|")
			before = page[len(page)-1].Pos
		}
		s.equal("the thread", strings.Join(told, " "), "fifth fourth third | first |")
		for _, no := range [][2]string{{"api", "2"}, {"api", "9"}, {"nowhere", "1"}} {
			if it, found, err := db.Item(t.Context(), no[0], no[1]); found || err != nil {
				t.Errorf("%v is found: %v, %v", no, it, err)
			}
		}
		if list, err := db.Linked(t.Context(), "nowhere", "1", 5); err != nil || len(list) > 0 {
			t.Errorf("an item of no source is linked with %v (%v)", list, err)
		}
	})
}
