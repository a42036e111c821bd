package protocol

import "strings"

// Decisions says how the team makes decisions known, beside the lists, labels and statuses that the maps of the sources
// translate, the files that a source of GitHub reads as decision records, and the commands that everybody knows: /propose,
// /decide, /reject and /supersede at the start of a line. How long something proposed may wait to be decided is a window's
// business: when: kind == "decision".
type Decisions struct {
	// Headings stand at the start of a line, before what was decided. Empty: Decision: and Decided:.
	Headings []string `yaml:"headings" json:"headings,omitempty"`
	// Phrases suggest that something was decided; a person then confirms it. Empty: a few usual ones.
	Phrases []string `yaml:"phrases" json:"phrases,omitempty"`
}

// The usual headings and phrases.
var (
	usualHeadings = []string{"Decision:", "Decided:"}
	usualPhrases  = []string{"we decided", "we've decided", "we agreed", "agreed to", "going with", "let's go with"}
)

func (d Decisions) check(wrong *mistakes) {
	for i, heading := range d.Headings {
		if strings.TrimSpace(heading) == "" {
			wrong.add(path("decisions.headings", i), "a heading is a word or two at the start of a line, such as \"Decision:\"")
		}
	}
	for i, phrase := range d.Phrases {
		if strings.TrimSpace(phrase) == "" {
			wrong.add(path("decisions.phrases", i), "a phrase is some words of a sentence, such as \"we decided\"")
		}
	}
}

// Words are the headings and the phrases that hold: the usual ones where none are written down.
func (d Decisions) Words() (headings, phrases []string) {
	headings, phrases = d.Headings, d.Phrases
	if len(headings) == 0 {
		headings = usualHeadings
	}
	if len(phrases) == 0 {
		phrases = usualPhrases
	}
	return headings, phrases
}

// Heading returns what stands behind one of the headings at the start of a line.
func (d Decisions) Heading(line string) (rest string, ok bool) {
	line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "#*>- "))
	headings, _ := d.Words()
	for _, heading := range headings {
		if n := len(heading); len(line) >= n && strings.EqualFold(line[:n], heading) {
			return strings.TrimSpace(strings.Trim(line[n:], "*_")), true
		}
	}
	return "", false
}

// Suggests reports whether a sentence suggests that something was decided.
func (d Decisions) Suggests(sentence string) bool {
	_, phrases := d.Words()
	for _, phrase := range phrases {
		if says(sentence, phrase) {
			return true
		}
	}
	return false
}
