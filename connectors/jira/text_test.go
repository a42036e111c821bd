package jira

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// known are two people whom texts may name.
func known() crowd {
	return crowd{"ana": {ID: "ana", Name: "Ana Silva"}, "K1": {ID: "ben", Name: "Ben Okoro"}}
}

func TestWiki(t *testing.T) {
	for _, test := range []struct {
		wiki, want string
		mentions   []string
	}{
		{"plain *strong* words\r\nand a second line", "plain *strong* words\nand a second line", nil},
		{"h1. Plan\nh6. Detail\nh7. none", "# Plan\n###### Detail\nh7. none", nil},
		{"# one\n# two\n** sub\n* three\n- four\n---- rule", "1. one\n1. two\n  - sub\n- three\n- four\n---- rule", nil},
		{"[~ana] and [~K1] and [~accountid:712020:c1e0]", "@Ana Silva and @Ben Okoro and @712020:c1e0", []string{"ana", "K1", "712020:c1e0"}},
		{"{quote}[~ana] said{quote}\nno", "> @Ana Silva said\n\nno", nil},
		{"a {quote}b\nc{quote} d", "a \n> b\n> c\n\n d", nil},
		{"bq. [~ana] said\nyes, [~ana]", "> @Ana Silva said\n\nyes, @Ana Silva", []string{"ana"}},
		{"{code:title=x.go|java}\n[~ana] h1. x\n{code}\nthen", "```java\n[~ana] h1. x\n```\nthen", nil},
		{"{noformat}[~ana]{noformat} after [~ana]", "```\n[~ana]\n```\n after @Ana Silva", []string{"ana"}},
		{"{code}never ended\n[~ana]", "```\nnever ended\n[~ana]\n```", nil},
		{"{{[~ana]}} is [a page|https://x.example/a?b=c|smart] at [https://y.example]", "`[~ana]` is [a page](https://x.example/a?b=c) at https://y.example", nil},
		{"{color:red}red{color} {panel:title=A}in{panel} !shot.png|width=300! wow!", "red in shot.png wow!", nil},
	} {
		raw, err := json.Marshal(test.wiki)
		if err != nil {
			t.Fatal(err)
		}
		got := read(raw, known())
		if diff := cmp.Diff(test.want, got.text); diff != "" {
			t.Errorf("%q is (-want +got):\n%s", test.wiki, diff)
		}
		if diff := cmp.Diff(test.mentions, got.mentions); diff != "" {
			t.Errorf("%q mentions (-want +got):\n%s", test.wiki, diff)
		}
	}
}

func TestDocument(t *testing.T) {
	const mention = `{"type": "mention", "attrs": {"id": "ana", "text": "@Ana"}}`
	paragraph := func(content string) string { return `{"type": "paragraph", "content": [` + content + `]}` }
	words := func(s string) string { return `{"type": "text", "text": "` + s + `"}` }
	for _, test := range []struct {
		content, want string
		mentions      []string
		decisions     int
	}{
		{paragraph(words("Dear ") + "," + mention + "," + `{"type": "hardBreak"}` + "," + words("bye")), "Dear @Ana Silva\nbye", []string{"ana"}, 0},
		{`{"type": "blockquote", "content": [` + paragraph(mention) + `,` + paragraph(words("x")) + `]}`, "> @Ana Silva\n> \n> x", nil, 0},
		{`{"type": "heading", "attrs": {"level": 9}, "content": [` + words("deep") + `]}`, "###### deep", nil, 0},
		{paragraph(`{"type": "text", "text": " all ", "marks": [{"type": "code"}, {"type": "em"}, {"type": "strike"}, {"type": "link", "attrs": {"href": "https://x.example"}}]}`),
			"[~~*`all`*~~](https://x.example)", nil, 0},
		{paragraph(`{"type": "text", "text": "https://x.example", "marks": [{"type": "link", "attrs": {"href": "https://x.example"}}]}`), "https://x.example", nil, 0},
		{`{"type": "decisionList", "content": [{"type": "decisionItem", "attrs": {"state": "DECIDED"}, "content": [` + words("go") + `]}, {"type": "decisionItem", "attrs": {"state": "UNDECIDED"}, "content": [` + words("stay") + `]}]}`,
			"- go\n- stay", nil, 1},
		{`{"type": "taskList", "content": [{"type": "taskItem", "attrs": {"state": "TODO"}, "content": [` + words("a") + `]}, {"type": "taskItem", "attrs": {"state": "DONE"}, "content": [` + words("b") + `]}]}`,
			"- [ ] a\n- [x] b", nil, 0},
		{`{"type": "expand", "attrs": {"title": "More"}, "content": [` + paragraph(words("inside")) + `]}, {"type": "rule"}, {"type": "mediaSingle", "content": [{"type": "media", "attrs": {"alt": "shot.png"}}]}`,
			"More\n\ninside\n\n---\n\nshot.png", nil, 0},
		{`7, null, "words", {"type": "paragraph", "content": "none"}, ` + paragraph(words("the rest")), "the rest", nil, 0},
		{paragraph(`{"type": "mention", "attrs": {"id": 7}}`), "@7", []string{"7"}, 0},
		{paragraph(`{"type": "mention"}`), "@somebody", nil, 0},
	} {
		got := read(json.RawMessage(`{"type": "doc", "version": 1, "content": [`+test.content+`]}`), known())
		if diff := cmp.Diff(test.want, got.text); diff != "" {
			t.Errorf("%s is (-want +got):\n%s", test.content, diff)
		}
		if diff := cmp.Diff(test.mentions, got.mentions); diff != "" || len(got.decisions) != test.decisions {
			t.Errorf("%s has %d decisions and mentions (-want +got):\n%s", test.content, len(got.decisions), diff)
		}
	}
	for _, nothing := range []string{`null`, `7`, `[]`, `{}`, `{"content": {}}`, ``} {
		if got := read(json.RawMessage(nothing), crowd{}); got.text != "" {
			t.Errorf("%s says %q", nothing, got.text)
		}
	}
}

