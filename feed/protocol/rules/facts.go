package rules

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Facts are what a rule may ask about an ask, by the names in the tags.
type Facts struct {
	// Kind says what sort of response is owed: review.
	Kind string `expr:"kind"`
	// Tool and Source are where: github, and the name of the source.
	Tool   string `expr:"tool"`
	Source string `expr:"source"`
	// Labels are those of the item, Priority what it is called if the tool has one.
	Labels   []string `expr:"labels"`
	Priority string   `expr:"priority"`
	// Urgency is urgent, high, normal or low.
	Urgency string `expr:"urgency"`
	// Asker and Responder are people by their names, and accounts nobody knows by their ids.
	Asker     string `expr:"asker"`
	Responder string `expr:"responder"`
	// Team are the teams that the responder is in, or is.
	Team Teams `expr:"team"`
	// Opened is when it was asked.
	Opened time.Time `expr:"opened"`
	// Item is what it is about.
	Item Item `expr:"item"`
}

// Teams are names of teams. One of them is equal to a name: team == "core" asks whether core is among them.
type Teams []string

// Has reports whether a team is among them.
func (t Teams) Has(name string) bool { return slices.Contains(t, name) }

// Lacks reports whether a team is not among them.
func (t Teams) Lacks(name string) bool { return !slices.Contains(t, name) }

// Item is an item as rules see it. Its people are named as in [Facts].
type Item struct {
	ID        string    `expr:"id"`
	Kind      string    `expr:"kind"` // the tool's word: pull_request
	Key       string    `expr:"key"`
	Title     string    `expr:"title"`
	URL       string    `expr:"url"`
	State     string    `expr:"state"`  // open or closed
	Status    string    `expr:"status"` // the tool's finer word: draft
	Author    string    `expr:"author"`
	Owners    []string  `expr:"owners"`
	Reviewers []string  `expr:"reviewers"`
	Labels    []string  `expr:"labels"`
	Created   time.Time `expr:"created"`
	Updated   time.Time `expr:"updated"`
	Closed    time.Time `expr:"closed"`
	Due       time.Time `expr:"due"`
	Comments  int       `expr:"comments"`
}

// About is an item as rules see it; name says what its people are called.
func About(it feed.Item, name func(feed.Account) string) Item {
	names := func(accounts []feed.Account) []string {
		all := make([]string, len(accounts))
		for i, a := range accounts {
			all[i] = name(a)
		}
		return all
	}
	return Item{
		ID: it.ID, Kind: it.Kind, Key: it.Key, Title: it.Title, URL: it.URL, State: string(it.State), Status: it.Status,
		Author: name(it.Author), Owners: names(it.Owners), Reviewers: names(it.Reviewers), Labels: it.Labels,
		Created: it.Created, Updated: it.Updated, Closed: it.Closed, Due: it.Due, Comments: it.Comments,
	}
}

// Known are the words that rules may compare with. A nil list is not known, and then anything goes.
type Known struct {
	Kinds, Tools, Sources, People, Teams, Urgencies []string
}
