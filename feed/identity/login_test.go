package identity_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

func TestLogin(t *testing.T) {
	account := func(tool, id, name, email string) feed.AccountEntry {
		return feed.AccountEntry{Tool: tool, Account: feed.Account{ID: id, Name: name, Email: email}}
	}
	d := identity.Resolve(identity.Known{
		People: []identity.Person{
			{Name: "Ana", Emails: []string{"Ana@example.com"}, Accounts: []feed.Ref{{Tool: "github", ID: "ana"}}},
			{Name: "Ben", Emails: []string{"team@example.com"}},
			{Name: "Chen", Emails: []string{"team@example.com"}},
		},
		Accounts: []feed.AccountEntry{
			account("github", "ana", "", "ana@home.example.com"),
			account("github", "dora", "Dora", "dora@example.com"), account("jira", "d1", "Dora", "dora@example.com"),
		},
	})
	for login, want := range map[string]string{
		"ana@example.com": "Ana", "ANA@example.com": "Ana", "ana@home.example.com": "Ana", "Ana": "Ana", "ana": "Ana",
		"dora@example.com": "Dora", "team@example.com": "", "nobody@example.com": "", "": "",
	} {
		if got := d.Login(login); got != want {
			t.Errorf("%q logs in as %q, want %q", login, got, want)
		}
	}
}
