package rules

import (
	"sync"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// A Rule says yes or no of facts. It is made by [Compile] and may be used by several goroutines at once. The nil rule
// chooses everything.
type Rule struct {
	text    string
	known   Known
	tree    ast.Node
	formula formula
	program *vm.Program
}

// Compile reads a rule. The error is one line that says where in the rule something is wrong, and what would be right.
func Compile(text string, known Known) (*Rule, error) {
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	program, err := compile(text, tree)
	if err != nil {
		return nil, err
	}
	if err := checkWords(text, tree, known); err != nil {
		return nil, err
	}
	r := &Rule{text: text, known: known, tree: tree, program: program, formula: formulaOf(tree)}
	if !r.CanHold() {
		return nil, r.contradiction()
	}
	return r, nil
}

// String is the rule as it was written.
func (r *Rule) String() string {
	if r == nil {
		return ""
	}
	return r.text
}

// memory is how many values a rule may make while it is evaluated.
const memory = 1_000_000

// machines are kept for their stacks.
var machines = sync.Pool{New: func() any { return &vm.VM{MemoryBudget: memory} }}

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
	f.Opened = f.Opened.UTC()
	machine := machines.Get().(*vm.VM)
	answer, err := machine.Run(r.program, &f)
	machines.Put(machine)
	return err == nil && answer == true
}
