package asana_test

import (
	"math/rand/v2"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
)

// TestCost checks which requests are made when nothing happened, when one task changed, and when several did.
func TestCost(t *testing.T) {
	h := fixtures(t)
	server := httptest.NewServer(h)
	defer server.Close()
	r := newReader(t, server.URL, connectors.Env{}, 100)
	r.settle(t)
	l := &life{Rand: rand.New(rand.NewPCG(1, 1)), hub: h, last: 1301000000000000}
	tasks := h.listed(nil)
	poll := func(change ...int) []string {
		t.Helper()
		h.take()
		h.now = h.now.Add(time.Hour)
		for _, i := range change {
			k := tasks[i]
			l.story(k, "name_changed", object{"old_name": k["name"], "new_name": "Another name"})
			k["name"] = "Another name"
		}
		r.settle(t)
		return h.take()
	}
	is := func(what string, asked []string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("%s (-want +asked):\n%s", what, diff)
		}
	}
	a, b := "tasks/"+tasks[0]["gid"].(string), "tasks/"+tasks[1]["gid"].(string)
	is("nothing happened", poll(), "events")
	is("one task changed", poll(0), "events", a, a+"/dependencies", a+"/stories")
	is("one that waits for nothing", poll(1), "events", b, b+"/stories")
	is("two tasks changed, of which one has a subtask with a subtask", poll(0, 1),
		"events", "tasks", a+"/subtasks", "tasks/1201000000000211/subtasks", a+"/dependencies", b+"/stories", a+"/stories")
	var kinds []string
	for range 20 {
		kinds = append(kinds, poll()...)
	}
	lists := 0
	for _, asked := range kinds {
		if asked == "tasks" {
			lists++
		}
	}
	if len(kinds) != 20 || lists != 2 {
		t.Errorf("20 polls without news took %d requests, %d of them lists of tasks: %v", len(kinds), lists, kinds)
	}
}
