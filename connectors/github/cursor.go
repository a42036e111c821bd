package github

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// version is the version of the translation. A cursor of another version is refused, so that everything is translated
// anew.
const version = 1

// A cursor says how far each listing of a repository was read.
type cursor struct {
	Version int `json:"v"`
	// Since is how far back the first read looked.
	Since time.Time `json:"since,omitzero"`
	// Todo are the listings still to be walked in this round, by name, the first of them perhaps half-way.
	Todo []string `json:"todo,omitempty"`
	// Reviews are the pull requests whose reviews are to be read before the walk goes on.
	Reviews []int `json:"reviews,omitempty"`
	// Commits are those whose files are still to be read.
	Commits []string `json:"commits,omitempty"`
	// Idle counts the polls since the last round.
	Idle int `json:"idle,omitempty"`
	// At has the place in each listing.
	At map[string]*place `json:"at,omitempty"`
}

// A place is how far one listing was read.
type place struct {
	// Since is what an ascending listing is asked from; Mark is what a descending one is read down to.
	Since time.Time `json:"s,omitzero"`
	Mark  time.Time `json:"m,omitzero"`
	// ETag belongs to the request with which the listing is asked for news.
	ETag string `json:"e,omitempty"`
	// Latest is when the latest thing happened that the listing brought.
	Latest time.Time `json:"l,omitzero"`
	// Page is the page a walk has to read next, beyond the first; Top and Fresh will be Mark and ETag when it is over.
	Page  int       `json:"p,omitempty"`
	Top   time.Time `json:"t,omitzero"`
	Fresh string    `json:"f,omitempty"`
	// Absent says that the repository does not have the listing: its issues are switched off.
	Absent bool `json:"x,omitempty"`
}

// decode reads a cursor; the empty one begins a first read.
func (r *repository) decode(after feed.Cursor) (*cursor, error) {
	c := &cursor{Version: version}
	if after == "" {
		c.Since = r.since
		for _, l := range r.listings {
			c.Todo = append(c.Todo, l.name)
		}
	} else if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version {
		return nil, fmt.Errorf("reading the cursor of %s: %w", r.name, connectors.ErrCursor)
	}
	// A folder of decisions that is no longer configured is nothing to be walked.
	c.Todo = slices.DeleteFunc(c.Todo, func(name string) bool {
		return !slices.ContainsFunc(r.listings, func(l listing) bool { return l.name == name })
	})
	if c.At == nil {
		c.At = map[string]*place{}
	}
	for _, l := range r.listings {
		if c.At[l.name] == nil {
			c.At[l.name] = &place{}
			if l.ascending {
				c.At[l.name].Since = c.Since
			}
		}
	}
	return c, nil
}

// settled reports whether everything was read that was known to be there.
func (c *cursor) settled() bool { return len(c.Todo)+len(c.Reviews)+len(c.Commits) == 0 }

// done takes the listing that was walked to its end off the round.
func (c *cursor) done() { c.Todo = c.Todo[1:] }

// encode writes the cursor.
func (c *cursor) encode() (feed.Cursor, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return feed.Cursor(text), nil
}
