package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// Text is the agreement as JSON, which YAML reads as well.
func (p *Protocol) Text() []byte {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings, maps of strings and lengths always marshal
	}
	return text
}

// Version names the agreement as it is written: it changes when, and only when, what was agreed changes.
func (p *Protocol) Version() string {
	if p.version == "" {
		return short(p.Text())
	}
	return p.version
}

// CalendarsVersion is short for when everybody works, as the open calendars have it: it changes when hours, holidays, time
// off or the rules of time zones do. It is empty before Open.
func (p *Protocol) CalendarsVersion() string {
	if p.hours == nil {
		return ""
	}
	var text []byte
	add := func(whose string, c *calendars.Calendar) {
		if c != nil {
			text = fmt.Appendf(text, "%q %s %q\n", whose, c.Version(), c.Lacks)
		}
	}
	add("", p.hours.otherwise)
	for _, name := range slices.Sorted(maps.Keys(p.hours.people)) {
		add(name, p.hours.people[name])
	}
	return short(text)
}

func short(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}
