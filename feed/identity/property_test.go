package identity_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// anybody is a made-up company in which much is alike.
func anybody(r *rand.Rand) identity.Known {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	name := func() string { return pick("", "Ana", "Ana Silva", "Ben", "Ben Okoro", "Chen", "Inês") }
	address := func() string {
		return pick("", "", "ana@example.com", "ben@example.com", "chen@example.com", "team@example.com", "noreply@example.com")
	}
	var k identity.Known
	refs := []feed.Ref{{ID: "Ana"}, {ID: "Ben"}, {ID: "Chen"}}
	for _, tool := range []string{"github", "jira", "notion", "trello"} {
		for i := range 1 + r.IntN(5) {
			a := feed.AccountEntry{Tool: tool, Source: pick("one", "two"), First: monday, Last: monday.AddDate(0, 0, r.IntN(9))}
			a.ID, a.Name, a.Email = pick("ana", "Ben", "chen", fmt.Sprint(i)), name(), address()
			a.Bot, a.Group = r.IntN(9) == 0, r.IntN(12) == 0
			k.Accounts = append(k.Accounts, a)
			refs = append(refs, feed.Ref{Tool: tool, ID: a.ID})
		}
	}
	for i, name := range []string{"Ana", "Ben", "Chen"} {
		p := identity.Person{Name: name, Emails: []string{address()}}
		if r.IntN(2) == 0 {
			p.Accounts = append(p.Accounts, refs[3+r.IntN(len(refs)-3)])
		}
		if i < 2 || r.IntN(2) == 0 {
			k.People = append(k.People, p)
		}
	}
	for i := range r.IntN(12) {
		k.Rulings = append(k.Rulings, feed.Ruling{
			Seq: int64(i + 1), Verdict: []feed.Verdict{feed.Same, feed.Same, feed.Different, feed.Undone}[r.IntN(4)],
			One: refs[r.IntN(len(refs))], Other: refs[r.IntN(len(refs))],
		})
	}
	return k
}

// everything is all a directory says.
func everything(d *identity.Directory) string { return told(d) + d.Version() }

// TestProperties checks of many companies what must hold of all.
func TestProperties(t *testing.T) {
	merged, suggested := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		k := anybody(r)
		d := identity.Resolve(k)
		first := everything(d)
		suggested += len(d.Suggestions())

		shuffled := identity.Known{People: slices.Clone(k.People), Accounts: slices.Clone(k.Accounts), Rulings: slices.Clone(k.Rulings)}
		r.Shuffle(len(k.Accounts), func(i, j int) {
			shuffled.Accounts[i], shuffled.Accounts[j] = shuffled.Accounts[j], shuffled.Accounts[i]
		})
		r.Shuffle(len(k.Rulings), func(i, j int) { shuffled.Rulings[i], shuffled.Rulings[j] = shuffled.Rulings[j], shuffled.Rulings[i] })
		if diff := cmp.Diff(first, everything(identity.Resolve(shuffled))); diff != "" {
			t.Fatalf("seed %d: the order matters (-first +shuffled):\n%s", seed, diff)
		}

		names := map[string]bool{}
		of := map[string]string{} // who has an account
		for _, h := range d.People() {
			if names[h.Name] {
				t.Fatalf("seed %d: two people are called %s:\n%s", seed, h.Name, first)
			}
			names[h.Name] = true
			for _, a := range h.Accounts {
				if of[a.String()] != "" {
					t.Fatalf("seed %d: %s belongs to %s and to %s", seed, a, of[a.String()], h.Name)
				}
				of[a.String()] = h.Name
				merged += len(a.Ties)
				if (a.Program || a.Team) && len(a.Ties) > 0 {
					t.Fatalf("seed %d: %s is a program or a team and belongs to %s:\n%s", seed, a, h.Name, first)
				}
			}
		}
		for _, p := range k.People {
			if !names[p.Name] {
				t.Fatalf("seed %d: %s became somebody else:\n%s", seed, p.Name, first)
			}
		}

		// Whatever is suggested can be confirmed and rejected, and taking that back restores what was.
		for _, s := range d.Suggestions() {
			for _, verdict := range []feed.Verdict{feed.Same, feed.Different} {
				said := feed.Ruling{Seq: 100, One: s.One, Other: s.Other, Verdict: verdict}
				if err := d.Check(said); err != nil {
					t.Fatalf("seed %d: %s cannot be suggested: %v", seed, s, err)
				}
				with := k
				with.Rulings = append(slices.Clone(k.Rulings), said)
				after := identity.Resolve(with)
				if slices.ContainsFunc(after.Suggestions(), func(x identity.Suggestion) bool { return x.One == s.One && x.Other == s.Other }) {
					t.Fatalf("seed %d: %v is suggested again after “%s”:\n%s", seed, s, verdict, told(after))
				}
				said.Seq, said.Verdict = 101, feed.Undone
				with.Rulings = append(with.Rulings, said)
				if diff := cmp.Diff(first, everything(identity.Resolve(with))); diff != "" {
					t.Fatalf("seed %d: taking “%s” of %v back does not restore what was (-was +is):\n%s", seed, verdict, s, diff)
				}
			}
		}
	}
	if merged < 200 || suggested < 200 {
		t.Errorf("only %d ties and %d suggestions were seen", merged, suggested)
	}
}

func BenchmarkResolve(b *testing.B) {
	k := identity.Known{}
	for i := range 2000 {
		for _, tool := range []string{"github", "jira", "notion"} {
			k.Accounts = append(k.Accounts, feed.AccountEntry{
				Account: feed.Account{ID: fmt.Sprint("person-", i), Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("p%d@example.com", i%1500)},
				Tool:    tool, Source: "one", First: monday, Last: monday,
			})
		}
	}
	for b.Loop() {
		identity.Resolve(k).Suggestions()
	}
}
