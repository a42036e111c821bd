package github

import (
	"net/http"
	"strconv"
	"sync"
)

// A Fault is a way in which an answer goes wrong.
type Fault string

// The faults.
const (
	BadGateway Fault = "502"       // 502 with a page of HTML
	Secondary  Fault = "403"       // 403, the secondary limit, with Retry-After
	TooMany    Fault = "429"       // 429 with Retry-After
	Truncated  Fault = "truncated" // 200 that ends in the middle
	HTML       Fault = "html"      // 200 with a page of HTML in place of JSON
)

// faults says which requests go wrong.
type faults struct {
	mu    sync.Mutex
	every int
	how   []Fault
	seen  int
	hits  int
}

// Break lets every nth request to the API go wrong, in turn in each of the ways given. Break(0) mends it.
func (f *Face) Break(every int, how ...Fault) {
	f.faults.mu.Lock()
	defer f.faults.mu.Unlock()
	f.faults.every, f.faults.how, f.faults.seen, f.faults.hits = every, how, 0, 0
}

// strike returns the fault of this request, if it is its turn to go wrong.
func (f *faults) strike() Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.every <= 0 || len(f.how) == 0 {
		return ""
	}
	if f.seen++; f.seen%f.every != 0 {
		return ""
	}
	f.hits++
	return f.how[(f.hits-1)%len(f.how)]
}

// answer answers in place of the API, unless the fault lies in the answer of the API itself.
func (how Fault) answer(w http.ResponseWriter) bool {
	switch how {
	case BadGateway, HTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if how == BadGateway {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = w.Write([]byte("<html><body><h1>This page is taking too long to load.</h1></body></html>\n"))
	case Secondary, TooMany:
		status, _ := strconv.Atoi(string(how))
		w.Header().Set("Retry-After", "60")
		refuse(w, &refusal{
			status: status, docs: limitDocs + "#about-secondary-rate-limits",
			message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
		})
	default:
		return false
	}
	return true
}
