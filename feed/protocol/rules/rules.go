// Package rules is a stand-in.
package rules

import (
	"github.com/datelinehq/dateline/feed"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

type Teams []string

type Item struct{}

// Facts are facts.
type Facts struct {
	Kind      string    `expr:"kind"`
	Tool      string    `expr:"tool"`
	Source    string    `expr:"source"`
	Labels    []string  `expr:"labels"`
	Priority  string    `expr:"priority"`
	Urgency   string    `expr:"urgency"`
	Asker     string    `expr:"asker"`
	Responder string    `expr:"responder"`
	Team      Teams     `expr:"team"`
	Opened    time.Time `expr:"opened"`
	Item      Item      `expr:"item"`
}

func About(it feed.Item, name func(feed.Account) string) Item { return Item{} }

type Known struct{ Kinds, Tools, Sources, People, Teams, Urgencies, ItemKinds []string }

type Rule struct {
	text string
	p    *vm.Program
}

func Compile(text string, known Known) (*Rule, error) {
	p, err := expr.Compile(text, expr.Env(Facts{}), expr.AsBool())
	return &Rule{text, p}, err
}
func (r *Rule) Holds(f Facts) bool {
	if r == nil {
		return true
	}
	v, err := expr.Run(r.p, f)
	return err == nil && v == true
}
func (r *Rule) CanHold(after ...*Rule) bool { return true }
func (r *Rule) Words() string {
	if r == nil {
		return "every response"
	}
	return r.text
}
func (r *Rule) String() string { return r.text }
