package madr

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Table writes a table of all decisions, as comma-separated values (RFC 4180), times as RFC 3339 in UTC.
func Table(out io.Writer, list []feed.DecisionEntry, person feed.Namer) error {
	w := csv.NewWriter(out)
	rows := [][]string{{
		"id", "title", "state", "trust", "proposed", "proposer", "decided", "decider", "ended", "source", "tool", "item", "url",
		"superseded_by", "options", "rationale", "misplaced", "also_at",
	}}
	for _, d := range list {
		r := d.Record(person)
		var proposer, decider string
		if r.Proposer != nil {
			proposer = name(d.Tool, d.Proposer, person)
		}
		if r.Decider != nil {
			decider = name(d.Tool, d.Decider, person)
		}
		rows = append(rows, []string{
			d.ID, d.Title, string(d.State), string(d.Trust), rfc3339(d.Proposed), proposer, rfc3339(d.Decided), decider,
			rfc3339(d.Ended), d.Source, d.Tool, d.On.Key, d.On.URL, strings.Join(d.SupersededBy, " "),
			strings.Join(d.Options, "\n"), d.Rationale, d.Misplaced, strings.Join(also(d), " "),
		})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert(cell)
		}
	}
	return w.WriteAll(rows)
}

// inert is a cell that no spreadsheet takes for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// also are the other places in which the same was decided.
func also(d feed.DecisionEntry) (places []string) {
	for _, p := range d.Same {
		places = append(places, p.On.URL)
	}
	return places
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
