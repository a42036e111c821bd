package notion

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/feed"
)

// A person is what is remembered of somebody whom most objects name by the id alone.
type person struct {
	Name  string `json:"n,omitempty"`
	Email string `json:"e,omitempty"`
	Bot   bool   `json:"b,omitempty"`
}

// The bounds of what is remembered of people, and of how many pages of the workspace's users are read.
const (
	peopleAtMost = 300
	usersAtMost  = 10
)

// user reads somebody, who may be known by the id alone.
func user(raw json.RawMessage) (notionapi.User, bool) {
	var u notionapi.User
	if json.Unmarshal(raw, &u) == nil && u.ID != "" {
		return u, true
	}
	var odd struct {
		ID   notionapi.UserID `json:"id"`
		Name string           `json:"name"`
	}
	if json.Unmarshal(raw, &odd) != nil || odd.ID == "" {
		return notionapi.User{}, false
	}
	return notionapi.User{ID: odd.ID, Name: odd.Name}, true
}

// authors are those of the fields that name somebody.
func authors(fields ...json.RawMessage) []notionapi.User {
	var all []notionapi.User
	for _, raw := range fields {
		if u, ok := user(raw); ok {
			all = append(all, u)
		}
	}
	return all
}

// partial reports whether nothing but the id is told of somebody.
func partial(u notionapi.User) bool { return u.Name == "" && u.Person == nil && u.Bot == nil }

// personOf is what is told of somebody.
func personOf(u notionapi.User) person {
	p := person{Name: u.Name, Bot: u.Type == "bot" || u.Bot != nil}
	if u.Person != nil {
		p.Email = u.Person.Email
	}
	return p
}

// account is somebody as the feed has them.
func (c *cursor) account(u notionapi.User) feed.Account {
	p := personOf(u)
	if known, ok := c.People[u.ID.String()]; ok && partial(u) {
		p = known
	}
	return feed.Account{ID: u.ID.String(), Name: p.Name, Email: p.Email, Bot: p.Bot, Group: u.Object == "group"}
}

// by is the account that an object names as its author, and nobody where it names none.
func (c *cursor) by(raw json.RawMessage) feed.Account {
	u, ok := user(raw)
	if !ok {
		return feed.Account{}
	}
	return c.account(u)
}

func (c *cursor) accounts(us []notionapi.User) []feed.Account {
	var all []feed.Account
	for _, u := range us {
		all = append(all, c.account(u))
	}
	return all
}

// meet sees to it that those whom the objects name by the id alone are known, as far as Notion tells. It lists the users of
// the workspace, which is cheaper than asking for one after the other; who is not among them stays without a name.
func (b *batch) meet(ctx context.Context, named []notionapi.User) error {
	strangers := map[string]bool{}
	for _, u := range named {
		if _, known := b.c.People[u.ID.String()]; !known && u.ID != "" && partial(u) && len(u.ID) <= feed.MaxName {
			strangers[u.ID.String()] = true
		}
	}
	if len(strangers) == 0 || b.c.Nameless {
		return nil
	}
	if len(b.c.People)+len(strangers) > peopleAtMost {
		b.c.People = map[string]person{}
	}
	for id := range strangers {
		b.c.People[id] = person{}
	}
	return b.introduce(ctx, usersAtMost, true)
}

// introduce asks for the users of the workspace and remembers of them whoever was met.
func (b *batch) introduce(ctx context.Context, pages int, aloud bool) error {
	q := query{path: "users", get: url.Values{}, version: current, size: full}
	for range pages {
		got, err := b.api.list(ctx, q)
		if is(err, restricted) {
			b.c.Nameless = true
			return nil
		}
		if err != nil {
			return err
		}
		for _, raw := range got.rows {
			u, ok := user(raw)
			if !ok {
				if aloud {
					b.reject("user", raw, errNameless)
				}
				continue
			}
			if _, met := b.c.People[u.ID.String()]; met {
				b.c.People[u.ID.String()] = personOf(u)
			}
		}
		if q.start = got.next; q.start == "" {
			break
		}
	}
	return nil
}
