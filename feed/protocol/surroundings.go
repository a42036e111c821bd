package protocol

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

// Surroundings are what an agreement is read among.
type Surroundings struct {
	// Zone finds a time zone by its name.
	Zone func(name string) (*time.Location, error)
	// Tools are the tools that can be read. Nil: not known, and then anything goes.
	Tools []string
	// Sources are the tools of the sources there are, by the sources' names. Nil: not known, and then anything goes.
	Sources map[string]string
}

func (s Surroundings) checkTool(path, tool string, wrong *mistakes) {
	if tool != "" && s.Tools != nil && !slices.Contains(s.Tools, tool) {
		wrong.add(path, "%q is no tool that is read%s", tool, cmp.Or(meant(tool, s.Tools), "; there are "+listed(s.Tools)))
	}
}

// checkSource checks the name of a source or of a part of one, such as acme/api.
func (s Surroundings) checkSource(path, source string, wrong *mistakes) {
	if source == "" || s.Sources == nil {
		return
	}
	whole, _, _ := strings.Cut(source, "/")
	if _, known := s.Sources[whole]; !known {
		names := slices.Sorted(maps.Keys(s.Sources))
		wrong.add(path, "%q is not one of the sources%s", source, meant(source, names))
	}
}

// known is what rules may name.
func (p *Protocol) known(at Surroundings) rules.Known {
	k := rules.Known{
		Tools: at.Tools, Sources: slices.Sorted(maps.Keys(at.Sources)), People: p.people(), Teams: p.teams(),
	}
	if at.Sources == nil {
		k.Sources = nil
	}
	for _, level := range Levels() {
		k.Urgencies = append(k.Urgencies, string(level))
	}
	for _, kind := range feed.AskKinds() {
		k.Kinds = append(k.Kinds, string(kind))
	}
	return k
}
