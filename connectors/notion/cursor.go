package notion

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// version is the version of the translation. A cursor of another version is refused, so that everything is translated
// anew.
const version = 1

// A cursor says how far a source was read. Times in it are milliseconds since 1970, as precise as Notion's own.
type cursor struct {
	Version int `json:"v"`
	// Of is the place it is a cursor of, Since how far back the first reading looked.
	Of    string `json:"of"`
	Since int64  `json:"since,omitempty"`
	// Built says that it is known which data sources there are; Sources are those that are walked.
	Built   bool     `json:"built,omitempty"`
	Sources []string `json:"sources,omitempty"`
	// Rebuilt says that the data sources were looked up anew because one was missing.
	Rebuilt bool `json:"rebuilt,omitempty"`
	// Tables are what is known of data sources, by id.
	Tables map[string]table `json:"tables,omitempty"`
	// At has the place in each listing; Todo are the listings that are being walked.
	At   map[string]place `json:"at,omitempty"`
	Todo []string         `json:"todo,omitempty"`
	// Pages are those that are to be looked into before the walk goes on; Watch are those that are looked into again and
	// again.
	Pages []subject `json:"pages,omitempty"`
	Watch []watched `json:"watch,omitempty"`
	// Turn counts the polls that found nothing new.
	Turn int `json:"turn,omitempty"`
	// Patrol is where the slow walk through everything stands.
	Patrol *patrol `json:"patrol,omitempty"`
	// People are those who were met by their id alone.
	People map[string]person `json:"people,omitempty"`
	// Mute and Nameless say that the integration may not read comments, or people.
	Mute     bool `json:"mute,omitempty"`
	Nameless bool `json:"nameless,omitempty"`
}

// A place is how far one listing was read.
type place struct {
	// Mark is the latest edit the last walk met. Up to Settled nothing more can come; what lies between them may not be
	// all there is, or may change without a sign, and Seen has what was met there, by id, with its content hashed.
	Mark    int64             `json:"m,omitempty"`
	Settled int64             `json:"s,omitempty"`
	Seen    map[string]string `json:"k,omitempty"`
	// Walk is the walk that is under way.
	Walk *walk `json:"w,omitempty"`
}

// A walk is the reading of a listing from its newest object down to what was read before.
type walk struct {
	// Next is where it goes on, Read how many objects it met.
	Next string `json:"n,omitempty"`
	Read int    `json:"r,omitempty"`
	// Top, Settled and Seen become those of the place when the walk is over.
	Top     int64             `json:"t,omitempty"`
	Settled int64             `json:"s,omitempty"`
	Seen    map[string]string `json:"k,omitempty"`
	// Restarts counts how often the place to go on from had vanished.
	Restarts int `json:"x,omitempty"`
}

// of names the place a cursor belongs to.
func (r *reader) of() string { return "notion/" + r.database + "/" + r.source }

// decode reads a cursor; the empty one begins a first reading.
func (r *reader) decode(after feed.Cursor) (*cursor, error) {
	c := &cursor{}
	if after == "" {
		c = &cursor{Version: version, Of: r.of(), Since: r.since}
		if r.everything() {
			c.Built, c.Todo = true, []string{searched, databases}
		}
	} else if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version || c.Of != r.of() {
		return nil, fmt.Errorf("reading the cursor of the %s: %w", r.name(), connectors.ErrCursor)
	}
	if c.At == nil {
		c.At = map[string]place{}
	}
	if c.Tables == nil {
		c.Tables = map[string]table{}
	}
	if c.People == nil {
		c.People = map[string]person{}
	}
	return c, nil
}

// settled reports whether everything was read that was known to be there.
func (c *cursor) settled() bool { return c.Built && len(c.Todo)+len(c.Pages) == 0 }

// begin puts a listing on the list of those to be walked.
func (c *cursor) begin(name string) {
	if !slices.Contains(c.Todo, name) {
		c.Todo = append(c.Todo, name)
	}
}

// encode writes the cursor.
func (c *cursor) encode() (feed.Cursor, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return feed.Cursor(text), nil
}
