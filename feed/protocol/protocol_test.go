package protocol_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

const agreement = `
people:
  - {name: Ana, accounts: {github: ana, jira: "5b10"}}
  - {name: Ben, accounts: {github: [ben, ben-at-work]}}
  - {name: Kim}
teams: {core: [Ana, Ben]}
windows:
  - {name: merge, when: 'kind == "merge"', within: 1h}
  - {name: review, when: 'kind == "review"', within: 24h}
  - {name: rest, within: 48h}
`

func read(t *testing.T, text string) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal([]byte(text), p); err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(around); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return p
}

// around is what agreements of tests are read among.
var around = protocol.Surroundings{Zone: time.LoadLocation}

func TestPeople(t *testing.T) {
	p := read(t, agreement)
	for account, want := range map[[2]string]string{
		{"github", "ana"}: "Ana", {"github", "ANA"}: "Ana", {"jira", "5b10"}: "Ana", {"jira", "ana"}: "",
		{"github", "ben-at-work"}: "Ben", {"github", ""}: "", {"github", "eve"}: "",
	} {
		if got := p.Person(account[0], account[1]); got != want {
			t.Errorf("behind %v is %q, want %q", account, got, want)
		}
	}
	for name, want := range map[string][]string{
		"Ana":  {"github/ana", "jira/5b10"},
		"core": {"github/ana", "github/ben", "github/ben-at-work", "jira/5b10"},
		"Kim":  nil,
	} {
		got, known := p.AccountsOf(name)
		if diff := cmp.Diff(want, got); diff != "" || !known {
			t.Errorf("accounts of %s, known %v (-want +got):\n%s", name, known, diff)
		}
	}
	if _, known := p.AccountsOf("Eve"); known {
		t.Error("Eve is known")
	}
}

func TestMember(t *testing.T) {
	p := read(t, agreement)
	for _, c := range []struct {
		group, account string
		member, known  bool
	}{
		{"acme/core", "ben", true, true},
		{"acme/core", "eve", false, true},
		{"core", "ana", true, true},
		{"acme/else", "ben", false, false},
	} {
		member, known := p.Member(feed.Account{ID: c.group, Group: true}, "github", c.account)
		if member != c.member || known != c.known {
			t.Errorf("%s in %s: %v, known %v; want %v, %v", c.account, c.group, member, known, c.member, c.known)
		}
	}
}

// TestAddressesAndBots reads what identity is found by.
func TestAddressesAndBots(t *testing.T) {
	p := read(t, `
people: [{name: Ana, email: ana@example.com, accounts: {github: ana}}, {name: Ben, email: [b@example.com, ben@example.com]}]
bots: {github: [tidy, sweeper], jira: "557058:auto"}
`)
	if !p.Bot("github", "Tidy") || !p.Bot("jira", "557058:auto") || p.Bot("jira", "tidy") {
		t.Error("the list of bots is not what was written")
	}
	more := p.With(func(tool, id string) string { return tool + id }, func(string, string) bool { return true })
	if more.Person("jira", "5b10") != "jira5b10" || !more.Bot("jira", "5b10") || p.Person("github", "ana") != "Ana" || p.Bot("jira", "5b10") {
		t.Error("what is known besides is not asked, or is asked of the agreement itself")
	}
	for text, want := range map[string]string{
		"people: [{name: Ana, email: ana}]":                                            "people[0].email",
		"people: [{name: Ana, email: a@example.com}, {name: B, email: A@example.com}]": "people[1].email",
	} {
		p := &protocol.Protocol{}
		if err := yaml.Unmarshal([]byte(text), p); err != nil {
			t.Fatal(err)
		}
		if wrong := p.Check(around); len(wrong) != 1 || wrong[0].Path != want {
			t.Errorf("nothing is wrong with %s of %s: %v", want, text, wrong)
		}
	}
}

func TestWindow(t *testing.T) {
	p := read(t, agreement)
	for kind, want := range map[feed.AskKind]string{feed.Review: "review", feed.Merge: "merge", feed.Mention: "rest"} {
		if w, ok := p.Window(rules.Facts{Kind: string(kind)}); !ok || w.Name != want {
			t.Errorf("the window of a %s is %q, %v; want %q", kind, w.Name, ok, want)
		}
	}
	if w, ok := (&protocol.Protocol{}).Window(rules.Facts{}); ok {
		t.Errorf("an empty protocol has the window %q", w.Name)
	}
}

func TestVersionFollowsTheAgreement(t *testing.T) {
	version := read(t, agreement).Version()
	if again := read(t, "# a remark\n"+agreement).Version(); again != version {
		t.Errorf("a remark made version %s of %s", again, version)
	}
	if other := read(t, agreement+"leads: {core: Ana}\n").Version(); other == version {
		t.Error("a lead left the version as it was")
	}
}
