package protocol

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol/rules"
)

// An Earlier is an agreement that was in force until a time.
type Earlier struct {
	Until time.Time
	*Protocol
}

// Following returns the same agreement with those that were in force before it, in the order of time: what was asked while
// one of them was is judged by its windows. People, hours and all else are those of today.
func (p *Protocol) Following(earlier ...Earlier) *Protocol {
	q := *p
	q.earlier = earlier
	return &q
}

// Read makes an agreement of the text that [Protocol.Text] wrote once, as far as its windows go. version is what it was called.
func Read(text []byte, version string) (*Protocol, error) {
	p := &Protocol{}
	if err := yaml.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("read an earlier agreement: %w", err)
	}
	if len(p.Windows) == 0 {
		p.Windows = p.Default()
	}
	var wrong mistakes
	p.checkWindows(Surroundings{}, &wrong)
	if p.rulesFail() {
		return nil, fmt.Errorf("read an earlier agreement: %s: %s", wrong[0].Path, wrong[0].Text)
	}
	p.version = version
	return p, nil
}

// rulesFail reports whether a window has a rule that was not compiled.
func (p *Protocol) rulesFail() bool {
	for _, w := range p.Windows {
		if w.When != "" && w.rule == nil {
			return true
		}
	}
	return false
}

// inForce is the agreement that was in force at a time.
func (p *Protocol) inForce(at time.Time) *Protocol {
	for _, e := range p.earlier {
		if at.Before(e.Until) {
			return e.Protocol
		}
	}
	return p
}

// VersionAt is the version of the agreement that was in force at a time.
func (p *Protocol) VersionAt(at time.Time) string { return p.inForce(at).Version() }

// Window returns the first window that is for asks of these facts, by the agreement that was in force when it was asked.
func (p *Protocol) Window(f rules.Facts) (Window, bool) {
	for _, w := range p.inForce(f.Opened).Windows {
		if w.rule.Holds(f) {
			return w, true
		}
	}
	return Window{}, false
}

// Chosen returns the window of a name by the agreement that was in force at a time, those that stand before it, and how
// many there are. The window is the zero one if there is none of that name.
func (p *Protocol) Chosen(name string, at time.Time) (w Window, before []Window, of int) {
	all := p.inForce(at).Windows
	for i, w := range all {
		if w.Name == name {
			return w, all[:i], len(all)
		}
	}
	return Window{}, nil, len(all)
}
