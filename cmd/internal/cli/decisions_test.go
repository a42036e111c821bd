package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
)

// says is what makes a decision of a comment for certain.
var says = regexp.MustCompile(`(?m)^(?:/decide|/propose|/supersede|Decision:) ?\S`)

// What the people of the demo decide and propose is found, where they do it, and all forms of an export tell of it.
func TestTheDemoDecides(t *testing.T) {
	s, _, _, db := filled(t)
	s.tick()
	out, code := s.run("export", "decisions")
	if code != exitOK {
		t.Fatal(out)
	}
	evidence, records := map[string]bool{}, []feed.DecisionRecord{}
	tools, states := map[string]int{}, map[feed.DecisionState]int{}
	joined := 0
	for line := range strings.Lines(out) {
		var r feed.DecisionRecord
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
		tools[r.Tool]++
		states[r.State]++
		joined += len(r.Same)
	}
	stored, err := db.Decisions(t.Context(), feed.DecisionFilter{}, "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range stored {
		for _, key := range d.Evidence {
			evidence[d.Source+"/"+key] = true
		}
	}
	entries, err := db.Events(t.Context(), feed.Filter{Verbs: []feed.Verb{feed.Commented}}, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, e := range entries {
		if says.MatchString(e.Text) && !e.By.Bot {
			if said++; !evidence[e.Source+"/"+e.Key] {
				t.Errorf("nothing was decided by %s on %s: %q", e.Key, e.On.Key, e.Text)
			}
		}
	}
	if said < 10 || len(tools) < 4 {
		t.Errorf("%d comments decide something, and %v", said, tools)
	}
	t.Logf("%d comments decide something; decisions: %v, %v, %d of them in a second place", said, tools, states, joined)

	folder := filepath.Join(t.TempDir(), "records")
	for _, args := range [][]string{{"--format", "madr"}, {"--format", "csv"}, {"--format", "md"}, {"--format", "json"}} {
		if out, code := s.run(append([]string{"decisions", "export", "--out", folder}, args...)...); code != exitOK || out != "" {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "[0-9][0-9][0-9][0-9]-*.md"))
	if want := len(records) - states[feed.DecisionSuggested]; err != nil || len(files) != want {
		t.Errorf("%d decision records of %d: %v", len(files), want, err)
	}
	table, err := os.Open(filepath.Join(folder, "decisions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = table.Close() }()
	if rows, err := csv.NewReader(table).ReadAll(); err != nil || len(rows) != len(records)+1 {
		t.Errorf("%d rows: %v", len(rows), err)
	}

	out, code = s.run("decisions", "--state", "proposed", "--format", "md", "--limit", "3")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitOK || len(lines) != 5 || !strings.Contains(lines[4], "proposed") {
		t.Errorf("what is proposed: %s", out)
	}
	for _, wrong := range [][]string{
		{"--state", "done"}, {"export", "--format", "pdf"}, {"export", "--format", "madr"}, {"export", "here"},
	} {
		if out, code := s.run(append([]string{"decisions"}, wrong...)...); code != exitUsage {
			t.Errorf("%v: %d %s", wrong, code, out)
		}
	}
}

// What only sounds like a decision is confirmed or waived, and neither what was decided nor what does not exist.
func TestRulings(t *testing.T) {
	s, _, _, db := filled(t)
	s.tick()
	suggested := func() []feed.DecisionEntry {
		list, err := db.Decisions(t.Context(), feed.DecisionFilter{States: []feed.DecisionState{feed.DecisionSuggested}}, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	before := suggested()
	if len(before) < 2 {
		t.Fatalf("%d suggestions", len(before))
	}
	for _, args := range [][]string{{"confirm", before[0].ID}, {"waive", before[1].ID, "only talk"}} {
		if out, code := s.run(append([]string{"decisions"}, args...)...); code != exitOK || !strings.HasPrefix(out, "noted") {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
	s.tick()
	if after := suggested(); len(after) != len(before)-2 {
		t.Errorf("%d suggestions of %d are left", len(after), len(before))
	}
	one, err := db.Decision(t.Context(), before[0].ID)
	if err != nil || one.State != feed.DecisionDecided {
		t.Errorf("what was confirmed is %s, %v", one.State, err)
	}
	for _, c := range []struct {
		id   string
		want int
	}{{before[0].ID, exitFailed}, {before[1].ID, exitUsage}, {"none", exitUsage}} {
		if out, code := s.run("decisions", "confirm", c.id); code != c.want {
			t.Errorf("%s: %d %s", c.id, code, out)
		}
	}
}
