package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A walk in small pages shows every record that was there exactly once, though more comes in between: newer, and older
// than what was shown already.
func TestWalk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, nil)
		s.fill(30)
		more := 0
		for path, want := range map[string]int{
			"events": 90, "events?kind=discussion": 30, "events?q=number": 90, "events?person=Ben&kind=request": 30, "items": 30,
			"items?state=open&since=2026-11-24": 12, "asks": 5, "asks?state=all": 10, "asks?state=ended&kind=review": 5,
			"decisions": 6,
			"people":    3, "people?team=core": 2, "people?tool=jira": 2, "sources": 2, "sources?tool=jira": 1,
		} {
			before := map[string]bool{}
			name := func(r map[string]any) string { return fmt.Sprint(r["source"], " ", r["id"], " ", r["name"]) }
			for _, r := range s.list(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "limit=1000").Data {
				before[name(r)] = true
			}
			if len(before) < want {
				t.Errorf("%s has %d records, want %d", path, len(before), want)
			}
			seen := map[string]int{}
			for _, r := range s.walk(path, func(turn int) {
				if strings.HasPrefix(path, "events") && turn%3 == 0 {
					more++
					key, item := fmt.Sprintf("more/%d", more), fmt.Sprintf("later/%d", more)
					s.commit(feed.Page{
						Next: feed.Cursor(key),
						Items: []feed.Item{{ID: item, Kind: "issue", Title: "Not counted", State: feed.StateClosed,
							Updated: noon.Add(time.Duration(more) * time.Hour)}},
						Events: []feed.Event{
							{Key: key, Item: item, Verb: feed.Commented, At: noon.Add(time.Duration(more) * time.Hour), Updated: noon,
								By: feed.Account{ID: "ben"}},
							{Key: key + "/old", Item: item, Verb: feed.Commented, At: noon.Add(-time.Duration(more) * 90 * time.Minute),
								Updated: noon, By: feed.Account{ID: "ben"}},
						},
					})
				}
			}) {
				seen[name(r)]++
			}
			for id, n := range seen {
				if n > 1 {
					t.Errorf("%s: %s comes %d times", path, id, n)
				}
			}
			for id := range before {
				if seen[id] == 0 {
					t.Errorf("%s: %s never comes", path, id)
				}
			}
		}
	})
}

// A cursor that is cut short, changed, of another list or made up is a problem that says what to do; on both databases.
func TestCursors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, nil)
		s.fill(12)
		next := map[string]string{}
		for _, list := range []string{"events", "items", "asks", "decisions", "people", "sources"} {
			if next[list] = s.list(list + "?limit=1").Next; next[list] == "" {
				t.Errorf("%s ends after one record", list)
			}
		}
		for list, good := range next {
			for _, bad := range []string{"x", "%00", good[1:], good[:len(good)-1], good + "A", strings.ToUpper(good), "AAAAAAAA"} {
				s.misplaced(list, bad)
			}
			for other, cursor := range next {
				if other != list {
					s.misplaced(list, cursor)
				}
			}
		}
	})
}

func (s *site) misplaced(list, cursor string) {
	s.t.Helper()
	w, body := s.get(list + "?after=" + cursor)
	if w.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), `"parameter":"after"`) ||
		!strings.Contains(string(body), "Without after the list begins") {
		s.t.Errorf("%s after %q: %d %s", list, cursor, w.StatusCode, body)
	}
}
