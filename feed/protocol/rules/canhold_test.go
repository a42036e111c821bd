package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/protocol/rules"
)

func TestCanHold(t *testing.T) {
	for _, tt := range []struct {
		rule  string
		after []string
		want  bool
	}{
		{`kind == "review"`, nil, true},
		{`kind == "review"`, []string{`kind == "mention"`}, true},
		{`kind == "review"`, []string{`kind == "review"`}, false},
		{`kind == "review" && "urgent" in labels`, []string{`kind == "review"`}, false},
		{`kind == "review"`, []string{`kind == "review" && "urgent" in labels`}, true},
		{`kind == "review"`, []string{`"urgent" in labels`, `"urgent" not in labels`}, false},
		{``, []string{`kind == "review"`}, true},
		{``, []string{`kind in ["review", "approval"]`, `kind == "mention"`, `kind == "question"`}, false},
		{`kind == "review"`, []string{``}, false},
		{``, []string{``}, false},
		{`item.comments > 5`, []string{`item.comments >= 3`}, false},
		{`item.comments > 5`, []string{`item.comments > 10`}, true},
		{``, []string{`item.comments > 5`, `item.comments < 6`}, false},
		{``, []string{`item.comments > 5`, `item.comments < 5`}, true},
		{``, []string{`team == "core"`, `team != "core"`}, false},
		{`responder == "Ana"`, []string{`responder != "Ben"`}, false},
		{`responder != "Ana"`, []string{`responder == "Ben"`}, true}, // somebody who is not written down
		{``, []string{`labels[0] == "a"`, `labels[0] != "a"`}, true}, // of an item without labels neither holds
		{``, []string{`item.title contains "a"`, `!(item.title contains "a")`}, false},
		{`item.title == "ab"`, []string{`item.title startsWith "a"`}, false},
		{`source == "acme/api"`, []string{`source startsWith "acme"`}, false},
		{``, []string{`kind == "review" ? true : kind != "review"`}, false},
		{``, []string{`asker == responder`, `responder != asker`}, true}, // not seen: the sides are exchanged
	} {
		var after []*rules.Rule
		for _, text := range tt.after {
			after = append(after, compiled(t, text))
		}
		if got := compiled(t, tt.rule).CanHold(after...); got != tt.want {
			t.Errorf("%q after %q: can hold: %v, want %v", tt.rule, tt.after, got, tt.want)
		}
	}
}

// compiled is the rule, and for no text the one that chooses everything.
func compiled(t *testing.T, text string) *rules.Rule {
	t.Helper()
	if text == "" {
		return nil
	}
	r, err := rules.Compile(text, known)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestPatience checks that a search that would take too long ends, and refuses nothing.
func TestPatience(t *testing.T) {
	var either []string
	for i := range 40 {
		either = append(either, fmt.Sprintf(`("a%d" in labels || "b%d" in labels)`, i, i))
	}
	r, err := rules.Compile(`!(`+strings.Join(either, " && ")+`) || "a" in labels && item.comments > 5`, known)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	r.CanHold(r)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

// TestSound checks that what is refused holds for no facts, and that what is said to choose nothing after others does not.
func TestSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(rapid.Custom(drawFacts), 8, 8).Draw(t, "facts")
		var earlier []*rules.Rule
		for _, text := range rapid.SliceOfN(rapid.Custom(drawRule), 1, 4).Draw(t, "rules") {
			rule, err := rules.Compile(text, known)
			if err != nil && !strings.Contains(err.Error(), "the rule chooses nothing") {
				t.Fatalf("%s: %v", text, err)
			}
			if err != nil {
				// What holds without the check is what it is compared with.
				both, err := rules.Compile("("+text+") || asker == \"Ana\"", known)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range facts {
					if f.Asker != "Ana" && both.Holds(f) {
						t.Fatalf("%s was refused and holds for %+v", text, f)
					}
				}
				continue
			}
			for _, f := range facts {
				if rule.Holds(f) && !chosen(earlier, f) && !rule.CanHold(earlier...) {
					t.Fatalf("%s cannot hold after %v and does for %+v", text, earlier, f)
				}
				if !chosen(earlier, f) && !(*rules.Rule)(nil).CanHold(earlier...) {
					t.Fatalf("nothing is left after %v but %+v", earlier, f)
				}
			}
			earlier = append(earlier, rule)
		}
	})
}

