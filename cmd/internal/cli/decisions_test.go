package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
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
	stored, err := (&host{db: db}).allDecisions(t.Context(), store.DecisionFilter{})
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

func TestDecisionRecord(t *testing.T) {
	d := feed.DecisionEntry{
		Matter: feed.Matter{
			ID: "1", Title: "Rows are: \"deleted\"", State: feed.DecisionSuperseded, Trust: feed.Explicit,
			Proposer: feed.Account{ID: "ben"}, Proposed: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
			Decider: feed.Account{ID: "ana", Name: "Ana: #1"}, Decided: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
			Rationale: "The mark was forgotten four times.", Options: []string{"Mark them", "Delete them"},
			Supersedes: []string{"0007"}, SupersededBy: []string{"acme/api#40"}, Misplaced: "architecture decisions",
		},
		Tool: "github", On: feed.Item{Key: "acme/api#7", Title: "Soft deletes [again]", URL: "https://example.com/7"},
	}
	suggested := feed.DecisionEntry{Matter: feed.Matter{State: feed.DecisionSuggested}}
	files := madr([]feed.DecisionEntry{suggested, d}, func(string, string) string { return "" })
	want := `---
status: "superseded by acme/api#40"
date: 2026-03-02
decision-makers: ["Ana: #1"]
---

# Rows are: "deleted"

## Context and Problem Statement

Soft deletes \[again\]

Proposed by ben on 2026-03-01.

## Considered Options

* Mark them
* Delete them

## Decision Outcome

Rows are: "deleted"

The mark was forgotten four times.

## More Information

* Made on [acme/api#7 Soft deletes \[again\]](<https://example.com/7>), github.
* Supersedes 0007.
* It was made outside the place that was agreed for architecture decisions.
`
	if len(files) != 1 || files[0].name != "0001-rows-are-deleted.md" {
		t.Fatalf("%v", files)
	}
	if diff := cmp.Diff(want, string(files[0].text)); diff != "" {
		t.Errorf("decision record (-want +got):\n%s", diff)
	}
}

func TestNamesOfFiles(t *testing.T) {
	for title, want := range map[string]string{
		"../../etc/passwd": "etc-passwd", "": "decision", "日本": "decision", "A  b--C!": "a-b-c", "\x00con": "con",
		strings.Repeat("long ", 40): strings.TrimSuffix(strings.Repeat("long-", 12), "-"),
	} {
		if got := slug(title); got != want {
			t.Errorf("%q is called %q, want %q", title, got, want)
		}
	}
}

func TestNoFormulas(t *testing.T) {
	var b strings.Builder
	list := []feed.DecisionEntry{{
		Matter: feed.Matter{Title: "=HYPERLINK(1)", Rationale: "-1", Options: []string{"@x"}}, On: feed.Item{Key: "+1"},
	}}
	if err := decisionsCSV(&b, list, func(string, string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"'=HYPERLINK(1)", "'-1", "'@x", "'+1"} {
		if !slices.Contains(rows[1], want) {
			t.Errorf("%q is not among %q", want, rows[1])
		}
	}
}
