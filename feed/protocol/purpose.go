package protocol

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// A Purpose says which tool, or which place in one, is for what: where newcomers look, and where what was done elsewhere
// belongs.
type Purpose struct {
	// For is what it is for, in the team's words: architecture decisions.
	For string `yaml:"for" json:"for"`
	// Tool is the tool, Source the name of one source. One of them is enough.
	Tool   string `yaml:"tool" json:"tool,omitempty"`
	Source string `yaml:"source" json:"source,omitempty"`
	// Kind is the kind of events it is about. What is of that kind and elsewhere is told to be in the wrong place. Empty
	// says nothing about events.
	Kind feed.Kind `yaml:"kind" json:"kind,omitempty"`
	// Labels narrow Kind to items that have one of them.
	Labels []string `yaml:"labels" json:"labels,omitempty"`
	// Note is what else newcomers should read about it.
	Note string `yaml:"note" json:"note,omitempty"`
}

func (p *Protocol) checkPurposes(at Surroundings, wrong *mistakes) {
	lines := map[string]int{}
	for i, purpose := range p.Purposes {
		path := path("purposes", i)
		key := strings.ToLower(purpose.For)
		first, twice := lines[key]
		switch {
		case purpose.For == "":
			wrong.add(path, "say what it is for, such as for: decisions")
		case twice:
			wrong.add(path+".for", "%q is said twice, first in purposes[%d]", purpose.For, first)
		case purpose.Tool == "" && purpose.Source == "":
			wrong.add(path, "say where %s belong, by tool: or by source:", purpose.For)
		}
		lines[key] = i
		at.checkTool(path+".tool", purpose.Tool, wrong)
		at.checkSource(path+".source", purpose.Source, wrong)
		if of := at.Sources[purpose.Source]; of != "" && purpose.Tool != "" && of != purpose.Tool {
			wrong.add(path+".source", "the source %q is read from %s, not from %s", purpose.Source, of, purpose.Tool)
		}
		if purpose.Kind != "" && !slices.Contains(feed.Kinds(), purpose.Kind) {
			wrong.add(path+".kind", "%q is no kind of event; there are %s", purpose.Kind, listed(feed.Kinds()))
		}
		if purpose.Kind == "" && len(purpose.Labels) > 0 {
			wrong.add(path+".labels", "labels narrow a kind of events; say which, such as kind: decision")
		}
	}
}

// Misplaced returns the purpose by which an event belongs elsewhere, if there is one. An event that several purposes are
// about belongs to each of their places.
func (p *Protocol) Misplaced(e feed.Entry) (Purpose, bool) {
	var elsewhere *Purpose
	for i := range p.Purposes {
		purpose := &p.Purposes[i]
		if purpose.Kind == "" || purpose.Kind != cmp.Or(e.Kind, e.Verb.Kind()) || !purpose.labelled(e.On.Labels) {
			continue
		}
		if purpose.holds(e) {
			return Purpose{}, false
		}
		if elsewhere == nil {
			elsewhere = purpose
		}
	}
	if elsewhere == nil {
		return Purpose{}, false
	}
	return *elsewhere, true
}

// holds reports whether the event happened where the purpose is. A source holds its parts.
func (p *Purpose) holds(e feed.Entry) bool {
	return (p.Tool == "" || p.Tool == e.Tool) &&
		(p.Source == "" || p.Source == e.Source || strings.HasPrefix(e.Source, p.Source+"/"))
}

func (p *Purpose) labelled(labels []string) bool {
	return len(p.Labels) == 0 || slices.ContainsFunc(labels, func(l string) bool {
		return slices.ContainsFunc(p.Labels, func(want string) bool { return strings.EqualFold(l, want) })
	})
}
