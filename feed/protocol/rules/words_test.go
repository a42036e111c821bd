package rules_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

func TestWords(t *testing.T) {
	all := known
	all.Kinds = nil
	for _, kind := range feed.AskKinds() {
		all.Kinds = append(all.Kinds, string(kind))
	}
	for text, want := range map[string]string{
		`kind == "review"`:                                      `reviews`,
		`"review" == kind`:                                      `reviews`,
		`kind == "review" && "urgent" in labels`:                `reviews labelled "urgent"`,
		`kind == "review" || kind == "approval"`:                `reviews or approvals`,
		`kind in ["review", "mention", "reply"]`:                `reviews, mentions or replies`,
		`kind != "question"`:                                    `responses other than questions`,
		`kind not in ["question", "triage"]`:                    `responses other than questions or first looks at what comes from outside`,
		`kind == "review" && urgency == "urgent"`:               `urgent reviews`,
		`urgency in ["urgent", "high"]`:                         `urgent or high responses`,
		`tool == "github"`:                                      `responses in github`,
		`tool != "github" && kind == "mention"`:                 `mentions not in github`,
		`kind == "assignment" && source == "api"`:               `assignments in "api"`,
		`kind == "review" && team == "core"`:                    `reviews owed by the team core`,
		`kind == "review" && "core" in team`:                    `reviews owed by the team core`,
		`kind == "review" && responder == "Ana"`:                `reviews owed by Ana`,
		`kind == "reply" && asker != "Ben"`:                     `replies not asked for by Ben`,
		`priority == "High"`:                                    `responses of priority High`,
		`not ("wip" in labels) && kind == "review"`:             `reviews not labelled "wip"`,
		`kind == "review" && item.comments > 5`:                 `reviews where item.comments > 5`,
		`item.state == "open"`:                                  `responses where item.state == "open"`,
		`kind == "review" && (tool == "jira" || "a" in labels)`: `reviews where (tool == "jira" || "a" in labels)`,
		`kind == "waiting"`:                                     `what a status or label waits for`,
		`kind == "changes"`:                                     `requested changes`,
		`kind == "merge"`:                                       `merging what is approved`,
		`kind == "decision"`:                                    `proposals to decide`,
		`kind == "checklist"`:                                   `lines of checklists`,
		`"a" in labels || "b" in labels`:                        `responses labelled "a" or "b"`,
		`true`:                                                  `responses where true`,
	} {
		r, err := rules.Compile(text, all)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := r.Words(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
	var every *rules.Rule
	if got := every.Words(); got != "every response" {
		t.Errorf("no rule is %q", got)
	}
}
