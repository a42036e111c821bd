package protocol

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Window says how soon which response is owed.
type Window struct {
	Name string `yaml:"name" json:"name"`
	// When is a rule that chooses the asks the window is for, such as kind == "review". Empty chooses all.
	When string `yaml:"when" json:"when,omitempty"`
	// Within is how long the response may take.
	Within windows.Length `yaml:"within" json:"within"`

	rule *vm.Program
}

// facts is what a rule may ask about: its fields, under the names in their tags, are the rule language's variables.
type facts struct {
	Kind string `expr:"kind"`
}

// Default is the window of a team that wrote none down: a requested review within 24 hours.
func Default() []Window {
	day, err := windows.ParseLength("24h")
	if err != nil {
		panic(err) // a constant that does not parse cannot pass the first test
	}
	return []Window{{Name: "review", Within: day}}
}

// check compiles the window's rule and adds what is wrong to wrong.
func (w *Window) check(at string, wrong map[string]string) {
	if w.Name == "" {
		wrong[at] = "a window needs a name"
	}
	if w.Within == (windows.Length{}) {
		wrong[at] = "a window needs a length, such as within: 24h"
	}
	if w.Within.NeedsCalendar() {
		wrong[at+".within"] = fmt.Sprintf("%q is counted on a calendar, and people cannot have one yet; write elapsed time, such as 24h", w.Within)
	}
	if w.When == "" {
		return
	}
	rule, err := expr.Compile(w.When, expr.Env(facts{}), expr.AsBool())
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), "\n") // the lines below draw the place
		wrong[at+".when"] = fmt.Sprintf("the rule %q cannot be read: %s", w.When, what)
		return
	}
	w.rule = rule
}

// applies reports whether the window is for asks of these facts. A rule that fails on them does not choose them.
func (w *Window) applies(f facts) bool {
	if w.rule == nil {
		return w.When == ""
	}
	chosen, err := expr.Run(w.rule, f)
	return err == nil && chosen == true
}

// Window returns the first window that is for asks of the kind.
func (p *Protocol) Window(kind feed.AskKind) (Window, bool) {
	for i := range p.Windows {
		if p.Windows[i].applies(facts{Kind: string(kind)}) {
			return p.Windows[i], true
		}
	}
	return Window{}, false
}
