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

func TestPreviews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		video := func(n int) string { return fmt.Sprintf("https://www.loom.com/share/%032x", n) }
		tour := feed.Preview{
			URL: video(1), Title: "A tour <b>of</b> it", Length: 95*time.Second + 200*time.Millisecond, Asked: at(1),
			Picture: feed.Picture{Name: "abc", Type: "image/jpeg", Width: 640, Height: 360, Body: []byte("\xff\xd8\x00picture")},
		}
		none := feed.Preview{URL: video(2), Asked: at(2), Problem: "it answered 404 Not Found"}
		s.must(db.PutPreview(ctx, tour))
		s.must(db.PutPreview(ctx, none))
		known := func(urls ...string) map[string]feed.Preview {
			t.Helper()
			list, err := db.Previews(ctx, urls)
			s.must(err)
			return list
		}
		bare := tour
		bare.Picture.Body = nil
		s.equal("what is known", known(video(1), video(2), video(3)), map[string]feed.Preview{video(1): bare, video(2): none})
		s.equal("of nothing", len(known()), 0)
		picture, found, err := db.Picture(ctx, "abc")
		s.must(err)
		s.equal("the picture", picture, tour.Picture)
		s.equal("is found", found, true)
		for _, name := range []string{"", "abd", "ABC"} {
			if _, found, err := db.Picture(ctx, name); found || err != nil {
				t.Errorf("a picture called %q: %v, %v", name, found, err)
			}
		}

		gone := feed.Preview{URL: video(1), Asked: at(3), Problem: "it answered 410 Gone"}
		s.must(db.PutPreview(ctx, gone))
		s.equal("in place of what was kept", known(video(1)), map[string]feed.Preview{video(1): gone})
		_, found, err = db.Picture(ctx, "abc")
		s.must(err)
		s.equal("nor is its picture", found, false)

		for n := 10; n < 20; n++ {
			s.must(db.PutPreview(ctx, feed.Preview{URL: video(n), Asked: at(n), Picture: feed.Picture{Name: "p", Body: []byte(strings.Repeat("x", 100))}}))
		}
		left := func() string {
			t.Helper()
			var line string
			list := known(video(1), video(2), video(10), video(11), video(12), video(13), video(14), video(15), video(16), video(17), video(18), video(19))
			for n := range 20 {
				if _, kept := list[video(n)]; kept {
					line += fmt.Sprint(n, " ")
				}
			}
			return line
		}
		s.must(db.TrimPreviews(ctx, 11, 1000))
		s.equal("at most so many", left(), "1 10 11 12 13 14 15 16 17 18 19 ")
		s.must(db.TrimPreviews(ctx, 11, 450))
		s.equal("at most so large", left(), "16 17 18 19 ")
		s.must(db.TrimPreviews(ctx, 0, 450))
		s.equal("none", left(), "")
	})
}
