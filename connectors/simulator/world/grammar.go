package world

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rule is one sentence a script may contain: its verb, the deed it tells, and what follows the verb.
type rule struct {
	verb string
	deed Deed
	rest *regexp.Regexp
}

// grammar lists the sentences of a script, each "who verb rest".
var grammar = []rule{
	{"opens", Opened, rest(`(?P<on>\S+) in (?P<in>\S+): (?P<name>.+)`)},
	{"proposes", Opened, rest(`(?P<on>\S+) in (?P<in>\S+): (?P<name>.+)`)},
	{"drafts", Opened, rest(`(?P<on>\S+) in (?P<in>\S+): (?P<name>.+)`)},
	{"requests", Opened, rest(`(?P<on>\S+) in (?P<in>\S+): (?P<name>.+)`)},
	{"writes", Opened, rest(`(?P<on>\S+) in (?P<in>\S+): (?P<name>.+)`)},
	{"comments", Commented, rest(`on (?P<on>\S+)( as (?P<as>\S+))?`)},
	{"edits", Edited, rest(`(?P<about>\S+)`)},
	{"asks", Asked, rest(`(?P<to>.+) about (?P<on>\S+)`)},
	{"unasks", Unasked, rest(`(?P<to>.+) about (?P<on>\S+)`)},
	{"approves", Approved, rest(`(?P<on>\S+)( as (?P<as>\S+))?`)},
	{"refuses", Refused, rest(`(?P<on>\S+)( as (?P<as>\S+))?`)},
	{"reviews", Reviewed, rest(`(?P<on>\S+)( as (?P<as>\S+))?`)},
	{"dismisses", Dismissed, rest(`(?P<about>\S+)`)},
	{"replies", Replied, rest(`to (?P<about>\S+)( as (?P<as>\S+))?`)},
	{"pushes", Pushed, rest(`to (?P<on>\S+): (?P<name>.+)`)},
	{"readies", Readied, rest(`(?P<on>\S+)`)},
	{"redrafts", Drafted, rest(`(?P<on>\S+)`)},
	{"merges", Merged, rest(`(?P<on>\S+)`)},
	{"closes", Closed, rest(`(?P<on>\S+)( as (?P<name>not planned))?`)},
	{"reopens", Reopened, rest(`(?P<on>\S+)`)},
	{"labels", Labelled, rest(`(?P<on>[^\s:]+): (?P<names>.+)`)},
	{"unlabels", Unlabelled, rest(`(?P<on>[^\s:]+): (?P<names>.+)`)},
	{"assigns", Assigned, rest(`(?P<on>\S+) to (?P<to>\S+)`)},
	{"unassigns", Unassigned, rest(`(?P<to>\S+) from (?P<on>\S+)`)},
	{"schedules", Scheduled, rest(`(?P<on>\S+) for (?P<name>.+)`)},
	{"unschedules", Unscheduled, rest(`(?P<on>\S+) from (?P<name>.+)`)},
	{"renames", Renamed, rest(`(?P<on>[^\s:]+): (?P<name>.+)`)},
	{"moves", Moved, rest(`(?P<on>\S+) to (?P<name>.+)`)},
	{"dates", Dated, rest(`(?P<on>\S+) for (?P<due>[0-9]+d)`)},
	{"undates", Dated, rest(`(?P<on>\S+)`)},
	{"lists", Listed, rest(`(?P<on>[^\s:]+): (?P<names>.+)`)},
	{"ticks", Ticked, rest(`(?P<on>[^\s:]+): (?P<names>.+)`)},
	{"unticks", Unticked, rest(`(?P<on>[^\s:]+): (?P<names>.+)`)},
	{"hands", Handed, rest(`(?P<on>\S+) to (?P<to>\S+)( as (?P<as>\S+))?: (?P<names>.+)`)},
	{"lets", Awaited, rest(`(?P<on>\S+) wait for (?P<about>\S+)( as (?P<as>\S+))?`)},
	{"defers", Deferred, rest(`(?P<on>\S+) for (?P<due>[0-9]+d)`)},
	{"settles", Settled, rest(`(?P<about>\S+)`)},
	{"unsays", Unsaid, rest(`(?P<about>\S+)`)},
	{"bins", Binned, rest(`(?P<on>\S+)`)},
}

func rest(pattern string) *regexp.Regexp { return regexp.MustCompile(`^` + pattern + `$`) }

var (
	pause  = regexp.MustCompile(`^(?P<from>[a-z][a-z0-9-]*)?\+(?P<delay>[0-9]+[smhd])$`)
	remark = regexp.MustCompile(`^> (?P<file>[\w./{}-]+\.\w+):(?P<line>[0-9]+)( as (?P<as>\S+))?( \| (?P<code>.+))?$`)
	touch  = regexp.MustCompile(`^(?P<path>\S+)( \+(?P<added>[0-9]+))?( -(?P<removed>[0-9]+))?$`)
)

// kinds are what the verbs that open something open.
var kinds = map[string]Kind{"opens": Ticket, "proposes": Change, "drafts": Change, "requests": Assent, "writes": Paper}

// parseSentence reads "who verb …". names are what the sentence does the same with: labels, lines of a checklist.
func parseSentence(sentence string) (step Step, names []string, err error) {
	who, sentence, _ := strings.Cut(sentence, " ")
	verb, tail, _ := strings.Cut(sentence, " ")
	i := slices.IndexFunc(grammar, func(r rule) bool { return r.verb == verb })
	if i < 0 {
		return Step{}, nil, fmt.Errorf("nobody can do %q", verb)
	}
	m := match(grammar[i].rest, tail)
	if m == nil {
		return Step{}, nil, fmt.Errorf("%q is not understood after %q", tail, verb)
	}
	step = Step{
		By: who, Deed: grammar[i].deed, On: m["on"], Project: m["in"], Name: m["name"], Label: m["as"], About: m["about"],
		To: list(m["to"], ","),
	}
	if step.Deed == Opened {
		step.Kind, step.Draft, step.Label = kinds[verb], verb == "drafts", step.On
	}
	if m["due"] != "" {
		step.Due, err = duration(m["due"])
	}
	return step, list(m["names"], ","), err
}

// match returns the named groups of the pattern in s, or nil if it does not match.
func match(pattern *regexp.Regexp, s string) map[string]string {
	found := pattern.FindStringSubmatch(s)
	if found == nil {
		return nil
	}
	m := map[string]string{}
	for i, name := range pattern.SubexpNames() {
		if name != "" {
			m[name] = found[i]
		}
	}
	return m
}

func list(s, sep string) []string {
	if s == "" {
		return nil
	}
	parts := strings.Split(s, sep)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// duration reads a pause: a whole number of seconds, minutes, hours or days.
func duration(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		return time.Duration(number(days)) * 24 * time.Hour, nil
	}
	return time.ParseDuration(s)
}

// number reads digits a pattern has already found to be such.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
