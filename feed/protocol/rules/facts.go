package rules

import (
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Facts are what a rule may ask about an ask. Behind expr: is the name of each in rules.
type Facts struct {
	// Kind is what sort of response is owed: review. See feed.AskKinds.
	Kind string `expr:"kind"`
	// Tool is the tool it was asked in: github.
	Tool string `expr:"tool"`
	// Source is the name of the source it was read from, or a part of one: acme, acme/api.
	Source string `expr:"source"`
	// Labels are those of the item.
	Labels []string `expr:"labels"`
	// Priority is what the tool calls the item's priority, empty where it has none.
	Priority string `expr:"priority"`
	// Urgency is the team's word for how urgent it is: urgent, high, normal or low.
	Urgency string `expr:"urgency"`
	// Asker is who waits, Responder who owes the response: a person's name, or the account of somebody who is not written
	// down.
	Asker     string `expr:"asker"`
	Responder string `expr:"responder"`
	// Team are the teams of the responder.
	Team Teams `expr:"team"`
	// Opened is when it was asked.
	Opened time.Time `expr:"opened"`
	// Item is what it was asked on.
	Item Item `expr:"item"`
}

// Teams are the teams somebody belongs to. A rule may compare them with the name of one: team == "core" says that it is
// one of them, team != "core" that it is not.
type Teams []string

// An Item is what a rule may ask about the item of an ask. People go by the same names as in [Facts].
type Item struct {
	// ID is the tool's name for it, Key what people write: acme/api#12.
	ID  string `expr:"id"`
	Key string `expr:"key"`
	// Kind is the tool's word for what it is: issue, pull_request, card.
	Kind  string `expr:"kind"`
	Title string `expr:"title"`
	URL   string `expr:"url"`
	// State is open or closed, and empty where the item was only mentioned.
	State string `expr:"state"`
	// Status is the tool's finer word: draft, "In review".
	Status string `expr:"status"`
	// Author opened it, Owners are to do it, Reviewers are to look at it.
	Author    string   `expr:"author"`
	Owners    []string `expr:"owners"`
	Reviewers []string `expr:"reviewers"`
	Labels    []string `expr:"labels"`
	// Created, Updated, Closed and Due are zero where the tool does not say.
	Created time.Time `expr:"created"`
	Updated time.Time `expr:"updated"`
	Closed  time.Time `expr:"closed"`
	Due     time.Time `expr:"due"`
	// Comments is how many the tool counts, never less than none.
	Comments int `expr:"comments"`
}

// About is what a rule may ask about an item. The name of an account is that of the person behind it.
func About(it feed.Item, name func(feed.Account) string) Item {
	return Item{
		ID: it.ID, Key: it.Key, Kind: it.Kind, Title: it.Title, URL: it.URL,
		State: string(it.State), Status: it.Status,
		Author: name(it.Author), Owners: named(it.Owners, name), Reviewers: named(it.Reviewers, name),
		Labels:  it.Labels,
		Created: it.Created.UTC(), Updated: it.Updated.UTC(), Closed: it.Closed.UTC(), Due: it.Due.UTC(),
		Comments: max(0, it.Comments),
	}
}

func named(accounts []feed.Account, name func(feed.Account) string) []string {
	names := make([]string, len(accounts))
	for i, a := range accounts {
		names[i] = name(a)
	}
	return names
}
