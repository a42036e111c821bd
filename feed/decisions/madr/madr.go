// Package madr writes decisions down: as Markdown Any Decision Records, as one document, as a table.
//
// A decision record is a file of its own in the form of MADR 4 (https://adr.github.io/madr): a status, a date and who decided in
// front, then the context, the options and the outcome, as far as anybody wrote them. What a team decided in comments and on
// lists can so be kept beside the code, and is read again by whatever reads decision records.
//
// Texts are those of their authors; titles and names are made to stand for themselves. The package is pure, and knows feed only.
package madr

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// statuses are the words of MADR for our states.
var statuses = map[feed.DecisionState]string{
	feed.DecisionProposed: "proposed", feed.DecisionDecided: "accepted", feed.DecisionRejected: "rejected",
	feed.DecisionSuperseded: "superseded",
}

// A File is one that is to be written.
type File struct {
	Name string
	Text []byte
}

// Records returns a decision record for each decision, numbered in their order. What is only suggested is no decision and gets
// none.
func Records(list []feed.DecisionEntry, person feed.Namer) (files []File) {
	for _, d := range list {
		if text := Record(d, person); text != "" {
			files = append(files, File{fmt.Sprintf("%04d-%s.md", len(files)+1, slug(d.Title)), []byte(text)})
		}
	}
	return files
}

// Record returns the decision record of a decision, nothing for what is only suggested.
func Record(d feed.DecisionEntry, person feed.Namer) string {
	status := statuses[d.State]
	if status == "" {
		return ""
	}
	var b strings.Builder
	if len(d.SupersededBy) > 0 {
		status += " by " + d.SupersededBy[0]
	}
	fmt.Fprintf(&b, "---\nstatus: %s\ndate: %s\n", quoted(status), d.At().UTC().Format(time.DateOnly))
	if by := d.Decider; by.ID != "" || by.Name != "" {
		fmt.Fprintf(&b, "decision-makers: [%s]\n", quoted(name(d.Tool, by, person)))
	}
	fmt.Fprintf(&b, "---\n\n# %s\n\n## Context and Problem Statement\n\n", heading(d.Title))
	if d.On.Title != d.Title {
		fmt.Fprintf(&b, "%s\n\n", inMarkdown.Replace(oneLine(d.On.Title)))
	}
	if by := d.Proposer; !d.Proposed.IsZero() {
		who := inMarkdown.Replace(name(d.Tool, by, person))
		fmt.Fprintf(&b, "Proposed by %s on %s.\n\n", who, d.Proposed.UTC().Format(time.DateOnly))
	}
	if len(d.Options) > 0 {
		b.WriteString("## Considered Options\n\n")
		for _, o := range d.Options {
			fmt.Fprintf(&b, "* %s\n", oneLine(o))
		}
		b.WriteString("\n")
	}
	b.WriteString("## Decision Outcome\n\n")
	switch d.State {
	case feed.DecisionProposed:
		b.WriteString("Not decided yet.\n\n")
	case feed.DecisionRejected:
		b.WriteString("Rejected.\n\n")
	default:
		fmt.Fprintf(&b, "%s\n\n", heading(d.Title))
	}
	if d.Rationale != "" {
		fmt.Fprintf(&b, "%s\n\n", d.Rationale)
	}
	b.WriteString("## More Information\n\n")
	for _, p := range append([]feed.DecisionPlace{d.Place()}, d.Same...) {
		fmt.Fprintf(&b, "* Made on %s, %s.\n", link(p.On.Key+" "+p.On.Title, p.On.URL), p.Tool)
	}
	for _, s := range d.Supersedes {
		fmt.Fprintf(&b, "* Supersedes %s.\n", s)
	}
	if d.Misplaced != "" {
		fmt.Fprintf(&b, "* It was made outside the place that was agreed for %s.\n", inMarkdown.Replace(d.Misplaced))
	}
	return b.String()
}

// Document writes one document of all decisions.
func Document(out io.Writer, list []feed.DecisionEntry, person feed.Namer) error {
	var b strings.Builder
	b.WriteString("# Decisions\n")
	for _, d := range list {
		fmt.Fprintf(&b, "\n## %s\n\n%s by %s on %s, %s.\n", heading(d.Title), capital(Standing(d.State, d.Misplaced)),
			inMarkdown.Replace(Maker(d, person)), d.At().UTC().Format(time.DateOnly),
			link(cmp.Or(d.On.Key, d.On.Title), d.On.URL))
		if len(d.Options) > 0 {
			b.WriteString("\nOptions:\n\n")
			for _, o := range d.Options {
				fmt.Fprintf(&b, "* %s\n", oneLine(o))
			}
		}
		if d.Rationale != "" {
			fmt.Fprintf(&b, "\n%s\n", d.Rationale)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}
