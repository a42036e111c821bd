package push

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// sent is the body of a call.
type sent struct {
	Items  []json.RawMessage `json:"items"`
	Events []json.RawMessage `json:"events"`
	Gone   []string          `json:"gone"`
}

// keys is what the keys of events begin with.
const keys = "sent/"

// read makes a page of a body.
func read(body []byte) (feed.Page, error) {
	var s sent
	strict := json.NewDecoder(bytes.NewReader(body))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&s); err != nil {
		return feed.Page{}, fmt.Errorf(`the body must be {"items": […], "events": […], "gone": […]}: %w`, err)
	}
	page := feed.Page{Gone: s.Gone}
	for _, raw := range s.Items {
		it, err := item(raw)
		if err != nil {
			page.Rejects = append(page.Rejects, reject("item", raw, err))
			continue
		}
		page.Items = append(page.Items, it)
	}
	for _, raw := range s.Events {
		e, err := event(raw)
		if err != nil {
			page.Rejects = append(page.Rejects, reject("event", raw, err))
			continue
		}
		page.Events = append(page.Events, e)
	}
	return page, nil
}

// reject keeps what could not be understood.
func reject(what string, raw json.RawMessage, err error) feed.Reject {
	return feed.Reject{Key: fmt.Sprintf("%s/%x", what, sha256.Sum256(raw))[:40], Reason: err.Error(), Raw: raw}
}

func item(raw json.RawMessage) (feed.Item, error) {
	var r feed.ItemRecord
	if err := json.Unmarshal(raw, &r); err != nil {
		return feed.Item{}, fmt.Errorf("it is no item: %w", err)
	}
	switch {
	case r.ID == "":
		return feed.Item{}, errors.New("an item needs an id")
	case r.State != feed.StateUnknown && r.State != feed.StateOpen && r.State != feed.StateClosed:
		return feed.Item{}, fmt.Errorf("the state of an item is open or closed, not %q", r.State)
	}
	return feed.Item{
		ID: r.ID, Kind: r.Kind, Key: r.Key, Title: r.Title, URL: r.URL, State: r.State, Status: r.Status,
		Author: r.Author.Account, Owners: accounts(r.Owners), Reviewers: accounts(r.Reviewers), Labels: r.Labels,
		Created: instant(r.Created), Updated: instant(r.Updated), Closed: instant(r.Closed), Due: instant(r.Due),
		Comments: r.Counts["comments"],
	}, nil
}

func event(raw json.RawMessage) (feed.Event, error) {
	var r feed.EventRecord
	if err := json.Unmarshal(raw, &r); err != nil {
		return feed.Event{}, fmt.Errorf("it is no event: %w", err)
	}
	e := feed.Event{
		Verb: r.Verb, At: r.At, Updated: r.Updated, NotBefore: instant(r.NotBefore),
		By: r.By.Account, To: accounts(r.To), From: r.From, Into: r.Into, Thread: r.Thread, Text: r.Text, URL: r.URL,
	}
	if r.Item != nil {
		e.Item = r.Item.ID
	}
	// The keys of what is sent are apart from those of our own events in the same source.
	id := strings.TrimPrefix(strings.TrimPrefix(r.ID, r.Source+"/"), keys)
	e.Key = keys + id
	switch {
	case id == "":
		return e, errors.New("an event needs an id")
	case e.Verb.Kind() == "":
		return e, fmt.Errorf("there is no verb %q", e.Verb)
	case e.Verb.Ours():
		return e, fmt.Errorf("%q is only said by Dateline itself", e.Verb)
	case e.At.IsZero():
		return e, errors.New("an event needs at, when it happened")
	}
	if e.Updated.IsZero() {
		e.Updated = e.At
	}
	return e, nil
}

func accounts(records []feed.AccountRecord) []feed.Account {
	var out []feed.Account
	for _, r := range records {
		out = append(out, r.Account)
	}
	return out
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