func chosen(by []*rules.Rule, f rules.Facts) bool {
	for _, r := range by {
		if r.Holds(f) {
			return true
		}
	}
	return false
}

func drawFacts(t *rapid.T) rules.Facts {
	word := func(name string, words ...string) string { return rapid.SampledFrom(words).Draw(t, name) }
	labels := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2).Draw(t, "labels")
	return rules.Facts{
		Kind: word("kind", known.Kinds...), Tool: word("tool", known.Tools...),
		Source: word("source", "acme", "acme/api", "board"),
		Labels: labels, Priority: word("priority", "", "P1", "P2"), Urgency: word("urgency", known.Urgencies...),
		Asker: word("asker", "Ana", "Ben", "", "zoe"), Responder: word("responder", "Ana", "Ben", "", "zoe"),
		Team:   rapid.SliceOfNDistinct(rapid.SampledFrom(known.Teams), 0, 2, rapid.ID[string]).Draw(t, "team"),
		Opened: time.Unix(int64(rapid.IntRange(0, 1e6).Draw(t, "opened")), 0),
		Item: rules.Item{
			Title: word("title", "", "a", "ab", "b"), State: word("state", "", "open", "closed"), Labels: labels,
			Comments: rapid.IntRange(0, 6).Draw(t, "comments"),
		},
	}
}

// drawRule makes a rule out of parts that often exclude each other, and of some that fail.
func drawRule(t *rapid.T) string {
	quotedFrom := func(name string, words ...string) string {
		return fmt.Sprintf("%q", rapid.SampledFrom(words).Draw(t, name))
	}
	var draw func(depth int) string
	draw = func(depth int) string {
		if depth > 0 {
			switch rapid.IntRange(0, 5).Draw(t, "join") {
			case 0:
				return "(" + draw(depth-1) + " && " + draw(depth-1) + ")"
			case 1:
				return "(" + draw(depth-1) + " or " + draw(depth-1) + ")"
			case 2:
				return "!(" + draw(depth-1) + ")"
			case 3:
				return "(" + draw(depth-1) + " ? " + draw(depth-1) + " : " + draw(depth-1) + ")"
			}
		}
		operator := rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="}).Draw(t, "operator")
		same := rapid.SampledFrom([]string{"==", "!="}).Draw(t, "same")
		number := rapid.IntRange(-1, 7).Draw(t, "number")
		part := rapid.SampledFrom([]string{"startsWith", "endsWith", "contains", "matches"}).Draw(t, "part")
		switch rapid.IntRange(0, 18).Draw(t, "part") {
		case 0:
			return "kind " + same + " " + quotedFrom("kind", known.Kinds...)
		case 1:
			return fmt.Sprintf("kind not in [%s, %s]", quotedFrom("kind", known.Kinds...), quotedFrom("kind", known.Kinds...))
		case 2:
			return quotedFrom("tool", known.Tools...) + " " + same + " tool"
		case 3:
			return quotedFrom("label", "a", "b") + " in labels"
		case 4:
			return "team " + same + " " + quotedFrom("team", known.Teams...)
		case 5:
			return quotedFrom("team", known.Teams...) + " not in team"
		case 6:
			return fmt.Sprintf("item.comments %s %d", operator, number)
		case 7:
			return fmt.Sprintf("%d.5 %s item.comments", max(0, number), operator)
		case 8:
			return fmt.Sprintf("item.comments in %d..%d", number, number+2)
		case 9:
			return fmt.Sprintf("item.title %s %s", part, quotedFrom("title", "a", "b", "ab", ""))
		case 10:
			return fmt.Sprintf("item.title %s %s", operator, quotedFrom("title", "a", "b", "ab", ""))
		case 11:
			return "asker " + same + " responder"
		case 12:
			return "responder " + same + " " + quotedFrom("responder", "Ana", "Ben", "")
		case 13:
			return "labels[0] " + same + " " + quotedFrom("label", "a", "b")
		case 14:
			return fmt.Sprintf("any(labels, # %s %s)", part, quotedFrom("label", "a", "b"))
		case 15:
			return "source " + same + " " + quotedFrom("source", "acme", "acme/api", "board")
		case 16:
			return fmt.Sprintf("len(labels) %s %d", operator, number)
		case 17:
			return fmt.Sprintf("opened.Hour() %s %d", operator, 4*max(0, number))
		}
		return "item.state " + same + " " + quotedFrom("state", "open", "closed", "")
	}
	return draw(3)
}
