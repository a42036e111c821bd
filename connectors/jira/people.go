package jira

import (
	"cmp"
	"encoding/json"
	"strings"

	jira "github.com/andygrunwald/go-jira"

	"github.com/datelinehq/dateline/feed"
)

// account is somebody as Jira knows them: on Jira Cloud by an account id, on a server by the name they log in with. A
// person that cannot be read is nobody.
func account(raw json.RawMessage) feed.Account {
	u := as[jira.User](raw)
	if u == nil {
		return feed.Account{}
	}
	return feed.Account{
		ID:    cmp.Or(u.AccountID, u.Name, u.Key),
		Name:  cmp.Or(u.DisplayName, u.Name),
		Email: u.EmailAddress,
		Bot:   u.AccountType == "app",
	}
}

// A crowd is the people that an issue tells of, by every word it names them with. Histories and mentions of a server name
// them by a key or a name only.
type crowd map[string]feed.Account

// meet notes a person.
func (c crowd) meet(raw json.RawMessage) feed.Account {
	a := account(raw)
	if u := as[jira.User](raw); u != nil {
		for _, name := range []string{u.AccountID, u.Name, u.Key} {
			if name != "" {
				c[name] = a
			}
		}
	}
	return a
}

// find is the person behind an id. name is what else is known of them.
func (c crowd) find(id, name string) feed.Account {
	if a, ok := c[id]; ok {
		return a
	}
	return feed.Account{ID: id, Name: strings.TrimPrefix(name, "@")}
}
