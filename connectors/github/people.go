package github

import (
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// account is nobody's for an account that was deleted: GitHub then says null.
func account(u *github.User) feed.Account {
	if u.GetLogin() == "" {
		return feed.Account{}
	}
	return feed.Account{
		ID: u.GetLogin(), Name: u.GetName(), Bot: u.GetType() == "Bot" || strings.HasSuffix(u.GetLogin(), "[bot]"),
	}
}

func accounts(users []*github.User) []feed.Account {
	var out []feed.Account
	for _, u := range users {
		if a := account(u); a.ID != "" {
			out = append(out, a)
		}
	}
	return out
}

// teams are groups, named by their organisation, which is the repository's owner, and their slug.
func (t *translator) teams(teams []*github.Team) []feed.Account {
	owner, _, _ := strings.Cut(t.name, "/")
	var out []feed.Account
	for _, team := range teams {
		if team.GetSlug() != "" {
			out = append(out, feed.Account{ID: owner + "/" + team.GetSlug(), Name: team.GetName(), Group: true})
		}
	}
	return out
}

func labels(ls []*github.Label) []string {
	var out []string
	for _, l := range ls {
		if l.GetName() != "" {
			out = append(out, l.GetName())
		}
	}
	return out
}
