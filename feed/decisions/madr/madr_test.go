package madr_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions/madr"
)

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
	files := madr.Records([]feed.DecisionEntry{suggested, d}, func(string, string) string { return "" })
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
	if len(files) != 1 || files[0].Name != "0001-rows-are-deleted.md" {
		t.Fatalf("%v", files)
	}
	if diff := cmp.Diff(want, string(files[0].Text)); diff != "" {
		t.Errorf("decision record (-want +got):\n%s", diff)
	}
}

func TestNamesOfFiles(t *testing.T) {
	for title, want := range map[string]string{
		"../../etc/passwd": "etc-passwd", "": "decision", "日本": "decision", "A  b--C!": "a-b-c", "\x00con": "con",
		strings.Repeat("long ", 40): strings.TrimSuffix(strings.Repeat("long-", 12), "-"),
	} {
		d := feed.DecisionEntry{Matter: feed.Matter{Title: title, State: feed.DecisionProposed}}
		files := madr.Records([]feed.DecisionEntry{d}, func(string, string) string { return "" })
		if want = "0001-" + want + ".md"; len(files) != 1 || files[0].Name != want {
			t.Errorf("%q is called %v, want %q", title, files, want)
		}
	}
}

func TestNoFormulas(t *testing.T) {
	var b strings.Builder
	list := []feed.DecisionEntry{{
		Matter: feed.Matter{Title: "=HYPERLINK(1)", Rationale: "-1", Options: []string{"@x"}}, On: feed.Item{Key: "+1"},
	}}
	if err := madr.Table(&b, list, func(string, string) string { return "" }); err != nil {
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
