package rules_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

var review = rules.Facts{
	Kind: "review", Tool: "github", Source: "acme", Labels: []string{"small", "urgent"}, Urgency: "urgent", Asker: "Ben",
	Responder: "Ana", Team: rules.Teams{"core", "web"},
	Opened: time.Date(2026, 3, 6, 23, 30, 0, 0, time.FixedZone("", -3600)), // a Saturday in UTC
	Item: rules.Item{
		Kind: "pull_request", Title: "hotfix: the clock", State: "open", Author: "Ben", Owners: []string{"Ben"}, Comments: 6,
		Created: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
	},
}

func TestHolds(t *testing.T) {
	for rule, want := range map[string]bool{
		`kind == "review"`:                                true,
		`kind == "mention"`:                               false,
		`kind == "review" && "urgent" in labels`:          true,
		`kind == "review" && "big" in labels`:             false,
		`kind in ["mention", "review"]`:                   true,
		`team == "core"`:                                  true,
		`"web" == team`:                                   true,
		`team != "core"`:                                  false,
		`team == "core" && team == "web"`:                 true,
		`"core" in team`:                                  true,
		`"core" not in team`:                              false,
		`team == asker`:                                   false,
		`item.comments > 5`:                               true,
		`item.comments in 1..5`:                           false,
		`item.author == asker`:                            true,
		`any(item.owners, # == asker)`:                    true,
		`item.title matches "^(hot)?fix"`:                 true,
		`opened.Format("Monday") == "Saturday"`:           true,
		`opened.Hour() == 0`:                              true,
		`opened - item.created > duration("24h")`:         true,
		`item.due.IsZero()`:                               true,
		`labels[0] == "small"`:                            true,
		`labels[5] == "small"`:                            false,
		`labels[5] != "small"`:                            false, // fails, and so does not hold
		`!(item.labels[0] == "small")`:                    false,
		`kind == "review" || labels[5] == "small"`:        true,
		`int(item.title) > 3`:                             false,
		`priority == "" ? urgency == "urgent" : false`:    true,
		`item["state"] == "open"`:                         true,
		`count(labels, # startsWith "s") == 1`:            true,
		`item.title + "x" endsWith "clockx"`:              true,
		`len(filter(labels, # in ["small", "big"])) == 1`: true,
	} {
		if got := compiled(t, rule).Holds(review); got != want {
			t.Errorf("%s: %v, want %v", rule, got, want)
		}
	}
}

// TestNil checks the rule of a window that says nothing of what it is for.
func TestNil(t *testing.T) {
	var r *rules.Rule
	if !r.Holds(rules.Facts{}) || !r.CanHold() || r.Words() != "every response" || r.String() != "" {
		t.Errorf("holds %v, can hold %v, %q, %q", r.Holds(rules.Facts{}), r.CanHold(), r.Words(), r.String())
	}
}

func TestAbout(t *testing.T) {
	at := time.Date(2026, 3, 1, 1, 0, 0, 0, time.FixedZone("", 3600))
	got := rules.About(feed.Item{
		ID: "1", Kind: "issue", Key: "acme/api#1", Title: "clock", URL: "https://example.org",
		State: feed.StateOpen, Status: "draft",
		Author: feed.Account{ID: "ana"}, Owners: []feed.Account{{ID: "ben"}}, Labels: []string{"a"},
		Created: at, Updated: at, Closed: at, Due: at, Comments: 3,
	}, func(a feed.Account) string { return "the person " + a.ID })
	want := rules.Item{
		ID: "1", Kind: "issue", Key: "acme/api#1", Title: "clock", URL: "https://example.org", State: "open", Status: "draft",
		Author: "the person ana", Owners: []string{"the person ben"}, Reviewers: []string{}, Labels: []string{"a"},
		Created: at.UTC(), Updated: at.UTC(), Closed: at.UTC(), Due: at.UTC(), Comments: 3,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// FuzzCompile checks that no text makes a panic, and no rule that was read.
func FuzzCompile(f *testing.F) {
	for _, l := range read(f, "testdata/words.txt") {
		f.Add(l.rule)
	}
	for _, l := range read(f, "testdata/mistakes.txt") {
		f.Add(l.rule)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		for _, k := range []rules.Known{known, {}} {
			r, err := rules.Compile(text, k)
			if err != nil {
				continue
			}
			r.Holds(review)
			r.Holds(rules.Facts{})
			_ = r.Words()
			r.CanHold(r)
		}
	})
}

func BenchmarkHolds(b *testing.B) {
	for _, rule := range []string{
		`kind == "review"`,
		`kind == "review" && "urgent" in labels`,
		`kind in ["review", "approval"] && team == "core" && item.comments > 5 && item.title matches "^hotfix"`,
	} {
		r, err := rules.Compile(rule, known)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(rule, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !r.Holds(review) {
					b.Fatal("does not hold")
				}
			}
		})
	}
}
