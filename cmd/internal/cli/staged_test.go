package cli

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/connectors/simulator/world"
	"github.com/datelinehq/dateline/feed"
)

// staged checks that what a team is made to wait for on purpose is found, all of it and no more, in every tool; and each to
// the minute that was worked out by hand.
func (j *judged) staged(t *testing.T, sim *simulator.Server) {
	names := map[string]string{}
	for _, p := range sim.People() {
		names[p.Name] = p.Handle
	}
	titles := map[int]string{}
	for _, a := range sim.World().Acts(0) {
		if a.Deed == world.Opened || a.Deed == world.Renamed {
			titles[a.Work] = a.Name
		}
	}
	owed := map[string][]feed.AskEntry{}
	for _, a := range j.asks {
		key := fmt.Sprintf("%s owes %s on %s", names[j.agreed.Person(a.Tool, a.Responder.ID)], a.Kind, a.On.Title)
		owed[key] = append(owed[key], a)
	}
	tools, staged, found := map[string]bool{}, map[string]int{}, []string{}
	for _, w := range sim.World().Waits() {
		key := fmt.Sprintf("%s owes %s on %s", w.Owes, w.What, titles[w.Work])
		staged[key]++
		for _, a := range owed[key] {
			if !a.Opened.Truncate(time.Minute).Equal(w.Opened.At.Truncate(time.Minute)) {
				continue
			}
			if asker := names[j.agreed.Person(a.Tool, a.Asker.ID)]; asker != w.Waits && a.Asker.ID != "" {
				t.Errorf("%s waits, not %s: %s", asker, w.Waits, describe(a))
			}
			if !a.Ended.Equal(w.Ended.At) {
				t.Errorf("it ended at %v: %s", w.Ended.At, describe(a))
			}
			tools[a.Tool] = true
			found = append(found, fmt.Sprintf("%s: %s owes %s %s %s", w.Story, w.Owes, w.Waits, w.What, fate(a)))
		}
	}
	for key, n := range staged {
		if len(owed[key]) != n {
			t.Errorf("%s %d times, and that was staged %d times", key, len(owed[key]), n)
		}
	}
	text, err := os.ReadFile("testdata/waits.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(regexp.MustCompile(`(?m)^(#.*)?\n`).ReplaceAllString(string(text), ""))
	if diff := cmp.Diff(strings.Split(want, "\n"), found); diff != "" {
		t.Errorf("waits (-staged +found):\n%s", diff)
	}
	if len(tools) != len(sim.Tools()) {
		t.Errorf("in some tools nobody waits: %v", tools)
	}
}

// fate is what becomes of an ask, to the minute.
func fate(a feed.AskEntry) string {
	const minute = "2006-01-02 15:04"
	text := "since " + a.Opened.Format(minute)
	if a.Due.IsZero() {
		text += ", never due: " + string(a.State)
	} else {
		text += ", due " + a.Due.Format(minute) + ": " + string(a.State)
	}
	if !a.Open() {
		text += " " + a.Ended.Format(minute)
		if a.Ended.After(a.Due) {
			text += ", late"
		}
	}
	if !a.Flagged.IsZero() {
		text += ", flagged"
	}
	return text
}
