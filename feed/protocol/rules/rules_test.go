package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

var known = rules.Known{
	Kinds: []string{"review", "mention", "assignment", "question"}, Tools: []string{"github", "jira"},
	Sources: []string{"api", "acme"}, People: []string{"Ana", "Ben"}, Teams: []string{"core", "web"},
	Urgencies: []string{"urgent", "high", "normal", "low"},
}

// facts are those of a review that Ana asked of Ben, who is in core.
func facts() rules.Facts {
	return rules.Facts{
		Kind: "review", Tool: "github", Source: "acme/api", Labels: []string{"bug", "urgent"}, Priority: "High", Urgency: "high",
		Asker: "Ana", Responder: "Ben", Team: rules.Teams{"core", "night"}, Opened: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Item: rules.Item{State: "open", Comments: 4, Title: "Retry", Owners: []string{"Ben"}, Created: time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)},
	}
}

func compile(t testing.TB, text string) *rules.Rule {
	t.Helper()
	r, err := rules.Compile(text, known)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func TestHolds(t *testing.T) {
	for text, want := range map[string]bool{
		`kind == "review"`:  true,
		`kind == "mention"`: false,
		`kind in ["mention", "review"] && tool == "github"`: true,
		`"urgent" in labels and not ("wip" in labels)`:      true,
		`team == "core"`:                                           true,
		`team == "web"`:                                            false,
		`team != "web"`:                                            true,
		`team != "core"`:                                           false,
		`"core" in team`:                                           true,
		`source == "acme/api"`:                                     true,
		`source startsWith "acme/"`:                                true,
		`asker == "Ana" && responder == "Ben"`:                     true,
		`"Ben" in item.owners`:                                     true,
		`item.state == "open" && item.comments > 3`:                true,
		`item.comments > 4`:                                        false,
		`opened - item.created > duration("480h")`:                 true,
		`item.title matches "(?i)^retry"`:                          true,
		`any(labels, # startsWith "urg")`:                          true,
		`urgency in ["urgent", "high"] ? tool == "github" : false`: true,
		`item.owners[7] == "Ben"`:                                  false, // there is none
		`len(item.reviewers) == 0`:                                 true,
	} {
		if got := compile(t, text).Holds(facts()); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	var all *rules.Rule
	if !all.Holds(facts()) || all.String() != "" {
		t.Error("the rule that is not there does not choose all")
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`kind == "reviw"`:                        `kind is never "reviw"; did you mean "review"?`,
		`"reviw" == kind`:                        `kind is never "reviw"; did you mean "review"?`,
		`kind != "x"`:                            `kind is never "x"; there are review, mention, assignment, question`,
		`kind in ["review", "mentoin"]`:          `kind is never "mentoin"; did you mean "mention"?`,
		`kind not in ["mentoin"]`:                `kind is never "mentoin"; did you mean "mention"?`,
		`kind startsWith "rep"`:                  `kind never startsWith "rep": it is one of review, mention, assignment, question`,
		`tool == "gitlab"`:                       `tool is never "gitlab"; did you mean "github"?`,
		`source == "apo"`:                        `source is never "apo"; did you mean "api"?`,
		`source == "akme/api"`:                   `source is never "akme/api"; there are api, acme`,
		`responder == "Zoe"`:                     `responder is never "Zoe"; there are Ana, Ben`,
		`team == "cor"`:                          `team is never "cor"; did you mean "core"?`,
		`"cor" in team`:                          `team is never "cor"; did you mean "core"?`,
		`urgency == "urgnt"`:                     `urgency is never "urgnt"; did you mean "urgent"?`,
		`item.state == "merged"`:                 `item.state is never "merged"; there are open, closed`,
		`kind = "review"`:                        `the rule "kind = \"review\"" cannot be read at 6: write == to compare`,
		`priorty == "high"`:                      `the rule "priorty == \"high\"" cannot be read at 1: unknown name "priorty"; did you mean "priority"?`,
		`colour == "red"`:                        `at 1: unknown name "colour"; there are asker, item, kind, labels, opened, priority, responder, source, team, tool, urgency`,
		`item.coments > 3`:                       `item has no field "coments"; did you mean "comments"?`,
		`kind`:                                   `is no yes or no, but a text; compare it with something`,
		`item.comments > "3"`:                    `at 15: > stands between a number and a text, which cannot be`,
		`item.title matches "("`:                 `missing closing )`,
		`now() > opened`:                         `unknown name "now"`,
		`kind == "review" && `:                   `cannot be read at 20: unexpected token EOF`,
		``:                                       `cannot be read at 1: unexpected token EOF`,
		`false`:                                  `the rule "false" can never hold: no response is all of that at once`,
		`kind == "review" && kind == "mention"`:  `can never hold`,
		`kind == "review" && kind != "review"`:   `can never hold`,
		`"a" in labels && not ("a" in labels)`:   `can never hold`,
		`item.comments > 5 && item.comments < 3`: `can never hold`,
		`item.comments > 5 && item.comments < 6`: `can never hold`,
		`priority == "a" && priority == "b"`:     `can never hold`,
		`team == "core" && "core" not in team`:   `can never hold`,
		`kind not in ["review", "mention", "assignment", "question"]`: `can never hold`,
		`tool != "github" && tool != "jira"`:                          `can never hold`,
	} {
		_, err := rules.Compile(text, known)
		switch {
		case err == nil:
			t.Errorf("%s: nothing is wrong, want %s", text, want)
		case !strings.Contains(err.Error(), want):
			t.Errorf("%s:\n got %s\nwant %s", text, err, want)
		case strings.Contains(err.Error(), "\n"):
			t.Errorf("%s: the message has several lines: %s", text, err)
		}
	}
}

// What might hold is accepted, whatever is known.
func TestCouldHold(t *testing.T) {
	for _, text := range []string{
		`team == "core" && team == "web"`, `item.comments >= 5 && item.comments < 6`, `kind != "review"`, `true`,
		`asker != "Ana" && asker != "Ben"`, `let x = kind; x == "anything"`, `"a" in labels && "b" in labels`,
		`any(labels, # == "a") && not any(labels, # == "b")`, `item.state != "open" && item.state != "closed"`,
	} {
		compile(t, text)
	}
	if _, err := rules.Compile(`kind == "anything" && tool == "other" && team == "nobody"`, rules.Known{}); err != nil {
		t.Errorf("without knowing any words: %v", err)
	}
	var atoms []string // more than can be tried
	for i := range 40 {
		atoms = append(atoms, `("`+strings.Repeat("a", i+1)+`" in labels || "b`+strings.Repeat("a", i+1)+`" in item.labels)`)
	}
	compile(t, strings.Join(atoms, " && "))
}

func TestWhatIsLeft(t *testing.T) {
	var all *rules.Rule
	review, others := compile(t, `kind == "review"`), compile(t, `kind != "review"`)
	urgent := compile(t, `kind == "review" && urgency == "urgent"`)
	for name, c := range map[string]struct {
		rule   *rules.Rule
		before []*rules.Rule
		want   bool
	}{
		"the first":                        {review, nil, true},
		"all after some":                   {all, []*rules.Rule{review}, true},
		"all after all":                    {all, []*rules.Rule{all}, false},
		"all after a rule and its reverse": {all, []*rules.Rule{review, others}, false},
		"the particular first":             {review, []*rules.Rule{urgent}, true},
		"the particular last":              {urgent, []*rules.Rule{review}, false},
	} {
		if got := c.rule.CanHold(c.before...); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAbout(t *testing.T) {
	name := func(a feed.Account) string { return "@" + a.ID }
	it := rules.About(feed.Item{
		ID: "7", State: feed.StateOpen, Author: feed.Account{ID: "ana"}, Owners: []feed.Account{{ID: "ben"}}, Labels: []string{"bug"}, Comments: 2,
	}, name)
	if it.ID != "7" || it.State != "open" || it.Author != "@ana" || it.Owners[0] != "@ben" || it.Labels[0] != "bug" || it.Comments != 2 {
		t.Errorf("the item is %+v", it)
	}
}

func BenchmarkHolds(b *testing.B) {
	r, f := compile(b, `kind == "review" && "urgent" in labels && team == "core"`), facts()
	b.ReportAllocs()
	for b.Loop() {
		if !r.Holds(f) {
			b.Fatal("it does not hold")
		}
	}
}
