package github_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors/github"
)

// GitHub refuses to go further back than so many pages in some lists. What it has shown until then is all there is to be
// had, and no reason to stop.
func TestNoFurtherBack(t *testing.T) {
	w := newWorld()
	for range 20 {
		w.label(w.open(true))
		w.at(w.clock + 300)
	}
	w.at(w.clock + 3600)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		if strings.HasSuffix(r.URL.Path, "/issues/events") && page > 3 {
			rw.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(rw, `{"message": "In order to keep the API fast for everyone, pagination is limited for this resource."}`)
			return
		}
		w.hub.ServeHTTP(rw, r)
	}))
	defer server.Close()
	r := newReader(open(t, server.URL, server.Client()))
	github.PerPage(r.connector, 5)
	r.settle(t)
	if want := 20 + 3*5; len(r.got) != want {
		t.Errorf("%d events arrived, want %d", len(r.got), want)
	}
	w.label(w.issues[3])
	w.at(w.clock + 600)
	w.hub.take()
	r.settle(t)
	if made := w.hub.take(); len(r.got) != 20+3*5+1 || made["issues/events 200"] != 1 {
		t.Errorf("then %d events had arrived, after %v", len(r.got), made)
	}
}
