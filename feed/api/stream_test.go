package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A flow is a stream that is listened to.
type flow struct {
	t     *testing.T
	lines *bufio.Scanner
	end   context.CancelFunc
	// begins is what was sent first.
	begins string
}

// listen opens a stream and waits until it has begun.
func (s *site) listen(t *testing.T, address string, headers ...string) *flow {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %s, %s", address, resp.Status, resp.Header.Get("Content-Type"))
	}
	f := &flow{t: t, lines: bufio.NewScanner(resp.Body), end: cancel}
	if f.begins = f.next(); !strings.HasPrefix(f.begins, "retry: 5000\nid: ") {
		t.Fatalf("the stream begins with %q", f.begins)
	}
	return f
}

// next is the next thing that is sent: its lines, until an empty one; nothing at the end.
func (f *flow) next() string {
	var lines []string
	for f.lines.Scan() {
		if f.lines.Text() == "" && lines != nil {
			return strings.Join(lines, "\n")
		}
		lines = append(lines, f.lines.Text())
	}
	return ""
}

// told is the next event in a line: its id, its type, the event and its text.
func (f *flow) told() string {
	f.t.Helper()
	var id, kind string
	var record feed.EventRecord
	for line := range strings.SplitSeq(f.next(), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			if err := json.Unmarshal([]byte(value), &record); err != nil {
				f.t.Fatal(err)
			}
		}
	}
	return fmt.Sprintf("%s %s %s %q", id, kind, record.ID, record.Text)
}

// A stream tells what happens as it happens, goes on behind what was heard last, and ends with the process.
func TestStream(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		stop := make(chan struct{})
		s := open(t, db, func(o *api.Options) { o.Every, o.Stopping = time.Millisecond, stop })
		cursor := ""
		commit := func(page feed.Page) {
			t.Helper()
			after := feed.Cursor(cursor)
			cursor += "x"
			page.Next = feed.Cursor(cursor)
			if _, err := db.Commit(t.Context(), store.Commit{Source: "api", After: after, Page: page, At: noon, Due: noon}); err != nil {
				t.Fatal(err)
			}
		}
		said := func(key, text string, verb feed.Verb, edited time.Duration) feed.Event {
			return feed.Event{Key: key, Item: "1", Verb: verb, At: noon, Updated: noon.Add(edited), By: feed.Account{ID: "ana"}, Text: text}
		}
		item := feed.Item{ID: "1", Kind: "issue", Key: "acme/api#1", Title: "One", State: feed.StateOpen, Created: noon, Updated: noon}
		commit(feed.Page{Items: []feed.Item{item}, Events: []feed.Event{said("a", "before", feed.Commented, 0)}})

		all, some := s.listen(t, "stream"), s.listen(t, "stream?kind=-discussion")
		commit(feed.Page{Events: []feed.Event{said("b", "line\n\nline", feed.Commented, 0), said("c", "", feed.Closed, 0)}})
		commit(feed.Page{Events: []feed.Event{said("b", "edited", feed.Commented, time.Hour)}})
		for _, want := range []string{
			`2 event.updated api/b "edited"`, // or as it was first, if that was heard in time
			`3 event.created api/c ""`, `4 event.updated api/b "edited"`,
		} {
			got := all.told()
			if strings.HasPrefix(want, "2 ") && strings.HasPrefix(got, "2 event.created api/b") {
				continue
			}
			if strings.HasPrefix(want, "2 ") { // it was heard of after the edit, which is in its place now
				want = `3 event.created api/c ""`
				if got != want {
					t.Errorf("heard %s, want %s", got, want)
				}
				if got, want := all.told(), `4 event.updated api/b "edited"`; got != want {
					t.Errorf("heard %s, want %s", got, want)
				}
				break
			}
			if got != want {
				t.Errorf("heard %s, want %s", got, want)
			}
		}
		if got, want := some.told(), `3 event.created api/c ""`; got != want {
			t.Errorf("of some, heard %s, want %s", got, want)
		}

		quiet := s.listen(t, "stream") // and is lost before anything is told
		if want := "id: 4"; !strings.Contains(quiet.begins, want) {
			t.Errorf("a stream begins with %q, want %q", quiet.begins, want)
		}
		again := s.listen(t, "stream", "Last-Event-ID", "3")
		if got, want := again.told(), `4 event.updated api/b "edited"`; got != want {
			t.Errorf("after coming back, heard %s, want %s", got, want)
		}
		if got, want := s.listen(t, "stream?after=0&verb=closed").told(), `3 event.created api/c ""`; got != want {
			t.Errorf("from the beginning, heard %s, want %s", got, want)
		}
		close(stop)
		if rest := all.next(); rest != "" {
			t.Errorf("after the end, heard %q", rest)
		}
		for address, want := range map[string]int{"stream?after=x": 400, "stream?kind=flags": 400, "stream?limit=3": 400} {
			resp, err := http.Get(s.address + address) //nolint:noctx // nothing hangs here
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != want {
				t.Errorf("%s: %s, want %d", address, resp.Status, want)
			}
		}
	})
}
