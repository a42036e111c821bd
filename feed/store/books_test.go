package store_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func TestBooks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		version := func() string {
			v, err := s.db.Library(t.Context())
			s.must(err)
			return v
		}
		empty := version()
		asked := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		failed := store.Book{Name: "a", Tried: asked, Problem: "the server does not answer"}
		s.must(s.db.PutBook(t.Context(), failed))
		said := store.Book{Name: "b", Text: []byte("BEGIN:VCALENDAR\x00\xff"), Tag: `"1"`, Read: asked, Tried: asked}
		s.must(s.db.PutBook(t.Context(), said))
		books, err := s.db.Books(t.Context())
		s.must(err)
		s.equal("the books", books, map[string]store.Book{"a": failed, "b": said})
		first := version()

		said.Read, said.Tried = asked.Add(time.Hour), asked.Add(time.Hour)
		s.must(s.db.PutBook(t.Context(), said))
		if again := version(); again != first || first == empty {
			t.Errorf("versions %s, %s, and %s for the same texts", empty, first, again)
		}
		said.Text = []byte("END:VCALENDAR")
		s.must(s.db.PutBook(t.Context(), said))
		if changed := version(); changed == first {
			t.Errorf("version %s for another text", changed)
		}
	})
}
