package github

import (
	"path"
	"regexp"
	"strings"
)

// A record is what Dateline reads of a decision record. Its status is one word in lower case; with is the number of the record
// that it is superseded by.
type record struct{ title, status, with, outcome string }

var (
	statusLine = regexp.MustCompile(`(?i)^(?:[*-]\s*)?\**status\**\s*:\**\s*["']?\**([a-z]+)`)
	statusWord = regexp.MustCompile(`(?i)^[*_]*([a-z]+)\b`)
	successor  = regexp.MustCompile(`(?i)superseded by\b\D{0,40}?(\d{1,5})\b`)
)

// readRecord reads a whole decision record: the status in MADR's front matter, in a line of its own or below a heading,
// the title, and what follows the heading about the outcome.
func readRecord(text string) record {
	var r reader
	for line := range strings.Lines(text) {
		r.line(line, true)
	}
	return r.record()
}

// readPatch reads what a patch shows of a decision record. The status is only what the patch writes.
func readPatch(patch string) record {
	var r reader
	for line := range strings.Lines(patch) {
		if text, added := strings.CutPrefix(line, "+"); added {
			r.line(text, true)
		} else if text, beside := strings.CutPrefix(line, " "); beside {
			r.line(text, false)
		}
	}
	return r.record()
}

// A reader reads a decision record line by line.
type reader struct {
	title, status, with string
	outcome             []string
	section             string
	fenced              bool
}

func (r *reader) line(text string, written bool) {
	text = strings.TrimSpace(text)
	level := len(text) - len(strings.TrimLeft(text, "#"))
	switch {
	case strings.HasPrefix(text, "```"):
		r.fenced = !r.fenced
	case r.fenced:
	case level > 0 && strings.HasPrefix(text[level:], " "):
		heading := strings.TrimSpace(text[level:])
		if level == 1 && r.title == "" {
			r.title = heading
		}
		r.section = strings.ToLower(heading)
		return
	case written && r.status == "" && statusLine.MatchString(text):
		r.standing(statusLine.FindStringSubmatch(text)[1], text)
		return
	case written && r.status == "" && r.section == "status" && statusWord.MatchString(text):
		r.standing(statusWord.FindStringSubmatch(text)[1], text)
		return
	}
	if r.section == "decision outcome" || r.section == "decision" {
		r.outcome = append(r.outcome, text)
	}
}

// standing takes the status of a line.
func (r *reader) standing(status, line string) {
	r.status = strings.ToLower(status)
	if m := successor.FindStringSubmatch(line); m != nil {
		r.with = m[1]
	}
}

func (r *reader) record() record {
	return record{r.title, r.status, r.with, strings.TrimSpace(strings.Join(r.outcome, "\n"))}
}

// titleOf is what the name of a file says: 0003-use-a-log.md is "use a log".
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), ".md")
	return strings.ReplaceAll(strings.TrimLeft(base, "0123456789-_"), "-", " ")
}
