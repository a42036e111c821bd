package connectortest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/derivedtest"
	"github.com/datelinehq/dateline/feed/protocol"
)

// derived checks that what is derived from what arrived keeps its promises, in whatever order it arrived: that every ask and
// every decision has its evidence, and nobody owes anything who cannot.
func (s *stage) derived(t *testing.T) {
	agreed, err := protocol.Read([]byte(`{"triage": "core", "teams": {"core": ["Ana"]}, "people": [{"name": "Ana"}], "windows": [{"name": "day", "within": "24h"}]}`), "1")
	if err != nil {
		t.Fatal(err)
	}
	if wrong := agreed.Check(protocol.Surroundings{}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	tool := filepath.Base(folder) // a connector's folder is named after its tool
	h := s.calm(t)
	logs := map[string][]feed.Entry{}
	seq := int64(0)
	for _, e := range h.events {
		seq++
		e.Kind = e.Verb.Kind()
		logs[e.Item] = append(logs[e.Item], feed.Entry{Event: e, Seq: seq, Changed: seq, Source: "source", Tool: tool, On: h.items[e.Item]})
	}
	found := 0
	for id, log := range logs {
		if id == "" {
			continue
		}
		owed, made := asks.Derive(h.items[id], log, agreed), decisions.Derive(h.items[id], log, agreed)
		found += len(owed) + len(made)
		if err := derivedtest.Asks(log, owed, nil); err != nil {
			t.Error(err)
		}
		if err := derivedtest.Decisions(log, made); err != nil {
			t.Error(err)
		}
		rand.Shuffle(len(log), func(i, j int) { log[i], log[j] = log[j], log[i] })
		if diff := cmp.Diff(owed, asks.Derive(h.items[id], log, agreed)); diff != "" {
			t.Errorf("asks of %s in another order (-first +other):\n%s", id, diff)
		}
		if diff := cmp.Diff(made, decisions.Derive(h.items[id], log, agreed)); diff != "" {
			t.Errorf("decisions of %s in another order (-first +other):\n%s", id, diff)
		}
	}
	t.Logf("%d asks and decisions on %d items", found, len(logs))
}
