package decisions

import (
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/said"
)

const (
	// maxSignals is how many decisions one text can make.
	maxSignals = 20
	// maxSuggestions is how many sentences of one text can suggest one.
	maxSuggestions = 3
	// maxRationale and maxOption are how many characters are kept of each.
	maxRationale = 8000
	maxOption    = 500
	maxOptions   = 30
	// longestHeading is how many bytes the line before a list of options has at most.
	longestHeading = 80
)

// An act is what a signal does.
type act int

const (
	propose act = iota
	decide
	reject
	supersede
	suggest
)

// A signal is one thing that an event says about a decision.
type signal struct {
	act act
	// title is what is decided, empty where that is the item. rationale may be all that a rejection says.
	title, rationale string
	options          []string
	trust            feed.Trust
	// replaced names what is superseded, with names what it is superseded with.
	replaced, with []string
}

// commanded are what the commands do that everybody knows.
var commanded = map[commands.Name]act{
	commands.Propose: propose, commands.Decide: decide, commands.Reject: reject, commands.Supersede: supersede,
}

var (
	listed  = regexp.MustCompile(`^(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.+)$`)
	options = regexp.MustCompile(
		`(?i)^[#*_\s]*(?:considered |the |our )?(?:options|alternatives)(?: considered| are| were)?\s*[:*_]*\s*$`)
)

// Headings behind which nothing was decided yet.
var undecided = map[string]bool{
	"": true, "tbd": true, "todo": true, "none": true, "none yet": true, "pending": true, "open": true, "n/a": true, "-": true,
	"…": true, "...": true,
}

// read returns what a text says, in its order: what it says in so many words, or else what it suggests. on is the key of
// the item that it stands on.
func read(text, on string, agreed protocol.Decisions) []signal {
	r := reader{on: on, agreed: agreed}
	for l := range said.Lines(text) {
		if len(r.found) > maxSignals {
			break
		}
		r.line(l)
	}
	r.end()
	found := r.found[:min(len(r.found), maxSignals)]
	if len(found) == 0 {
		return r.suggestions(text)
	}
	return found
}

// optionsOf returns the options that a text lists, decided or not.
func optionsOf(text string) []string {
	var r reader
	for l := range said.Lines(text) {
		if !r.option(l) {
			r.listing = false
		}
	}
	return r.options
}

// A reader reads a text line by line.
type reader struct {
	on     string
	agreed protocol.Decisions
	found  []signal
	// at is the signal under way; waiting says that its words are to come in the next line.
	at      *signal
	waiting bool
	why     []string
	// options are those of the signal under way, or of the first to come; listing says that more may follow.
	options []string
	listing bool
}

func (r *reader) line(l said.Line) {
	if s, ok := r.command(l); ok {
		r.begin(s)
		return
	}
	if title, ok := r.heading(l.Text); ok && !l.Code {
		r.begin(signal{act: decide, title: title, trust: feed.Explicit})
		r.waiting = title == ""
		return
	}
	switch {
	case r.option(l):
	case r.at == nil:
	case strings.HasPrefix(l.Text, "#"): // another section
		r.end()
	case r.waiting && l.Text == "":
	case r.waiting:
		r.at.title, r.waiting = l.Text, false
		if m := listed.FindStringSubmatch(l.Text); m != nil {
			r.at.title = m[1]
		}
	default:
		r.why = append(r.why, l.Text)
	}
}

// option reads a line that begins or continues a list of options.
func (r *reader) option(l said.Line) bool {
	if len(l.Text) < longestHeading && options.MatchString(l.Text) {
		r.listing = true
		return true
	}
	if !r.listing {
		return false
	}
	m := listed.FindStringSubmatch(l.Text)
	if m == nil {
		r.listing = l.Text == ""
		return r.listing
	}
	if len(r.options) < maxOptions {
		r.options = append(r.options, feed.Text(strings.TrimSpace(m[1]), maxOption))
	}
	return true
}

// command reads a command at the start of a line.
func (r *reader) command(l said.Line) (signal, bool) {
	c, ok := commands.Read(l)
	act, known := commanded[c.Name]
	if !ok || !known {
		return signal{}, false
	}
	found := signal{act: act, title: c.What, trust: feed.Explicit}
	if act == supersede {
		found.replaced, found.with, found.title = superseding(c.What, r.on)
	}
	return found, true
}

// heading reads a heading at the start of a line. What stands behind it is empty where it comes in the next.
func (r *reader) heading(s string) (title string, ok bool) {
	if s == "" {
		return "", false
	}
	if title, ok = r.agreed.Heading(s); !ok {
		title, ok = r.agreed.Heading(strings.ReplaceAll(s, "**", ""))
	}
	return title, ok && !strings.HasSuffix(title, "?")
}

// begin ends the signal under way and begins another.
func (r *reader) begin(s signal) {
	if r.at != nil {
		r.end()
	}
	r.at, r.listing = &s, false
}

// end keeps the signal under way.
func (r *reader) end() {
	at := r.at
	if at == nil {
		return
	}
	empty := at.act == decide && r.waiting
	r.at, r.waiting, r.listing = nil, false, false
	at.title = feed.Text(strings.Join(strings.Fields(at.title), " "), feed.MaxTitle)
	at.rationale = strings.TrimSpace(feed.Text(strings.Join(r.why, "\n"), maxRationale))
	at.options, r.options, r.why = r.options, nil, nil
	words := strings.ToLower(strings.TrimRight(at.title, ".!"))
	if empty || at.act == decide && at.title != "" && undecided[words] {
		return
	}
	r.found = append(r.found, *at)
}
