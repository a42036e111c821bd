package trello

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The types of this file are Trello's objects as far as they are read. What has another type than it should have is left
// out of them, and what remains is judged by what it lacks.

// A place is what the board itself is.
type place struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Desc         string `json:"desc"`
	Closed       bool   `json:"closed"`
	URL          string `json:"url"`
	ShortLink    string `json:"shortLink"`
	LastActivity string `json:"dateLastActivity"`
}

// A member is somebody, as Trello shows them.
type member struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	FullName string `json:"fullName"`
	Name     string `json:"name"` // how the data of an action calls it
	Email    string `json:"email"`
}

// A card is a card as it is now.
type card struct {
	ID           string   `json:"id"`
	IDShort      number   `json:"idShort"`
	Name         string   `json:"name"`
	ShortLink    string   `json:"shortLink"`
	URL          string   `json:"url"`
	Closed       bool     `json:"closed"`
	IDBoard      string   `json:"idBoard"`
	IDList       string   `json:"idList"`
	IDMembers    []string `json:"idMembers"`
	Labels       []thing  `json:"labels"`
	Due          string   `json:"due"`
	DueComplete  bool     `json:"dueComplete"`
	LastActivity string   `json:"dateLastActivity"`
	Badges       struct {
		Comments int `json:"comments"`
	} `json:"badges"`
	Actions    []json.RawMessage `json:"actions"`
	Checklists []checklist       `json:"checklists"` // nil if they were not asked for
}

// A thing is whatever the data of an action names: a card, a list, a label, a line of a checklist, a file.
type thing struct {
	ID        string `json:"id"`
	IDShort   number `json:"idShort"`
	Name      string `json:"name"`
	Desc      string `json:"desc"`
	ShortLink string `json:"shortLink"`
	Due       string `json:"due"`
	State     string `json:"state"`
	Color     string `json:"color"`
	URL       string `json:"url"`
	Text      string `json:"text"`
	fields    map[string]json.RawMessage
}

// UnmarshalJSON keeps all fields beside those that are known.
func (t *thing) UnmarshalJSON(raw []byte) error {
	type known thing
	var k known
	if err := lenient(raw, &k); err != nil {
		return nil //nolint:nilerr // what is no object is no thing
	}
	*t = thing(k)
	return lenient(raw, &t.fields)
}

// flag is a field that is true or false, if it is.
func (t thing) flag(field string) (set, known bool) {
	raw := string(t.fields[field])
	return raw == "true", raw == "true" || raw == "false"
}

// An action is one thing that somebody did.
type action struct {
	ID            string  `json:"id"`
	Type          string  `json:"type"`
	Date          string  `json:"date"`
	IDCreator     string  `json:"idMemberCreator"`
	MemberCreator *member `json:"memberCreator"`
	Member        *member `json:"member"`
	App           *thing  `json:"appCreator"`
	Data          data    `json:"data"`
	at            time.Time
}

// data is what an action was done to, and how it was before.
type data struct {
	Text         string  `json:"text"`
	LastEdited   string  `json:"dateLastEdited"`
	Board        thing   `json:"board"`
	BoardSource  thing   `json:"boardSource"`
	BoardTarget  thing   `json:"boardTarget"`
	Card         thing   `json:"card"`
	CardSource   thing   `json:"cardSource"`
	List         thing   `json:"list"`
	ListBefore   thing   `json:"listBefore"`
	ListAfter    thing   `json:"listAfter"`
	Old          thing   `json:"old"`
	Member       *member `json:"member"`
	IDMember     string  `json:"idMember"`
	IDAdded      string  `json:"idMemberAdded"`
	Label        thing   `json:"label"`
	Value        any     `json:"value"`
	Checklist    thing   `json:"checklist"`
	CheckItem    thing   `json:"checkItem"`
	Attachment   thing   `json:"attachment"`
	Action       thing   `json:"action"`
	Organization thing   `json:"organization"`
	Plugin       thing   `json:"plugin"`
	CustomField  thing   `json:"customField"`
	FieldItem    thing   `json:"customFieldItem"`
}

// A number is a number, or a text that is one.
type number int

// UnmarshalJSON takes both, and nothing for zero.
func (n *number) UnmarshalJSON(raw []byte) error {
	if v, err := strconv.Atoi(string(trimQuotes(raw))); err == nil {
		*n = number(v)
	}
	return nil
}

func trimQuotes(raw []byte) []byte {
	if len(raw) > 1 && raw[0] == '"' {
		return raw[1 : len(raw)-1]
	}
	return raw
}

// lenient decodes what it can.
func lenient(raw []byte, v any) error {
	err := json.Unmarshal(raw, v)
	if odd := (*json.UnmarshalTypeError)(nil); errors.As(err, &odd) && odd.Field != "" {
		return nil
	}
	return err
}

// decodeAction decodes an action. One without a date has that of its id.
func decodeAction(raw json.RawMessage) (action, error) {
	var a action
	if err := lenient(raw, &a); err != nil {
		return action{}, fmt.Errorf("it is no action: %w", err)
	}
	a.at = moment(a.Date, a.ID)
	switch {
	case a.ID == "":
		return action{}, errors.New("the action has no id")
	case a.Type == "":
		return action{}, errors.New("the action has no type")
	case a.at.IsZero():
		return action{}, errors.New("the action has no date")
	}
	return a, nil
}

// decodeCard decodes a card.
func decodeCard(raw json.RawMessage) (card, error) {
	var c card
	if err := lenient(raw, &c); err != nil {
		return card{}, fmt.Errorf("it is no card: %w", err)
	}
	if c.ID == "" {
		return card{}, errors.New("the card has no id")
	}
	return c, nil
}

// card is the id of the card the action was done to, if it was one.
func (a action) card() string { return a.Data.Card.ID }

// edited is when the comment that the action is was last edited, the zero time if it never was.
func (a action) edited() time.Time { return moment(a.Data.LastEdited, "") }

// seen marks the card as it is at its latest activity.
func (c card) seen() seen {
	at := moment(c.LastActivity, c.ID).UnixMilli()
	return seen{at, c.ID + "@" + strconv.FormatInt(at, 36)}
}

// moment reads a date, or the time that the id of an object begins with, in seconds. It is the zero time where neither
// tells.
func moment(date, id string) time.Time {
	if at, err := time.Parse(time.RFC3339, date); err == nil {
		return at.UTC()
	}
	if len(id) == 24 {
		if seconds, err := strconv.ParseInt(id[:8], 16, 64); err == nil && seconds >= 0 {
			return time.Unix(seconds, 0).UTC()
		}
	}
	return time.Time{}
}

// reject keeps an object that could not be understood.
func reject(what string, raw json.RawMessage, why error) feed.Reject {
	var named struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(raw, &named)
	key := named.ID
	if key == "" {
		sum := sha256.Sum256(raw)
		key = hex.EncodeToString(sum[:8])
	}
	return feed.Reject{Key: what + "/" + key, Reason: why.Error(), Raw: raw[:min(len(raw), feed.MaxRaw)]}
}
