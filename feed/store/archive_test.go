package store_test

import (
	"fmt"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// What has a number keeps it, however much comes later or from earlier times; edits and removals are found by theirs.
func TestNumbered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, looks := range []int{2000, 0} { // by looking at each, and by the search index
			store.Look(db, looks)
			s := tell(t, db, fmt.Sprintf("api%d", looks))
			source := fmt.Sprintf("api%d", looks)
			begin, err := db.Head(t.Context())
			s.must(err)
			page := feed.Page{Items: []feed.Item{issue("1", "Fix the clock", at(20))}}
			for i := range 12 {
				by := []feed.Account{ana, ben, bot}[i%3]
				page.Events = append(page.Events, comment(fmt.Sprintf("comment/%d", i), "1", by, 100-i, "Tick."))
			}
			s.commit(source, page)
			of := func(who string) feed.Filter {
				return feed.Filter{Sources: []string{source}, Accounts: []string{"github/" + who}}
			}
			keys := func(entries []feed.Entry, err error) (list string) {
				t.Helper()
				s.must(err)
				for _, e := range entries {
					list += e.Key + " "
				}
				return list
			}
			numbered := func(f feed.Filter, from, below int64) string {
				return keys(db.Numbered(t.Context(), f, begin+from, begin+below))
			}
			nearest := func(f feed.Filter, seq int64, up bool) int64 {
				n, err := db.Nearest(t.Context(), f, begin+seq, up)
				s.must(err)
				return max(n-begin, 0)
			}
			all := feed.Filter{Sources: []string{source}}
			before := numbered(all, 1, 6) + "/ " + numbered(of("ben"), 1, 13)
			s.equal("the first numbers", before,
				"comment/0 comment/1 comment/2 comment/3 comment/4 / comment/1 comment/4 comment/7 comment/10 ")
			s.equal("without a filter", numbered(feed.Filter{}, 3, 5), "comment/2 comment/3 ")
			s.equal("in a time", numbered(feed.Filter{Since: at(96), Until: at(98)}, 1, 13), "comment/3 comment/4 ")
			s.equal("nothing", numbered(of("nobody"), 1, 13), "")
			for _, c := range []struct {
				f       feed.Filter
				seq     int64
				up      bool
				nearest int64
			}{
				{all, 5, false, 4}, {all, 5, true, 5}, {of("ben"), 5, false, 2}, {of("ben"), 5, true, 5}, {of("ben"), 6, true, 8},
				{of("ben"), 2, false, 0}, {of("ben"), 12, true, 0}, {of("nobody"), 12, false, 0}, {feed.Filter{}, 100, false, 12},
			} {
				if got := nearest(c.f, c.seq, c.up); got != c.nearest {
					t.Errorf("nearest to %d, up %t, of %+v: %d, want %d", c.seq, c.up, c.f, got, c.nearest)
				}
			}

			s.equal("nothing changed", keys(db.Changed(t.Context(), all, begin+13, begin+100)), "")
			edit := comment("comment/2", "1", bot, 98, "Tock.")
			edit.Updated = at(120)
			old := comment("old", "1", ben, 1, "Long ago.")
			s.commit(source, feed.Page{Events: []feed.Event{old, edit}, Retracted: []string{"comment/5"}})
			s.equal("what came, changed, went", keys(db.Changed(t.Context(), all, begin+13, begin+100)), "comment/2 comment/5 old ")
			s.equal("of one", keys(db.Changed(t.Context(), of("ben"), begin+13, begin+100)), "old ")
			s.equal("the first numbers, later", numbered(all, 1, 6)+"/ "+numbered(of("ben"), 1, 13), before)
		}
	})
}
