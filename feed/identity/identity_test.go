package identity_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// known reads what is known from lines:
//
//	person Ana ana@example.com github/ana
//	team core Ana Ben
//	program github/tidy
//	account jira/5b10 "Ana Silva" ana@example.com bot
//	same github/ana jira/5b10
func known(t testing.TB, text string) identity.Known {
	t.Helper()
	k := identity.Known{Teams: map[string][]string{}}
	for line := range strings.Lines(text) {
		var quoted string
		if before, rest, found := strings.Cut(line, `"`); found {
			var after string
			quoted, after, _ = strings.Cut(rest, `"`)
			line = before + after
		}
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "person":
			p := identity.Person{Name: f[1]}
			if quoted != "" {
				p.Name, f = quoted, append([]string{"", ""}, f[1:]...)
			}
			for _, s := range f[2:] {
				if strings.Contains(s, "@") {
					p.Emails = append(p.Emails, s)
				} else {
					p.Accounts = append(p.Accounts, ref(s))
				}
			}
			k.People = append(k.People, p)
		case "team":
			k.Teams[f[1]] = f[2:]
		case "program":
			k.Programs = append(k.Programs, ref(f[1]))
		case "account":
			r := ref(f[1])
			e := feed.AccountEntry{Account: feed.Account{ID: r.ID, Name: quoted}, Tool: r.Tool, Source: r.Tool, First: monday, Last: monday}
			for _, s := range f[2:] {
				switch {
				case s == "bot":
					e.Bot = true
				case s == "team":
					e.Group = true
				case strings.Contains(s, "@"):
					e.Email = s
				default:
					e.Source = s
				}
			}
			k.Accounts = append(k.Accounts, e)
		default:
			k.Rulings = append(k.Rulings, feed.Ruling{Seq: int64(len(k.Rulings) + 1), Verdict: feed.Verdict(f[0]), One: ref(f[1]), Other: ref(f[2])})
		}
	}
	return k
}

func ref(s string) feed.Ref {
	tool, id, _ := strings.Cut(s, "/")
	return feed.Ref{Tool: tool, ID: id}
}

// told is what a directory says, a line for each person and each suggestion.
func told(d *identity.Directory) string {
	var b strings.Builder
	for _, h := range d.People() {
		b.WriteString(h.Name + ":")
		for _, a := range h.Accounts {
			b.WriteString(" " + a.String())
			for _, tie := range a.Ties {
				fmt.Fprintf(&b, " (%s, %s)", tie.Reason, tie.With)
			}
		}
		b.WriteString("\n")
	}
	for _, s := range d.Suggestions() {
		fmt.Fprintf(&b, "? %s %s %s %s\n", s.One, s.Other, s.Reason, s.Confidence)
	}
	return b.String()
}

