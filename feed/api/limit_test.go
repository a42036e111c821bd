package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// Each caller is answered so many calls in a minute, is told how many are left, and how long to wait where there are none.
func TestLimit(t *testing.T) {
	clock := noon
	s := open(t, storetest.SQLite(t), func(o *api.Options) {
		o.Calls, o.Now = 3, func() time.Time { return clock }
	})
	call := func(who access.Reader, from string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(access.With(t.Context(), who), http.MethodGet, "/api/v1/sources", http.NoBody)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		return w
	}
	const far, near = "192.0.2.1:4000", "127.0.0.1:4000"
	one, other := access.Reader{Name: "a", Token: true, ID: "1"}, access.Reader{Name: "a", Token: true, ID: "2"}
	ana, stranger, local := access.Reader{Name: "ana"}, access.Reader{}, access.Local()
	for i, c := range []struct {
		who    access.Reader
		from   string
		later  time.Duration
		status int
		left   string
		retry  string
	}{
		{one, far, 0, 200, `"calls";r=2;t=20`, ""},
		{one, far, 0, 200, `"calls";r=1;t=40`, ""},
		{one, near, 0, 200, `"calls";r=0;t=60`, ""},
		{one, far, 0, 429, `"calls";r=0;t=60`, "20"},
		{one, far, 5 * time.Second, 429, `"calls";r=0;t=55`, "15"},
		{other, far, 0, 200, `"calls";r=2;t=20`, ""},
		{ana, far, 0, 200, `"calls";r=2;t=20`, ""},
		{one, far, 15 * time.Second, 200, `"calls";r=0;t=60`, ""},
		{one, far, time.Hour, 200, `"calls";r=2;t=20`, ""},
		{stranger, far, 0, 200, `"calls";r=2;t=20`, ""},
		{stranger, "192.0.2.1:5000", 0, 200, `"calls";r=1;t=40`, ""},
		{stranger, "[::ffff:192.0.2.1]:5000", 0, 200, `"calls";r=0;t=60`, ""},
		{stranger, far, 0, 429, `"calls";r=0;t=60`, "20"},
		{stranger, "192.0.2.2:5000", 0, 200, `"calls";r=2;t=20`, ""},
		{stranger, "[2001:db8::1]:5000", 0, 200, `"calls";r=2;t=20`, ""},
		{stranger, "[2001:db8::2]:5000", 0, 200, `"calls";r=1;t=40`, ""},
		{stranger, "[2001:db8:0:1::2]:5000", 0, 200, `"calls";r=2;t=20`, ""},
		{local, near, 0, 200, "", ""},
		{local, "[::1]:4000", 0, 200, "", ""},
	} {
		clock = clock.Add(c.later)
		w := call(c.who, c.from)
		h := w.Header()
		if w.Code != c.status || h.Get("RateLimit") != c.left || h.Get("Retry-After") != c.retry ||
			(c.left != "") != (h.Get("RateLimit-Policy") == `"calls";q=3;w=60`) {
			t.Errorf("call %d: %d %v", i, w.Code, h)
		}
		if w.Code != http.StatusTooManyRequests {
			continue
		}
		var p struct {
			Type, Detail string
			Status       int
			Violated     []string `json:"violated-policies"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || h.Get("Content-Type") != "application/problem+json" ||
			p.Type != "https://iana.org/assignments/http-problem-types#quota-exceeded" || !slices.Equal(p.Violated, []string{"calls"}) ||
			p.Detail != fmt.Sprintf("At most 3 calls a minute are answered. Call again in %s seconds.", c.retry) {
			t.Errorf("call %d: %s", i, w.Body)
		}
	}
}

// Who comes from ever new addresses does not make the program remember all of them.
func TestLimitOfMany(t *testing.T) {
	s := open(t, storetest.SQLite(t), func(o *api.Options) { o.Calls = 1 })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/nowhere", http.NoBody)
	for i := range 25_000 {
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound {
			t.Fatalf("address %d: %d", i, w.Code)
		}
	}
	if n := api.Callers(s.handler); n > 10_000 {
		t.Errorf("%d are remembered", n)
	}
}

// The document says how many calls are answered, where that is bounded.
func TestLimitDescribed(t *testing.T) {
	for calls, want := range map[int]bool{0: false, 600: true} {
		s := open(t, storetest.SQLite(t), func(o *api.Options) { o.Calls = calls })
		doc, _ := s.load()
		for path, is := range doc.Paths.Map() {
			for method, op := range is.Operations() {
				limited := op.Responses.Value("429") != nil && op.Responses.Value("200").Value.Headers["RateLimit"] != nil
				if limited != want {
					t.Errorf("%s %s, %d calls: %v", method, path, calls, limited)
				}
			}
		}
	}
}
