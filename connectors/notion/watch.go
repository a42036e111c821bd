package notion

import (
	"cmp"
	"slices"
)

// A watched page is one whose discussions are read again and again, for nothing else tells that they went on.
type watched struct {
	ID  string `json:"id"`
	URL string `json:"url,omitempty"`
	// At is when something last happened to it, Turn when it was read by our count and Read by the server's clock.
	At   int64 `json:"at,omitempty"`
	Turn int   `json:"turn,omitempty"`
	Read int64 `json:"read,omitempty"`
	// Open are the comments of its open discussions, Latest is when one of them was last edited, and Hash tells whether
	// anything is new. Partial says that there are more, or some that cannot be understood.
	Open    []string `json:"open,omitempty"`
	Latest  int64    `json:"latest,omitempty"`
	Hash    string   `json:"hash,omitempty"`
	Partial bool     `json:"partial,omitempty"`
}

// The bounds of what is watched: pages, the first of them closely, and comments remembered over all pages.
const (
	watchedAtMost = 60
	closely       = 10
	openAtMost    = 400
)

// watching finds a page among those that are watched.
func (c *cursor) watching(id string) (watched, bool) {
	for _, w := range c.Watch {
		if w.ID == id {
			return w, true
		}
	}
	return watched{}, false
}

// watch keeps the pages with open discussions and those that something happened to lately.
func (c *cursor) watch(w watched) {
	c.unwatch(w.ID)
	c.Watch = append(c.Watch, w)
	slices.SortStableFunc(c.Watch, func(a, b watched) int {
		return cmp.Or(cmp.Compare(min(len(b.Open), 1), min(len(a.Open), 1)), cmp.Compare(b.At, a.At), cmp.Compare(a.ID, b.ID))
	})
	kept, open := c.Watch[:0], 0
	for _, w := range c.Watch {
		if open += len(w.Open); len(kept) >= watchedAtMost || open > openAtMost && len(w.Open) > 0 {
			open -= len(w.Open)
			continue
		}
		kept = append(kept, w)
	}
	c.Watch = kept
}

func (c *cursor) unwatch(id string) {
	c.Watch = slices.DeleteFunc(c.Watch, func(w watched) bool { return w.ID == id })
}

// due is the watched page whose turn it is: every other time one of those that are watched closely, else one of the
// others, and of these the one that waited longest.
func (c *cursor) due() watched {
	among := c.Watch[:min(len(c.Watch), closely)]
	if rest := c.Watch[len(among):]; len(rest) > 0 && c.Turn%2 == 0 {
		among = rest
	}
	return slices.MinFunc(among, func(a, b watched) int { return cmp.Or(cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.ID, b.ID)) })
}
