package protocol

import (
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

// Decisions says how the team makes decisions known, beside the lists, labels and statuses that the maps of the sources
// translate and the commands that everybody knows: /propose, /decide and /supersede at the start of a line.
type Decisions struct {
	// Headings stand at the start of a line, before what was decided. Empty: Decision: and Decided:.
	Headings []string `yaml:"headings" json:"headings,omitempty"`
	// Phrases suggest that something was decided; a person then confirms it. Empty: a few usual ones.
	Phrases []string `yaml:"phrases" json:"phrases,omitempty"`
	// Records are folders in which decisions are kept as files.
	Records []Records `yaml:"records" json:"records,omitempty"`
	// Within is how long something proposed may wait to be decided. Unset, it is not counted.
	Within windows.Length `yaml:"within" json:"within,omitzero"`
}

// Records are decisions kept as files, by the formats of ADR and MADR.
type Records struct {
	// Source is the name of a source that reads a repository, Folder the folder in it: docs/decisions.
	Source string `yaml:"source" json:"source"`
	Folder string `yaml:"folder" json:"folder"`
}

// The usual headings and phrases.
var (
	usualHeadings = []string{"Decision:", "Decided:"}
	usualPhrases  = []string{"we decided", "we've decided", "we agreed", "agreed to", "going with", "let's go with"}
)

func (d Decisions) check(at Surroundings, wrong *mistakes) {
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
	for i, r := range d.Records {
		path := path("decisions.records", i)
		switch of := at.Sources[r.Source]; {
		case r.Source == "":
			wrong.add(path, "say which source has the files, such as source: api")
		case r.Folder == "" || strings.HasPrefix(r.Folder, "/") || strings.Contains("/"+r.Folder+"/", "/../"):
			wrong.add(path, "say in which folder of the repository the files are, such as folder: docs/decisions; found %q", r.Folder)
		case of != "" && of != "github":
			wrong.add(path+".source", "the source %q is read from %s; files are read from github", r.Source, of)
		default:
			at.checkSource(path+".source", r.Source, wrong)
		}
	}
}

// Heading returns what stands behind one of the headings at the start of a line.
func (d Decisions) Heading(line string) (rest string, ok bool) {
	line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "#*>- "))
	headings := d.Headings
	if len(headings) == 0 {
		headings = usualHeadings
	}
	for _, heading := range headings {
		if n := len(heading); len(line) >= n && strings.EqualFold(line[:n], heading) {
			return strings.TrimSpace(strings.Trim(line[n:], "*_")), true
		}
	}
	return "", false
}

// Suggests reports whether a sentence suggests that something was decided.
func (d Decisions) Suggests(sentence string) bool {
	phrases := d.Phrases
	if len(phrases) == 0 {
		phrases = usualPhrases
	}
	for _, phrase := range phrases {
		if says(sentence, phrase) {
			return true
		}
	}
	return false
}
