package notion

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A rollCall is how far a walk through everything that exists has come.
type rollCall struct {
	Version int      `json:"v"`
	Of      string   `json:"of"`
	Todo    []string `json:"todo"`
	Next    string   `json:"next,omitempty"`
}

// List returns the ids of all pages, databases and data sources of the place, a hundred at a time.
func (r *reader) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	var roll connectors.Roll
	c := rollCall{Version: version, Of: r.of(), Todo: []string{searched, databases}}
	switch {
	case after != "":
		c = rollCall{}
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.Of != r.of() || len(c.Todo) == 0 {
			return roll, fmt.Errorf("reading the place in the list of the %s: %w", r.name(), connectors.ErrCursor)
		}
	case r.source != "":
		c.Todo, roll.IDs = []string{r.source}, []string{r.source}
	case r.database != "":
		raw, err := r.api.one(ctx, "databases/"+r.database)
		if err != nil {
			return connectors.Roll{}, r.place(err)
		}
		if c.Todo, err = sourcesOf(raw); err != nil {
			return connectors.Roll{}, err
		}
		roll.IDs = append([]string{r.database}, c.Todo...)
	}
	if len(c.Todo) > 0 {
		q := r.listing(c.Todo[0])
		q.size, q.start = full, c.Next
		got, err := r.api.list(ctx, q)
		if c.Todo[0] == databases && is(err, invalid) && c.Next == "" {
			got, err = list{}, nil
		}
		if err != nil {
			return connectors.Roll{}, r.place(err)
		}
		for _, raw := range got.rows {
			// What has no time is no item, and yet it is not gone.
			var o struct {
				ID string `json:"id"`
			}
			if json.Unmarshal(raw, &o) == nil && canonical(&o.ID) {
				roll.IDs = append(roll.IDs, o.ID)
			}
		}
		if c.Next = got.next; c.Next == "" {
			c.Todo = c.Todo[1:]
		}
	}
	roll.More = len(c.Todo) > 0
	next, err := json.Marshal(c)
	if err != nil {
		return connectors.Roll{}, fmt.Errorf("writing the place in the list: %w", err)
	}
	roll.Next = feed.Cursor(next)
	return roll, nil
}
