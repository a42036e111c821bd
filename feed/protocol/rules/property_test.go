package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/protocol/rules"
)

// draw makes a rule of a few comparisons.
func draw(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		word := func(of []string) string { return rapid.SampledFrom(of).Draw(t, "word") }
		if depth > 0 {
			switch rapid.IntRange(0, 4).Draw(t, "shape") {
			case 0:
				return "(" + draw(depth-1).Draw(t, "left") + " && " + draw(depth-1).Draw(t, "right") + ")"
			case 1:
				return "(" + draw(depth-1).Draw(t, "left") + " || " + draw(depth-1).Draw(t, "right") + ")"
			case 2:
				return "not " + draw(0).Draw(t, "negated")
			case 3:
				return "(" + draw(0).Draw(t, "if") + " ? " + draw(depth-1).Draw(t, "then") + " : " + draw(depth-1).Draw(t, "else") + ")"
			}
		}
		equal := word([]string{"==", "!="})
		compares := word([]string{"<", "<=", "==", "!=", ">=", ">"})
		return "(" + rapid.SampledFrom([]string{
			fmt.Sprintf("kind %s %q", equal, word(known.Kinds)),
			fmt.Sprintf("%q %s tool", word(known.Tools), equal),
			fmt.Sprintf("urgency in [%q, %q]", word(known.Urgencies), word(known.Urgencies)),
			fmt.Sprintf("team %s %q", equal, word(known.Teams)),
			fmt.Sprintf("%q in team", word(known.Teams)),
			fmt.Sprintf("responder %s %q", equal, word(known.People)),
			fmt.Sprintf("priority %s %q", equal, word([]string{"a", "b"})),
			fmt.Sprintf("%q in labels", word([]string{"x", "y"})),
			fmt.Sprintf("item.comments %s %d", compares, rapid.IntRange(-1, 3).Draw(t, "number")),
			fmt.Sprintf("%d %s item.comments", rapid.IntRange(0, 2).Draw(t, "number"), compares),
			fmt.Sprintf("item.comments %s 1.5", compares),
			fmt.Sprintf("kind startsWith %q", word([]string{"r", "m", "q"})),
			fmt.Sprintf("asker %s responder", equal),
			"len(labels) > 1",
		}).Draw(t, "comparison") + ")"
	})
}

func drawFacts(t *rapid.T) rules.Facts {
	word := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "word") }
	return rules.Facts{
		Kind: word(known.Kinds...), Tool: word(known.Tools...), Urgency: word(known.Urgencies...),
		Team: rapid.SliceOfN(rapid.SampledFrom(append(known.Teams, "else")), 0, 3).Draw(t, "teams"), Responder: word("Ana", "Ben", "u123"),
		Asker: word("Ana", "Ben", "u123"), Priority: word("a", "b", "c"),
		Labels: rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(t, "labels"),
		Item:   rules.Item{Comments: rapid.IntRange(0, 4).Draw(t, "comments")},
	}
}

// A rule that holds for some facts is not refused, and is not said to be of no use behind rules that do not hold for them.
func TestWhatHoldsCanHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		var before []*rules.Rule
		for range rapid.IntRange(0, 2).Draw(t, "before") {
			if r, err := rules.Compile(draw(1).Draw(t, "earlier"), known); err == nil && !r.Holds(f) {
				before = append(before, r)
			}
		}
		text := draw(3).Draw(t, "rule")
		// Of a rule that is refused nothing can be asked, but the other way round must then hold for all facts.
		r, err := rules.Compile(text, known)
		if err != nil {
			if !strings.Contains(err.Error(), "can never hold") {
				t.Fatalf("%s: %v", text, err)
			}
			if reverse, err := rules.Compile("not "+text, known); err != nil || !reverse.Holds(f) {
				t.Fatalf("%s is said never to hold, and does for %+v", text, f)
			}
			return
		}
		if r.Holds(f) && !r.CanHold(before...) {
			t.Fatalf("%s holds for %+v, for which none of %v does, and is said to be of no use", text, f, before)
		}
		if r.Words() == "" {
			t.Fatalf("%s has no words", text)
		}
	})
}

// Whatever is written, it compiles or is explained in a line, and what compiles can be asked.
func FuzzCompile(f *testing.F) {
	for _, text := range []string{
		`kind == "review"`, `team == "core" && item.comments > 3`, `any(labels, # matches "a+")`, `let x = 1; x > 2`, `kind in ["a"]`,
		`item.owners[0] ?? "x" == "y"`, `1..1000000 | map(#) | len() > 3`, `repeat("a", 1000000) == kind`, "kind\n==\"review\"", `((((`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := rules.Compile(text, known)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") || err.Error() == "" {
				t.Errorf("%q is explained by %q", text, err)
			}
			return
		}
		r.Holds(facts())
		r.Words()
	})
}
