package asana

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// version is the version of the translation. A cursor of another version is refused, so that everything is translated
// anew.
const version = 2

// A cursor says how far a project was read, and what is still to be done. Times in it are milliseconds since 1970.
type cursor struct {
	Version int `json:"v"`
	// Of is a fingerprint of the project and of where it is.
	Of string `json:"of"`
	// Since is how far back the source looks. What is older is never brought.
	Since int64 `json:"since,omitempty"`
	// Web is the address below which people see the project; empty before it was read.
	Web string `json:"web,omitempty"`
	// Sync is the token of the stream of events; empty before it was asked for.
	Sync string `json:"sync,omitempty"`
	// Polls counts the polls since tasks were last listed.
	Polls int `json:"n,omitempty"`
	// First says that the first read is not over.
	First bool `json:"first,omitempty"`
	// Tasks are those listed lately, and Odd the keys of those that were rejected.
	Tasks window   `json:"tasks"`
	Odd   []string `json:"odd,omitempty"`
	// More says that there are more events in the stream at once.
	More bool `json:"more,omitempty"`
	// Project says that the project itself is to be read, and Updates that its status updates are, from the one on
	// that the offset leads to.
	Project bool    `json:"project,omitempty"`
	Updates *offset `json:"updates,omitempty"`
	// Walks are the lists of tasks to be walked through, Chores what is to be asked of single tasks.
	Walks  []walk  `json:"walks,omitempty"`
	Chores []chore `json:"todo,omitempty"`
	// Read counts the tasks of a long reading.
	Read int `json:"read,omitempty"`
}

// An offset is a place in a list.
type offset struct {
	At string `json:"at,omitempty"`
}

// settled reports whether there is nothing left to be done before the next poll.
func (c *cursor) settled() bool {
	return !c.More && !c.Project && c.Updates == nil && len(c.Walks) == 0 && len(c.Chores) == 0
}

// decode reads a cursor; the empty one begins a first read.
func (p *project) decode(after feed.Cursor) (*cursor, error) {
	c := &cursor{}
	if after == "" {
		c = &cursor{Version: version, Of: p.of(), First: true}
		if !p.env.Since.IsZero() {
			c.Since = max(p.env.Since.UnixMilli(), 0)
		}
		return c, nil
	}
	if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version || c.Of != p.of() || c.Sync == "" {
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

// of is a fingerprint of the project and of where it is.
func (p *project) of() string { return fingerprint(p.api.web + " " + p.gid) }

func fingerprint(what string) string {
	sum := sha256.Sum256([]byte(what))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

const (
	// overlap is how much of what was listed is listed again, for a task may show late that it was modified. Asana's
	// own pages are up to date within ten minutes.
	overlap = int64(10 * time.Minute / time.Millisecond)
	// seenAtMost is how many tasks are remembered of it, and oddAtMost of those that cannot be understood.
	seenAtMost = 300
	oddAtMost  = 50
)

// A window is what is remembered of the tasks that were modified last: all that were listed and modified at Floor or later.
type window struct {
	Floor int64  `json:"floor,omitempty"`
	Seen  []seen `json:"seen,omitempty"`
}

// Seen is a task as it was listed: when it was modified, and a fingerprint of that and its gid.
type seen struct {
	At  int64  `json:"t"`
	Sum string `json:"h"`
}

func sight(k task) seen {
	return seen{at(k.Modified).UnixMilli(), fingerprint(string(k.GID) + " " + string(k.Modified))[:8]}
}

// has reports whether the task was listed as it is now.
func (w *window) has(k task) bool { return slices.Contains(w.Seen, sight(k)) }

// note remembers a task. What there is no room for is forgotten, the oldest first, and is not asked for any more.
func (w *window) note(s seen) {
	if s.At < w.Floor || slices.Contains(w.Seen, s) {
		return
	}
	i, _ := slices.BinarySearchFunc(w.Seen, s, func(x, y seen) int { return cmp.Compare(x.At, y.At) })
	w.Seen = slices.Insert(w.Seen, i, s)
	if extra := len(w.Seen) - seenAtMost; extra > 0 {
		w.raise(w.Seen[extra-1].At + 1)
	}
}

// raise lifts the floor.
func (w *window) raise(floor int64) {
	w.Floor = max(w.Floor, floor)
	w.Seen = slices.DeleteFunc(w.Seen, func(s seen) bool { return s.At < w.Floor })
}

// settle lifts the floor to where the next list may begin, behind a walk that began when the server's clock said so.
func (w *window) settle(began int64) {
	if len(w.Seen) == 0 {
		return
	}
	top := w.Seen[len(w.Seen)-1].At
	if began > 0 {
		top = min(top, began)
	}
	w.raise(top - overlap)
}
