package asana

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// updateFields are what is asked for of a status update.
const updateFields = "title,text,html_text,status_type,created_at,modified_at,author.name,author.email,created_by.name,created_by.email"

// updateID begins the ids of status updates, which are items beside the tasks.
const updateID = "status_update/"

// An update is what somebody says of how the project stands.
type update struct {
	GID      word        `json:"gid"`
	Title    word        `json:"title"`
	Text     word        `json:"text"`
	Rich     word        `json:"html_text"`
	Type     word        `json:"status_type"`
	Created  word        `json:"created_at"`
	Modified word        `json:"modified_at"`
	Author   maybe[user] `json:"author"`
	By       maybe[user] `json:"created_by"`
}

// update puts a status update on the page: it wants nothing, so it is closed.
func (t *translator) update(raw json.RawMessage) error {
	var u update
	if json.Unmarshal(raw, &u) != nil || !gidForm.MatchString(string(u.GID)) {
		return errors.New("it is no object with a gid")
	}
	created, ok := instant(u.Created)
	if !ok {
		return fmt.Errorf("created_at is %q", cut(string(u.Created)))
	}
	by := u.Author.it
	if !by.known() {
		by = u.By.it
	}
	text, to := markdown(string(u.Rich), string(u.Text))
	it := feed.Item{
		ID: updateID + string(u.GID), Kind: "status_update", Title: cmp.Or(string(u.Title), "Status update"), URL: t.web + "/0/" + t.project + "/overview",
		State: feed.StateClosed, Status: spaced(string(u.Type)), Author: by.account(), Created: created, Updated: cmp.Or(at(u.Modified), created),
	}
	if created.Before(t.since) {
		return nil
	}
	t.page.Items = append(t.page.Items, it)
	t.page.Events = append(t.page.Events, feed.Event{
		Key: updateID + string(u.GID), Item: it.ID, Verb: feed.Opened, At: created, Updated: it.Updated, By: it.Author, To: to, Into: it.Status,
		Text: text, URL: it.URL,
	})
	return nil
}
