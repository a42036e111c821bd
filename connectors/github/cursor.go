package github

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

// A cursor says how far each listing of a repository was read. Times in it are whole seconds since 1970, as precise as
// GitHub's own.
type cursor struct {
	Version int `json:"v"`
	// Of is the repository it is a cursor of. See repository.
	Of string `json:"of"`
	// Since is how far back the first read looked.
	Since int64 `json:"since,omitempty"`
	// Todo are the listings still to be walked in this round, by name, the first of them perhaps half-way.
	Todo []string `json:"todo,omitempty"`
	// Reviews are the pull requests whose reviews are to be read before the walk goes on; Reviewed counts those of this
	// round that were.
	Reviews  []int `json:"reviews,omitempty"`
	Reviewed int   `json:"reviewed,omitempty"`
	// Commits are those whose files are still to be read.
	Commits []string `json:"commits,omitempty"`
	// Again says that the round met what was younger than a minute: the next poll is a round too.
	Again bool `json:"again,omitempty"`
	// Idle counts the polls since the last round.
	Idle int `json:"idle,omitempty"`
	// At has the place in each listing.
	At map[string]*place `json:"at,omitempty"`
}

// A place is how far one listing was read.
type place struct {
	// Since is what an ascending listing is asked from; Mark is what a descending one is read down to.
	Since int64 `json:"s,omitempty"`
	Mark  int64 `json:"m,omitempty"`
	// Latest is when the latest thing happened that an ascending listing brought.
	Latest int64 `json:"l,omitempty"`
	// ETag belongs to the request with which the listing is asked for news.
	ETag string `json:"e,omitempty"`
	// Seen names what stands around the mark and was read already.
	Seen []string `json:"k,omitempty"`
	// Absent says that the repository does not have the listing: its issues are switched off, it has no commits.
	Absent bool `json:"x,omitempty"`
	// Walk is the walk that is under way.
	Walk *walk `json:"w,omitempty"`
}

// A walk is the reading of one listing, page by page.
type walk struct {
	// Page is the page to be read next, and After what GitHub wants to be told with its number. Zero is the page the
	// listing is asked for news with.
	Page  int    `json:"p,omitempty"`
	After string `json:"a,omitempty"`
	// Back says that the pages are read from the last to the first.
	Back bool `json:"b,omitempty"`
	// Settled is the time up to which the list was complete when the first page was read, 0 if the server has no clock.
	Settled int64 `json:"c,omitempty"`
	// Top is the latest time on the first page that was read, Fresh that page's ETag.
	Top   int64  `json:"t,omitempty"`
	Fresh string `json:"f,omitempty"`
	// Read counts objects, Of is how many there are, as far as GitHub tells.
	Read int `json:"n,omitempty"`
	Of   int `json:"o,omitempty"`
}

// latest is when the latest thing happened that the listing brought.
func (p *place) latest() int64 { return max(p.Latest, p.Mark) }

// decode reads a cursor; the empty one begins a first read.
func (r *repository) decode(after feed.Cursor) (*cursor, error) {
	c := &cursor{}
	if after == "" {
		c = &cursor{Version: version, Of: r.id, Since: r.since, Todo: r.names()}
	} else if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version || c.Of != r.id {
		return nil, fmt.Errorf("reading the cursor of %s: %w", r.name, connectors.ErrCursor)
	}
	// A folder of decisions that is no longer configured is nothing to be walked, and needs no place.
	c.Todo = slices.DeleteFunc(c.Todo, func(name string) bool { return !slices.Contains(r.names(), name) })
	kept := map[string]*place{}
	for _, l := range r.listings {
		p := c.At[l.name]
		if p == nil {
			p = &place{}
			if l.ascending {
				p.Since = c.Since
			}
			if after != "" && !slices.Contains(c.Todo, l.name) {
				c.Todo = append(c.Todo, l.name) // a folder that was configured since
			}
		}
		kept[l.name] = p
	}
	c.At = kept
	return c, nil
}

// settled reports whether everything was read that was known to be there.
func (c *cursor) settled() bool { return len(c.Todo)+len(c.Reviews)+len(c.Commits) == 0 }

// done takes the listing that was walked to its end off the round.
func (c *cursor) done() { c.Todo = c.Todo[1:] }

// encode writes the cursor.
func (c *cursor) encode() (feed.Cursor, error) {
	if c.settled() {
		c.Reviewed = 0
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return feed.Cursor(text), nil
}