// TestChanges tells of changes of fields, as they stand in histories, in our verbs.
func TestChanges(t *testing.T) {
	for _, test := range []struct{ changes, want string }{
		{`{"field": "status", "from": "1", "fromString": "Open", "to": "5", "toString": "Done"}`, "moved Open>Done; closed >Done"},
		{`{"field": "status", "from": "5", "fromString": "Done", "to": "1", "toString": "Open"}`, "moved Done>Open; reopened >Open"},
		{`{"field": "status", "from": "1", "fromString": "Open", "to": "99", "toString": "Lost"}`, "moved Open>Lost"},
		{`{"field": "resolution", "to": "1", "toString": "Done"}, {"field": "status", "from": "1", "fromString": "Open", "to": "5", "toString": "Closed"}`, "moved Open>Closed; closed >Done"},
		{`{"field": "resolution", "to": "1", "toString": "Done"}`, "changed >resolution: Done"},
		{`{"field": "assignee", "from": "ana", "fromString": "Ana", "to": "x:1", "toString": "Xu"}`, "unassigned @ana; assigned @x:1"},
		{`{"field": "labels", "fromString": "a b", "toString": "b c d"}`, "unlabeled >a; labeled >c; labeled >d"},
		{`{"field": "duedate", "from": "2026-02-10", "fromString": "2026-02-10 00:00:00.0"}`, "unscheduled 2026-02-10>"},
		{`{"field": "Sprint", "fromString": "S1, S2", "toString": "S1, S2, S3"}`, "scheduled >S3"},
		{`{"field": "Sprint", "fromString": "S1, S2", "toString": "S2, S1"}`, ""},
		{`{"field": "Fix Version/s", "toString": "2.0"}`, "scheduled >2.0"},
		{`{"field": "Link", "from": "A-2", "fromString": "This issue blocks A-2"}`, "unlinked >A-2"},
		{`{"field": "RemoteIssueLink", "to": "10046", "toString": "This issue links to \"X\""}`, `linked >This issue links to "X"`},
		{`{"field": "IssueParentAssociation", "from": "1", "fromString": "A-1", "to": "2", "toString": "A-2"}`, "unlinked >A-1; linked >A-2"},
		{`{"field": "Attachment", "from": "7", "fromString": "a.pdf"}`, "changed attachment: a.pdf>"},
		{`{"field": "timeestimate", "from": "0", "to": 5400}`, "changed remaining estimate: 0m>remaining estimate: 1h 30m"},
		{`{"field": "Rank", "toString": "Ranked higher"}, {"field": "Workflow"}, {"field": "Comment", "from": "17"}, {"field": "WorklogId", "from": "18"}`, ""},
		{`{"field": "Team", "from": {"id": 1}, "to": "3", "toString": null}`, "changed >Team: 3"},
		{`{"field": 7}, 7, null, {}`, ""},
	} {
		p := &piece{}
		s := translating().subject("1", "A-1", p)
		s.people = known()
		s.histories([]json.RawMessage{json.RawMessage(`{"id": "1", "created": "2026-02-02T09:00:00.000Z", "items": [` + test.changes + `]}`)})
		var told []string
		for _, e := range p.events {
			line := string(e.Verb)
			if e.From != "" || e.Into != "" {
				line += " " + e.From + ">" + e.Into
			}
			for _, a := range e.To {
				line += " @" + a.ID
			}
			told = append(told, line)
		}
		if got := strings.Join(told, "; "); got != test.want {
			t.Errorf("%s are told as %q, not %q", test.changes, got, test.want)
		}
	}
}

// TestDecisions closes an issue of the type Decision with a resolution that refuses it.
func TestDecisions(t *testing.T) {
	for resolution, want := range map[string]feed.Verb{"Done": feed.Decided, "Won't Do": feed.Rejected} {
		p := &piece{}
		s := translating().subject("1", "A-1", p)
		s.decision, s.title = true, "Which ledger?"
		raw, err := json.Marshal(map[string]any{"id": "1", "created": "2026-02-02T09:00:00.000Z", "items": []any{
			map[string]any{"field": "status", "from": "1", "to": "5", "toString": "Closed"}, map[string]any{"field": "resolution", "toString": resolution},
		}})
		if err != nil {
			t.Fatal(err)
		}
		s.histories([]json.RawMessage{raw})
		if last := p.events[len(p.events)-1]; last.Verb != want || last.Text != "Which ledger?" {
			t.Errorf("resolved as %s it is %s, saying %q", resolution, last.Verb, last.Text)
		}
	}
}
