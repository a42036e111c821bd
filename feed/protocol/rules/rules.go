package rules

import (
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// A Rule chooses asks. The nil Rule chooses all of them.
type Rule struct {
	text    string
	known   Known
	formula formula
	program *vm.Program
}

const (
	// maxNodes bounds how long a rule may be, in parts of its expression.
	maxNodes = 1000
	// memoryBudget bounds what a rule may make while it is asked, in expr's own units.
	memoryBudget = 100_000
)

// world is what a rule is compiled in: the operators of Teams belong to it.
type world struct {
	Facts
	Has   func(Teams, string) bool
	Lacks func(Teams, string) bool
}

// Compile reads a rule. The error is one line that says what cannot be meant and what could be.
func Compile(text string, known Known) (*Rule, error) {
	program, err := expr.Compile(text, expr.Env(world{}), expr.AsBool(), expr.MaxNodes(maxNodes),
		expr.Operator("==", "Has"), expr.Operator("!=", "Lacks"), expr.DisableBuiltin("now"), expr.DisableBuiltin("timezone"))
	if err != nil {
		return nil, explain(text, err)
	}
	f, err := read(text, known)
	if err != nil {
		return nil, err
	}
	r := &Rule{text: text, known: known, formula: f, program: program}
	if !r.CanHold() {
		return nil, neverError(text)
	}
	return r, nil
}

// Holds reports whether the rule chooses an ask of these facts. A rule that fails on them does not.
func (r *Rule) Holds(f Facts) (holds bool) {
	if r == nil {
		return true
	}
	defer func() {
		if recover() != nil {
			holds = false
		}
	}()
	machine := vm.VM{MemoryBudget: memoryBudget}
	chosen, err := machine.Run(r.program, world{Facts: f, Has: Teams.Has, Lacks: Teams.Lacks})
	return err == nil && chosen == true
}

// CanHold reports whether there can be facts for which the rule holds and none of those that come before it does.
func (r *Rule) CanHold(before ...*Rule) bool {
	all := both{r.asFormula()}
	known := Known{}
	if r != nil {
		known = r.known
	}
	for _, b := range before {
		all = append(all, not{b.asFormula()})
		if b != nil {
			known = b.known
		}
	}
	return satisfiable(all, known)
}

func (r *Rule) asFormula() formula {
	if r == nil {
		return constant(true)
	}
	return r.formula
}

// String is the rule as it was written.
func (r *Rule) String() string {
	if r == nil {
		return ""
	}
	return r.text
}
