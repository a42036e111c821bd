package asana_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// TestDependencies checks what is told of the tasks that one waits for, when they cannot be read, are odd, or were done
// before the source looks.
func TestDependencies(t *testing.T) {
	const task = "1201000000000201"
	done := time.Date(2024, time.March, 7, 16, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		since  time.Time
		status int    // that the list of them is answered with, in place of the list
		body   string // of that answer
		want   []time.Time
		reject string
	}{
		{name: "as they are", want: []time.Time{done}},
		{name: "done long ago", since: done.Add(time.Hour), want: []time.Time{done.Add(time.Hour)}},
		{name: "in a paid plan only", status: 402, body: `{"errors": [{"message": "Payment Required"}]}`},
		{
			name: "odd", status: 200, reject: "dependency " + task + "/",
			body: `{"data": [{"name": "no gid"}, {"gid": "12", "completed": true}, {"gid": "13", "completed_at": 7}]}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			hub := fixtures(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if c.status > 0 && strings.HasSuffix(r.URL.Path, "/dependencies") {
					w.WriteHeader(c.status)
					_, _ = w.Write([]byte(c.body))
					return
				}
				hub.ServeHTTP(w, r)
			}))
			defer server.Close()
			r := newReader(t, server.URL, connectors.Env{Since: c.since}, 100)
			r.settle(t)
			var got []time.Time
			for _, e := range r.events {
				if e.Item == task && e.Verb == feed.Resumed {
					got = append(got, e.At)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("tasks were done (-want +got):\n%s", diff)
			}
			if _, read := r.events["story/1201000000003025"]; !read {
				t.Error("the stories of the task were not read")
			}
			rejected := ""
			for key := range r.rejects {
				if strings.HasPrefix(key, "dependency ") {
					rejected = key
				}
			}
			if !strings.HasPrefix(rejected, c.reject) || c.reject == "" && rejected != "" {
				t.Errorf("rejected are %v", r.rejects)
			}
		})
	}
}
