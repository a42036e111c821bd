package protocol

import (
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol/rules"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Window says how soon which response is owed.
type Window struct {
	Name string `yaml:"name" json:"name"`
	// When is a rule that chooses the asks the window is for, such as kind == "review". Empty chooses all that no window
	// before it chose. See package rules for what a rule may ask.
	When string `yaml:"when" json:"when,omitempty"`
	// Within is how long the response may take: 24h, 8wh or 1bd.
	Within windows.Length `yaml:"within" json:"within"`
	// AtLeast is how much time there is in any case, in elapsed time: nobody is reminded earlier.
	AtLeast Elapsed `yaml:"at_least" json:"at_least,omitzero"`
	// Warn is the share of the window after which whoever owes the response is warned: 75% unless it is said, or never.
	Warn windows.Share `yaml:"warn" json:"warn,omitzero"`

	rule *rules.Rule
}

// Term is what the window gives a response.
func (w *Window) Term() windows.Term {
	return windows.Term{Within: w.Within, AtLeast: time.Duration(w.AtLeast), Warn: w.Warn}
}

// For says in words what the window is for: reviews.
func (w *Window) For() string { return w.rule.Words() }

// An Elapsed is a length of elapsed time, written as 24h.
type Elapsed time.Duration

// UnmarshalText reads a length of elapsed time, and refuses working hours and business days.
func (e *Elapsed) UnmarshalText(text []byte) error {
	l, err := windows.ParseLength(string(text))
	if err != nil {
		return err
	}
	if l.NeedsCalendar() {
		return fmt.Errorf("%q is counted on a calendar; write elapsed time here, such as 24h", text)
	}
	*e = Elapsed(l.Deadline(time.Time{}).Sub(time.Time{}))
	return nil
}

// String is the length as people write it, without parts that are zero: 90m, 24h.
func (e Elapsed) String() string {
	s := time.Duration(e).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zero) {
			s = s[:len(s)-2]
		}
	}
	return s
}

// MarshalText writes the length as people write it.
func (e Elapsed) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// Default are the windows of a team that wrote none down: one business day and never less than a day where people have
// calendars, and else a day.
func (p *Protocol) Default() []Window {
	if len(p.Calendars)+len(p.TimeIntervals) > 0 {
		return []Window{{Name: "normal", Within: mustLength("1bd"), AtLeast: Elapsed(24 * time.Hour)}}
	}
	return []Window{{Name: "normal", Within: mustLength("24h")}}
}

func mustLength(s string) windows.Length {
	l, err := windows.ParseLength(s)
	if err != nil {
		panic(err) // a constant that does not parse cannot pass the first test
	}
	return l
}

// checkWindows compiles the windows' rules.
func (p *Protocol) checkWindows(at Surroundings, wrong *mistakes) {
	known := p.known(at)
	var before []*rules.Rule
	names := map[string]bool{}
	for i := range p.Windows {
		w := &p.Windows[i]
		path := path("windows", i)
		switch {
		case w.Name == "":
			wrong.add(path, "a window needs a name")
		case names[w.Name]:
			wrong.add(path, "there are two windows named %q; names must be unique", w.Name)
		}
		names[w.Name] = true
		switch {
		case w.Within == (windows.Length{}):
			wrong.add(path, "a window needs a length, such as within: 24h")
		case w.Within.NeedsCalendar() && len(p.Calendars)+len(p.TimeIntervals) == 0:
			wrong.add(path+".within", "%q is counted on a calendar, and there is none; write one under calendars: and give it to "+
				"people by calendar:, or write elapsed time, such as 24h", w.Within)
		}
		if w.When != "" {
			rule, err := rules.Compile(w.When, known)
			if err != nil {
				wrong.add(path+".when", "%v", err)
				continue
			}
			w.rule = rule
		}
		if !w.rule.CanHold(before...) {
			wrong.add(path, "the window %q is never used: the windows before it choose every response that it would", w.Name)
		}
		before = append(before, w.rule)
	}
}