func TestResolve(t *testing.T) {
	tests := []struct{ name, known, want string }{
		{"nothing", "", ""},
		{"an account alone is nobody in particular", `account github/ana "Ana"`, ""},
		{"the configuration", `
			person Ana github/ana jira/5b10
			account github/Ana "A. Silva"`, "Ana: github/Ana jira/5b10\n"},
		{"a configured address", `
			person Ana ana@example.com github/ana
			account jira/5b10 "A" Ana@Example.com`, "Ana: github/ana jira/5b10 (the same e-mail address, /Ana)\n"},
		{"the address of another account", `
			account jira/5b10 "Ana Silva" a@example.com
			account notion/11 "Ana" a@example.com`, "Ana: jira/5b10 notion/11 (the same e-mail address, jira/5b10)\n"},
		{"the address of a configured account", `
			person Ana jira/5b10
			account jira/5b10 "Ana Silva" a@example.com
			account asana/11 "" a@example.com`, "Ana: asana/11 (the same e-mail address, jira/5b10) jira/5b10\n"},
		{"an address of two people joins nobody", `
			person Ana jira/1 team@example.com
			person Ben jira/2 team@example.com
			account jira/1 "" team@example.com
			account jira/2 "" team@example.com
			account asana/3 "" team@example.com`, "Ana: jira/1\nBen: jira/2\n? /Ana asana/3 the same e-mail address low\n? /Ben asana/3 the same e-mail address low\n"},
		{"addresses that nobody reads", `
			account jira/1 "" noreply@example.com
			account asana/2 "" noreply@example.com`, ""},
		{"programs and teams are joined with nobody", `
			account jira/1 "Tidy Bot" a@example.com bot
			account jira/2 "" a@example.com
			account asana/3 "Tidy Bot" a@example.com team
			account trello/butler "Butler" a@example.com
			same jira/1 jira/2`, ""},
		{"a program of the list", `
			program github/tidy
			account github/tidy "Tidy Up"
			account trello/tidy "Tidy Up"`, ""},
		{"confirmed", `
			account github/ana
			account jira/5b10 "Ana Silva"
			same github/ana jira/5b10`, "Ana Silva: github/ana (confirmed, jira/5b10) jira/5b10 (confirmed, github/ana)\n"},
		{"confirmed of a person", `
			person Ana
			account jira/5b10
			same /Ana jira/5b10`, "Ana: jira/5b10 (confirmed, /Ana)\n"},
		{"confirmed and undone", `
			account github/aa
			account jira/5b10
			same github/aa jira/5b10
			undone jira/5b10 github/aa`, ""},
		{"what was said before holds when the later is undone", `
			account github/ana "Ana Silva"
			account trello/silva "Ana Silva"
			different github/ana trello/silva
			same github/ana trello/silva
			undone github/ana trello/silva`, ""},
		{"two people of the configuration stay two", `
			person Ana github/ana
			person Ben github/ben
			account jira/1
			same github/ana jira/1
			same jira/1 github/ben
			same /Ana /Ben`, "Ana: github/ana (confirmed, jira/1) jira/1 (confirmed, github/ana)\nBen: github/ben\n"},
		{"a rejected address", `
			account jira/1 "" a@example.com
			account asana/2 "" a@example.com
			different jira/1 asana/2`, ""},
		{"rejected, and joined by nobody else either", `
			account jira/1
			account asana/2
			account trello/xyz
			different jira/1 asana/2
			same jira/1 trello/xyz
			same asana/2 trello/xyz`, "1: jira/1 (confirmed, trello/xyz) trello/xyz (confirmed, jira/1)\n"},
		{"suggestions", `
			person "Ana Silva" github/ana
			account jira/5b10 "ANA SILVA"
			account trello/ana "Ana"
			account asana/17 "Ben"
			account notion/18 "Ben"
			account trello/ben2 "Xin"
			account github/ben2 "Someone"
			account github/ines "Inês Carvalho"
			account notion/19 "Ines  Carvalho"`, `
			Ana Silva: github/ana
			? /Ana Silva jira/5b10 the same name high
			? github/ines notion/19 the same name high
			? /Ana Silva trello/ana the same login medium
			? asana/17 notion/18 the same name medium
			? github/ben2 trello/ben2 the same login medium`},
		{"a rejected suggestion", `
			account jira/1 "Ana Silva"
			account asana/2 "Ana Silva"
			different asana/2 jira/1`, ""},
		{"so many are called so that it tells nothing", strings.Repeat("account jira/%d \"John Smith\"\n", 4) + strings.Repeat("account asana/%d \"John Smith\"\n", 4), ""},
		{"the same name in one tool tells nothing", `
			account jira/1 "Ana Silva"
			account jira/2 "Ana Silva"`, ""},
	}
	for _, tt := range tests {
		text := tt.known
		for i := 0; strings.Contains(text, "%d"); i++ {
			text = strings.Replace(text, "%d", fmt.Sprint(100+i), 1)
		}
		got := told(identity.Resolve(known(t, text)))
		want := strings.TrimPrefix(strings.ReplaceAll(tt.want, "\t", ""), "\n")
		if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestDirectory(t *testing.T) {
	d := identity.Resolve(known(t, `
		person Ana github/ana ana@example.com
		person Kim
		team core Ana Kim
		account github/Ana "Ana" api
		account github/ANA "Ana" web
		account jira/5b10 "Ana Silva" ana@example.com
		account trello/kay "Kim"
		account asana/1 "Ben" ben@example.com
		account notion/2 "Ben" ben@example.com
		account github/tidy[bot] bot
		account github/acme/core team
	`))
	for account, want := range map[string]string{
		"github/ana": "Ana", "github/ANA": "Ana", "jira/5b10": "Ana", "asana/1": "Ben", "trello/kay": "", "jira/none": "",
	} {
		r := ref(account)
		if got := d.Person(r.Tool, r.ID); got != want {
			t.Errorf("behind %s is %q, want %q", account, got, want)
		}
	}
	for name, want := range map[string][]string{
		"Ana":  {"github/ANA", "github/Ana", "github/ana", "jira/5b10"},
		"Ben":  {"asana/1", "notion/2"},
		"core": {"github/ANA", "github/Ana", "github/ana", "jira/5b10"},
		"Kim":  nil,
	} {
		got, found := d.AccountsOf(name)
		if diff := cmp.Diff(want, got); diff != "" || !found {
			t.Errorf("accounts of %s, known %t (-want +got):\n%s", name, found, diff)
		}
	}
	if _, found := d.AccountsOf("Eve"); found {
		t.Error("Eve is known")
	}
	if !d.Program("github", "Tidy[bot]") || d.Program("github", "ana") || d.Program("github", "nobody") {
		t.Error("programs and people are mixed up")
	}
	list := func(all []identity.Account) (s string) {
		for _, a := range all {
			s += " " + a.String()
		}
		return s
	}
	if got := list(d.Unknown()) + " |" + list(d.Programs()); got != " github/acme/core trello/kay | github/tidy[bot]" {
		t.Errorf("the others are%s", got)
	}
	for ruling, want := range map[string]string{
		"same /Kim trello/kay":             "",
		"different /Kim trello/kay":        "",
		"same /Ana /Kim":                   "two people in the configuration",
		"same github/ana /Kim":             "two people in the configuration",
		"same trello/kay github/tidy[bot]": "is a program or a team",
		"same trello/kay github/acme/core": "is a program or a team",
		"same trello/kay trello/KAY":       "the same account",
		"same trello/kay trello/none":      "no such account",
		"maybe trello/kay /Kim":            "is no verdict",
	} {
		err := d.Check(known(t, ruling).Rulings[0])
		if got := fmt.Sprint(err); (want == "") != (err == nil) || !strings.Contains(got, want) {
			t.Errorf("%s: %v, want %q", ruling, err, want)
		}
	}
}

// TestVersion checks that the version follows what accounts are called.
func TestVersion(t *testing.T) {
	const text = "person Ana github/ana\naccount jira/1 \"A\"\n"
	version := identity.Resolve(known(t, text)).Version()
	if again := identity.Resolve(known(t, text+"account jira/2 \"B\"\n")).Version(); again != version {
		t.Error("another account made another version")
	}
	if other := identity.Resolve(known(t, text+"same /Ana jira/1\n")).Version(); other == version {
		t.Error("a confirmed account left the version as it was")
	}
}

func TestRecord(t *testing.T) {
	d := identity.Resolve(identity.Known{
		People: []identity.Person{{Name: "Ana", Accounts: []feed.Ref{{Tool: "github", ID: "ana"}, {Tool: "jira", ID: "5b10"}}}},
		Teams:  map[string][]string{"core": {"Ana"}, "board": {"Ana", "Ben"}, "ops": {"Ben"}},
		Accounts: []feed.AccountEntry{
			{Account: feed.Account{ID: "ana", Name: "Ana M.", Email: "ana@acme.example"}, Tool: "github", Source: "api"},
		},
	})
	want := []feed.PersonRecord{{Name: "Ana", Configured: true, Teams: []string{"board", "core"}, Accounts: []feed.AccountRecord{
		{Tool: "github", Account: feed.Account{ID: "ana", Name: "Ana M."}, Person: "Ana"},
		{Tool: "jira", Account: feed.Account{ID: "5b10"}, Person: "Ana"},
	}}}
	var got []feed.PersonRecord
	for _, h := range d.People() {
		got = append(got, d.Record(h))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
