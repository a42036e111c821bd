package example

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// An entry is one line of the minutes, with its topic as it was then.
type entry struct {
	ID    int       `json:"id"`
	At    time.Time `json:"at"`
	By    *member   `json:"by"`
	Kind  string    `json:"kind"`
	Text  string    `json:"text"`
	URL   string    `json:"url"`
	Topic topic     `json:"topic"`
}

type topic struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Closed time.Time `json:"closed"`
}

type member struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// verbs are our words for the kinds of entries. One that is not here is a reject, and not an event that guesses.
var verbs = map[string]feed.Verb{
	"opened": feed.Opened, "said": feed.Commented, "proposed": feed.Proposed, "decided": feed.Decided, "closed": feed.Closed,
}

// translate puts an entry and its topic on the page and returns the number of the entry, 0 if it has none. What cannot be
// understood becomes a reject.
func translate(page *feed.Page, raw json.RawMessage) int {
	var e entry
	err := json.Unmarshal(raw, &e)
	verb := verbs[e.Kind]
	switch {
	case err != nil:
	case e.ID <= 0 || e.Topic.ID == "":
		err = errors.New("it has no id, or its topic has none")
	case verb == "":
		err = fmt.Errorf("an unknown kind of entry, %q", e.Kind)
	}
	if err != nil {
		key := fmt.Sprintf("entry %d", e.ID)
		if e.ID <= 0 {
			key = fmt.Sprintf("entry %x", sha256.Sum256(raw))[:18]
		}
		page.Rejects = append(page.Rejects, feed.Reject{Key: key, Reason: "the entry cannot be understood: " + err.Error(), Raw: raw})
		return max(e.ID, 0)
	}
	it := feed.Item{
		ID: e.Topic.ID, Kind: "topic", Key: strings.ToUpper(e.Topic.ID), Title: e.Topic.Title, URL: e.URL,
		State: feed.StateOpen, Updated: e.At, Closed: e.Topic.Closed,
	}
	if !it.Closed.IsZero() {
		it.State = feed.StateClosed
	}
	page.Items = append(page.Items, it)
	page.Events = append(page.Events, feed.Event{
		Key: fmt.Sprintf("entry/%d", e.ID), Item: it.ID, Verb: verb, At: e.At, By: e.By.account(), Text: e.Text, URL: e.URL,
	})
	return e.ID
}

func (m *member) account() feed.Account {
	if m == nil {
		return feed.Account{}
	}
	return feed.Account{ID: m.ID, Name: m.Name, Email: m.Email}
}
