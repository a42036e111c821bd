package trello

import (
	"cmp"
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

// A cursor says how far a board was read. Times in it are milliseconds since 1970, as precise as Trello's own.
type cursor struct {
	Version int `json:"v"`
	// Of is the board it is a cursor of, as it is configured.
	Of string `json:"of"`
	// Begun says that the board was asked for once.
	Begun bool `json:"b,omitempty"`
	// Actions and Cards are what is known of the latest actions, and of the cards that moved last.
	Actions window `json:"a"`
	Cards   window `json:"c"`
	// Walk is the reading of more actions than one answer holds, newest first.
	Walk *walk `json:"w,omitempty"`
	// Large says that the board has too many cards to be asked for them all with every poll. Paging says that they are
	// being read page by page, and Before is the card behind which the next page begins.
	Large  bool   `json:"l,omitempty"`
	Paging bool   `json:"p,omitempty"`
	Before string `json:"q,omitempty"`
	// Reread are cards whose comments are still to be looked at: some may have been edited since the time Edited.
	Reread []string `json:"r,omitempty"`
	Edited int64    `json:"e,omitempty"`
	// Given are the lines of checklists that somebody has to do, by their cards.
	Given map[string][]given `json:"g,omitempty"`
}

// A walk reads the actions between two times, from the later to the earlier one.
type walk struct {
	// Known is what was known before: the walk ends there.
	Known window `json:"k"`
	// Before is what the next page is asked to come before, a time or the id of an action, and Last the time of the
	// earliest action that was read.
	Before string `json:"b"`
	Last   int64  `json:"l"`
	// Read counts the actions that were read.
	Read int `json:"n"`
}

// A window remembers what was seen last, so that what Trello shows late is noticed, and what it shows again is not taken
// for news. Everything up to Floor is known; after it is known what is in Seen.
type window struct {
	Floor int64  `json:"f,omitempty"`
	Seen  []seen `json:"s,omitempty"`
}

// A seen is one thing that is known, and when it happened.
type seen struct {
	At int64  `json:"t"`
	ID string `json:"i"`
}

// A window reaches so far back behind the latest thing seen, unless it would hold more than seenAtMost.
const (
	overlap    = 2 * time.Minute
	seenAtMost = 300
)

func (w window) has(s seen) bool { return s.At <= w.Floor || slices.Contains(w.Seen, s) }

// next is the window after more was seen.
func (w window) next(more []seen) window {
	all := slices.Concat(w.Seen, more)
	slices.SortFunc(all, func(x, y seen) int { return cmp.Or(cmp.Compare(y.At, x.At), cmp.Compare(x.ID, y.ID)) })
	all = slices.Compact(all)
	floor := w.Floor
	if len(all) > 0 {
		floor = max(floor, all[0].At-overlap.Milliseconds())
	}
	if len(all) > seenAtMost {
		floor = max(floor, all[seenAtMost].At)
	}
	return window{Floor: floor, Seen: slices.DeleteFunc(all, func(s seen) bool { return s.At <= floor })}
}

// decode reads a cursor; the empty one begins a first read.
func (b *board) decode(after feed.Cursor) (*cursor, error) {
	if after == "" {
		c := &cursor{Version: version, Of: b.name}
		if !b.env.Since.IsZero() {
			c.Actions.Floor = b.env.Since.UnixMilli() - 1
		}
		return c, nil
	}
	c := &cursor{}
	if err := json.Unmarshal([]byte(after), c); err != nil || c.Version != version || c.Of != b.name || !c.Begun {
		return nil, fmt.Errorf("read the cursor of the board %s: %w", b.name, connectors.ErrCursor)
	}
	return c, nil
}

// settled reports whether everything was read that was known to be there.
func (c *cursor) settled() bool { return c.Walk == nil && !c.Paging && len(c.Reread) == 0 }

// encode writes the cursor.
func (c *cursor) encode() (feed.Cursor, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("write the cursor: %w", err)
	}
	return feed.Cursor(text), nil
}
