package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// madrStatus are the words of MADR for our states.
var madrStatus = map[feed.DecisionState]string{
	feed.DecisionProposed: "proposed", feed.DecisionDecided: "accepted", feed.DecisionRejected: "rejected",
	feed.DecisionSuperseded: "superseded",
}

// madr returns a decision record for each decision, numbered in their order.
func madr(list []feed.DecisionEntry, person feed.Namer) (files []file) {
	for _, d := range list {
		if status := madrStatus[d.State]; status != "" {
			n := len(files) + 1
			files = append(files, file{fmt.Sprintf("%04d-%s.md", n, slug(d.Title)), []byte(madrRecord(d, status, person))})
		}
	}
	return files
}

func madrRecord(d feed.DecisionEntry, status string, person feed.Namer) string {
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

// decisionsMarkdown is one document of all decisions.
func decisionsMarkdown(out io.Writer, list []feed.DecisionEntry, person feed.Namer) error {
	var b strings.Builder
	b.WriteString("# Decisions\n")
	for _, d := range list {
		fmt.Fprintf(&b, "\n## %s\n\n%s by %s on %s, %s.\n", heading(d.Title), capital(stateWord(d)),
			inMarkdown.Replace(decisionMaker(d, person)), d.At().UTC().Format(time.DateOnly),
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

// link is a link of Markdown, where there is an address.
func link(text, address string) string {
	text = inMarkdown.Replace(oneLine(text))
	if address == "" {
		return text
	}
	return "[" + text + "](<" + address + ">)"
}

// slug is a title as a part of the name of a file: letters, digits and dashes.
func slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case b.Len() >= 60:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "decision"
}

// quoted is a value of YAML, whatever it is made of: every string of JSON is one.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz ") == "" {
		return s
	}
	text, err := json.Marshal(s)
	if err != nil { // cannot be: strings always can
		return `""`
	}
	return string(text)
}

// heading is a title that stays one line.
func heading(s string) string { return strings.ReplaceAll(oneLine(s), "<", "&lt;") }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
