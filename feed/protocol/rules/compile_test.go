package rules_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/protocol/rules"
)

var known = rules.Known{
	Kinds:     []string{"review", "approval", "mention", "question"},
	Tools:     []string{"github", "jira"},
	Sources:   []string{"acme", "board"},
	People:    []string{"Ana", "Ben"},
	Teams:     []string{"core", "web"},
	Urgencies: []string{"urgent", "high", "normal", "low"},
}

func TestMistakes(t *testing.T) {
	compare(t, "testdata/mistakes.txt", func(rule string) string {
		_, err := rules.Compile(rule, known)
		if err == nil {
			return "is accepted"
		}
		return err.Error()
	})
}

// TestMistakeOnLaterLine checks what a file of one rule a line cannot hold.
func TestMistakeOnLaterLine(t *testing.T) {
	for _, tt := range []struct{ rule, want string }{
		{"", `column 1: the rule is empty; write one such as kind == "review", or leave it out to choose everything`},
		{"kind == \"review\" &&\n  tool == \"jra\"", `line 2, column 11: tool is never "jra"; did you mean "jira"?`},
		{"true ||\r\n\ttool == \"git\nhub\"", "line 2, column 14: a text begins here whose closing quote is missing"},
		{"true" + strings.Repeat(" && true", 600), "column 2006: the rule has too many parts; make several of it"},
		{"true" + strings.Repeat(" ", 10_000), "column 10001: the rule is longer than 10000 letters; make several of it"},
		{"/* nö */ kinds", "column 10: kinds is not the name of a fact; did you mean kind?"},
		{"true\n&& item.comments\n< 0", "line 2, column 4: the rule chooses nothing: item.comments < 0 is never so"},
	} {
		if _, err := rules.Compile(tt.rule, known); err == nil || err.Error() != tt.want {
			t.Errorf("%.40q: got %v, want %v", tt.rule, err, tt.want)
		}
	}
}

// TestAccepted checks rules that look odd and can hold.
func TestAccepted(t *testing.T) {
	for _, rule := range []string{
		`responder not in ["Ana", "Ben"]`, // nobody who is written down
		`asker == ""`,
		`item.state == ""`,
		`source == "acme/api"`,
		`source startsWith "acme/"`,
		`source endsWith "/api"`,
		`item.comments > 5 && item.comments < 7`,
		`item.comments >= 5 && item.comments <= 5`,
		`item.comments in 1..3 && item.comments != 2`,
		`labels[0] == "a" && labels[1] == "b"`,
		`len(labels) > 2 && "a" in labels`,
		`"a" in labels && "b" in labels`,
		`item.title contains "a" && item.title contains "b" && item.title != "ab"`,
		`kind == "review" and not (tool == "jira")`,
		`item.title startsWith "a" && item.title endsWith "b"`,
		`priority < "P3"`,
		`team == "core" && team == "web"`,
		`team != "core"`,
		`any(item.owners, # == responder)`,
		`opened - item.created > duration("24h")`,
		`opened.Format("Monday") in ["Saturday", "Sunday"]`,
		`lower(item.title) matches "^(hot)?fix"`,
		`opened.Hour() >= 22 || opened.Hour() < 6`,
		`item.due.IsZero()`,
		`kind == 'review'`,
	} {
		if _, err := rules.Compile(rule, known); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
	}
}

// TestNothingKnown checks that anything goes where nothing is known.
func TestNothingKnown(t *testing.T) {
	for _, rule := range []string{
		`kind == "x"`, `team == "x"`, `asker in ["x"]`, `source == "x"`, `tool contains "x"`, `urgency != "x"`,
	} {
		if _, err := rules.Compile(rule, rules.Known{}); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
	}
}
