package github_test

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"
)

// big fills a world with so many issues, every fifth a pull request with a review, with two comments and two events
// each, one change every ten minutes. It then lets a day go by.
func big(n int) *world {
	w := newWorld()
	for range n {
		i := w.open(w.last%5 == 0)
		if w.at(w.clock + 600); i.pull {
			w.review(i)
		}
		w.say(i, "issues/comments")
		w.at(w.clock + 600)
		w.say(i, "issues/comments")
		w.label(i)
		w.at(w.clock + 600)
		w.label(i)
	}
	w.at(w.clock + 24*3600)
	return w
}

// perfect is how many requests a reader makes that knows everything beforehand: full pages, and one for each pull
// request.
func (w *world) perfect() (n int) {
	for _, l := range w.hub.lists {
		n += (len(l.rows) + 99) / 100
	}
	return n
}

// settle reads until there is no more, and returns the largest cursor on the way.
func (r *reader) settle(t testing.TB) (largest int) {
	t.Helper()
	for r.more = true; r.more; {
		r.fetch(t)
		largest = max(largest, len(r.cursor))
	}
	return largest
}

func reading(t testing.TB, w *world) *reader {
	t.Helper()
	server := httptest.NewServer(w.hub)
	t.Cleanup(server.Close)
	return newReader(open(t, server.URL, server.Client()))
}

// TestCost checks what the package comment says about requests, on a repository of 2,000 issues and pull requests.
func TestCost(t *testing.T) {
	w := big(2000)
	r := reading(t, w)
	largest := r.settle(t)
	if len(r.got) != len(w.truth) {
		t.Errorf("%d events arrived of %d", len(r.got), len(w.truth))
	}
	perfect, made := w.perfect(), w.hub.take()
	t.Logf("first reading: %d requests, a perfect reader's are %d; cursors up to %d bytes, %d in the end", total(made), perfect, largest, len(r.cursor))
	if total(made)*10 > perfect*13 {
		t.Errorf("the first reading made %d requests, more than 1.3 × %d: %v", total(made), perfect, made)
	}
	if len(r.cursor) > 1000 || largest > 3000 {
		t.Errorf("the cursor is %d bytes long when settled, and was up to %d", len(r.cursor), largest)
	}

	asked := map[string]int{}
	for poll := range 42 {
		p := r.fetch(t)
		made := w.hub.take()
		if !p.Empty() || total(made) != 1 {
			t.Errorf("idle poll %d: %v, empty: %v", poll+1, made, p.Empty())
		}
		for what := range made {
			asked[what]++
		}
	}
	want := map[string]int{
		"issues 304": 28, "pulls 304": 3, "issues/comments 304": 3, "pulls/comments 304": 2, "issues/events 304": 2,
		"releases 304": 2, "commits 304": 2,
	}
	if fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("42 idle polls asked %v, want %v", asked, want)
	}
}

// TestCostOfOneChange checks that a comment costs a round: a request for each list, and one for the reviews if it was on
// a pull request. Nothing of it depends on the size of the repository.
func TestCostOfOneChange(t *testing.T) {
	w := big(500)
	r := reading(t, w)
	r.settle(t)
	for _, c := range []struct {
		issue *issue
		most  int
	}{{w.issues[1], 7}, {w.issues[0], 8}} {
		w.hub.take()
		w.say(c.issue, "issues/comments")
		w.at(w.clock + 120)
		r.settle(t)
		if made := w.hub.take(); total(made) > c.most || made["pulls/n/reviews 200"] > 1 {
			t.Errorf("one comment on %s: %v, want at most %d requests", c.issue.page(), made, c.most)
		}
		r.settle(t)
		if made := w.hub.take(); total(made) != 1 {
			t.Errorf("after it: %v", made)
		}
	}
	if len(r.got) != len(w.truth) {
		t.Errorf("%d events arrived of %d", len(r.got), len(w.truth))
	}
}

// TestCostOfOnePercent changes one issue in a hundred of a repository, and of one ten times as large. The requests are
// as many as the changes fill pages, and one for each changed pull request.
func TestCostOfOnePercent(t *testing.T) {
	for _, n := range []int{500, 5000} {
		w := big(n)
		r := reading(t, w)
		r.settle(t)
		w.hub.take()
		pulls := 0
		for k := 0; k < n; k += 100 {
			i := w.issues[k]
			w.at(w.clock + 60)
			w.say(i, "issues/comments")
			if i.pull {
				pulls++
			}
		}
		w.at(w.clock + 3600)
		r.settle(t)
		made := w.hub.take()
		t.Logf("%d changes among %d: %v", n/100, n, made)
		if most := 7 + 7 + pulls; total(made) > most {
			t.Errorf("%d changes among %d, %d of them pull requests: %d requests, want at most %d: %v", n/100, n, pulls, total(made), most, made)
		}
	}
}

// TestMemory reads 20,000 issues, made as they are asked for, and looks at the largest heap between two pages: it is a
// page's, not the repository's.
func TestMemory(t *testing.T) {
	peak := func(n int) uint64 {
		w := big(n)
		w.truth = nil
		r := reading(t, w)
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		before, most := m.HeapAlloc, uint64(0)
		for k := 0; ; k++ {
			p, err := r.connector.Fetch(t.Context(), r.cursor)
			if err != nil {
				t.Fatal(err)
			}
			if k%20 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc-min(before, m.HeapAlloc))
			}
			runtime.KeepAlive(p)
			if r.cursor = p.Next; !p.More {
				return most
			}
		}
	}
	small, large := peak(400), peak(20_000)
	t.Logf("heap while reading: %d kB for 400 issues, %d kB for 20,000", small>>10, large>>10)
	if large > small+4<<20 {
		t.Errorf("reading 20,000 issues took %d kB of heap, 400 only %d", large>>10, small>>10)
	}
}

// BenchmarkFirstReading reads a repository of 20,000 issues and pull requests, server included.
func BenchmarkFirstReading(b *testing.B) {
	w := big(20_000)
	perfect := w.perfect()
	b.ReportAllocs()
	for b.Loop() {
		w.hub.take()
		r := reading(b, w)
		start := time.Now()
		r.settle(b)
		b.ReportMetric(float64(total(w.hub.take()))/float64(perfect), "×perfect")
		b.ReportMetric(float64(len(r.got))/time.Since(start).Seconds(), "events/s")
	}
}
