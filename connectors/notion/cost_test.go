package notion_test

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/notion"
)

// TestCost counts the requests of polls.
func TestCost(t *testing.T) {
	for name, c := range map[string]struct {
		config notion.Config
		look   []string // the requests that look for news
	}{
		"workspace": {notion.Config{All: true}, []string{"search"}},
		"source":    {notion.Config{DataSource: source}, []string{"data_sources/" + source + "/query"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := workspace(t)
			h.atMost = 0
			n := newNotebook(t, h, c.config)
			poll := func() []string {
				h.now, h.asked = h.now.Add(10*time.Minute), nil
				n.read(t)
				return h.asked
			}
			poll()
			if asked := poll(); len(asked) != len(c.look)+1 {
				t.Errorf("an idle poll asked %v", asked)
			}
			h.set(3, ines, "Status", status("In review"))
			if diff := cmp.Diff(append(c.look, "comments"), poll()); diff != "" {
				t.Errorf("a poll with one change (-want +asked):\n%s", diff)
			}
			fresh := maps.Clone(h.find(page(3)))
			fresh["id"], fresh["created_time"] = page(30), stamp(h.now)
			h.change(fresh, nil)
			h.pages = append(h.pages, fresh)
			if diff := cmp.Diff(append(c.look, "blocks/"+page(30)+"/children", "comments"), poll()); diff != "" {
				t.Errorf("a poll with one new page (-want +asked):\n%s", diff)
			}
		})
	}
}

// TestWatchedInTurn counts how often the discussions of each page are read while nothing happens: all of them, those of
// lively pages more often, and a constant number in all.
func TestWatchedInTurn(t *testing.T) {
	h := workspace(t)
	h.atMost = 0
	model := h.find(page(7))
	for i := range 30 {
		p := maps.Clone(model)
		p["id"] = page(100 + i)
		h.pages = append(h.pages, p)
	}
	n := newNotebook(t, h, notion.Config{All: true})
	n.read(t)
	read := map[string]int{}
	h.asked, h.heard = nil, read
	const polls = 400
	for range polls {
		n.read(t)
	}
	if len(h.asked) != 2*polls {
		t.Errorf("%d polls made %d requests", polls, len(h.asked))
	}
	if len(read) != 38 {
		t.Errorf("the discussions of %d pages were read, not of 38", len(read))
	}
	for id, times := range read {
		if times < 3 {
			t.Errorf("those of %s were read %d times", id, times)
		}
	}
	if read[page(1)] < 15 {
		t.Errorf("those of a page with open discussions were read %d times", read[page(1)])
	}
}
