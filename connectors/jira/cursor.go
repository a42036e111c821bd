package jira

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// version is the version of the translation. A cursor of another version is refused, so that everything is translated
// anew.
const version = 1

// A cursor says how far a search was read. Times in it are milliseconds since 1970.
type cursor struct {
	Version int `json:"v"`
	// Of is a fingerprint of the site and the search it is a cursor of.
	Of string `json:"of"`
	// Site is what is known of the site; nil before anything was asked.
	Site *site `json:"site,omitempty"`
	// Since is how far back the first read looks.
	Since int64 `json:"since,omitempty"`
	// First says that the first read is not over.
	First bool `json:"first,omitempty"`
	// Walk is the place in the search.
	Walk walk `json:"w"`
	// Top is when the issue that changed last did, of those that were read.
	Top int64 `json:"top,omitempty"`
	// Forgot is when the latest change happened that Seen had no room for.
	Forgot int64 `json:"cut,omitempty"`
	// Seen are the issues around Top as they were read, so that they are not brought again.
	Seen []glance `json:"seen,omitempty"`
	// Chores are the lists to be read to their ends before the walk goes on; Over says that it need not.
	Chores []chore `json:"todo,omitempty"`
	Over   bool    `json:"over,omitempty"`
	// Said are the comments of the issues read last, for Jira does not tell of a comment that it was deleted.
	Said []roster `json:"said,omitempty"`
	// Read counts the issues of a first read, Of is how many there are where the server tells.
	Read  int `json:"n,omitempty"`
	Total int `json:"total,omitempty"`
}

// A glance is an issue as it was read: when it was changed, and a fingerprint of all it said. It has no id if it could not
// be understood.
type glance struct {
	ID  string `json:"i,omitempty"`
	At  int64  `json:"t"`
	Sum string `json:"h"`
}

// A roster is an issue with its comments.
type roster struct {
	Issue    string   `json:"i"`
	Comments []string `json:"c"`
}

// What a cursor remembers is bounded. An idle poll looks at no more issues than seenAtMost, so that one page holds them.
const (
	seenAtMost  = 40
	heardAtMost = 300
)

// decode reads a cursor; the empty one begins a first read.
func (s *search) decode(after feed.Cursor) (*cursor, error) {
	c := &cursor{}
	if after == "" {
		since := int64(0)
		if !s.env.Since.IsZero() {
			since = max(s.env.Since.UnixMilli(), 0)
		}
		return &cursor{Version: version, Of: s.of, First: true, Since: since, Walk: walk{From: since}}, nil
	}
	if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version || c.Of != s.of || c.Site == nil {
		return nil, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
	}
	return c, nil
}

// encode writes the cursor.
func (c *cursor) encode() (feed.Cursor, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("writing the cursor: %w", err)
	}
	return feed.Cursor(text), nil
}

// seen reports whether an issue was read already just as it is now.
func (c *cursor) seen(g glance) bool { return slices.Contains(c.Seen, g) }

// remember notes an issue that was read. What lies too far behind the latest change, or is more than there is room for, is
// forgotten: the oldest first.
func (c *cursor) remember(g glance) {
	c.Top = max(c.Top, g.At)
	c.Seen = slices.DeleteFunc(c.Seen, func(old glance) bool { return old == g || old.ID == g.ID && g.ID != "" })
	c.Seen = append(c.Seen, g)
	slices.SortStableFunc(c.Seen, func(x, y glance) int { return int(x.At - y.At) })
	c.Seen = slices.DeleteFunc(c.Seen, func(g glance) bool { return g.At < c.Top-overlap })
	if extra := len(c.Seen) - seenAtMost; extra > 0 {
		c.Forgot = max(c.Forgot, c.Seen[extra-1].At)
		c.Seen = slices.Delete(c.Seen, 0, extra)
	}
}

// heard compares the comments of an issue, of which these are all, with those it had, and returns the ids of the ones that
// are gone.
func (c *cursor) heard(issue string, comments []string) (gone []string) {
	for i, r := range c.Said {
		if r.Issue == issue {
			for _, id := range r.Comments {
				if !slices.Contains(comments, id) {
					gone = append(gone, id)
				}
			}
			c.Said = slices.Delete(c.Said, i, i+1)
			break
		}
	}
	if len(comments) == 0 || len(comments) > heardAtMost {
		return gone
	}
	c.Said = append(c.Said, roster{issue, comments})
	for total := c.comments(); total > heardAtMost; total = c.comments() {
		c.Said = slices.Delete(c.Said, 0, 1)
	}
	return gone
}

func (c *cursor) comments() (n int) {
	for _, r := range c.Said {
		n += len(r.Comments)
	}
	return n
}

// A site is what is known of a site.
type site struct {
	// Cloud says that it is Jira Cloud, not a server.
	Cloud bool `json:"cloud,omitempty"`
	// Web is the address for people.
	Web string `json:"web"`
	// Done and Open are its statuses by id: the final ones and the others.
	Done []string `json:"done,omitempty"`
	Open []string `json:"open,omitempty"`
	// fresh says that this was asked just now.
	fresh bool
}

// statuses tells of each status whether it is final.
func (s *site) statuses() map[string]bool {
	all := map[string]bool{}
	for _, id := range s.Open {
		all[id] = false
	}
	for _, id := range s.Done {
		all[id] = true
	}
	return all
}

// keep notes the statuses.
func (s *site) keep(all map[string]bool) {
	s.Done, s.Open = nil, nil
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if all[id] {
			s.Done = append(s.Done, id)
		} else {
			s.Open = append(s.Open, id)
		}
	}
}
