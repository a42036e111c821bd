package asana

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A roll is the cursor of a list of what exists: which list is being walked, and of which tasks the subtasks are to be
// listed before it goes on.
type roll struct {
	Of      string   `json:"of"`
	In      string   `json:"in"`
	Offset  string   `json:"at,omitempty"`
	Parents []parent `json:"todo,omitempty"`
}

// A parent is a task whose subtasks are to be listed.
type parent struct {
	Task   string `json:"i"`
	Offset string `json:"at,omitempty"`
}

// The lists of a roll, in their order.
const (
	rollTasks   = "tasks"
	rollUpdates = "status_updates"
)

// List lists the project, its tasks with their subtasks, and its status updates: a request for each hundred tasks, and one
// for each task that has subtasks.
func (p *project) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	what := "list what exists in the project " + p.gid
	var c roll
	var found connectors.Roll
	if after == "" {
		c = roll{Of: p.of(), In: rollTasks}
		found.IDs = append(found.IDs, p.gid)
	} else if err := json.Unmarshal([]byte(after), &c); err != nil || c.Of != p.of() {
		return connectors.Roll{}, fmt.Errorf("%s: %w", what, connectors.ErrCursor)
	}
	for range requestsAtMost {
		if err := p.call(ctx, &c, &found); err != nil {
			return connectors.Roll{}, err
		}
		if c.In == "" {
			return found, nil
		}
	}
	text, err := json.Marshal(c)
	found.Next, found.More = feed.Cursor(text), true
	return found, err
}

// call makes the next request of a roll.
func (p *project) call(ctx context.Context, c *roll, found *connectors.Roll) error {
	switch {
	case len(c.Parents) > 0:
		last := len(c.Parents) - 1
		of := c.Parents[last]
		c.Parents = c.Parents[:last]
		rows, err := p.api.page(ctx, "/tasks/"+of.Task+"/subtasks", url.Values{}, "num_subtasks,resource_subtype", of.Offset, p.size)
		if withheld(err) {
			return nil // its parent was deleted just now, and so was it
		}
		if err != nil {
			return fmt.Errorf("list the subtasks of the task %s: %w", of.Task, err)
		}
		if rows.next != "" {
			c.Parents = append(c.Parents, parent{of.Task, rows.next})
		}
		return c.add(rows.rows, found)
	case c.In == rollTasks:
		rows, err := p.api.page(ctx, "/tasks", url.Values{"project": {p.gid}}, "num_subtasks,resource_subtype", c.Offset, p.size)
		if err != nil {
			return missing(err, "project "+p.gid)
		}
		if c.Offset = rows.next; c.Offset == "" {
			c.In = rollUpdates
		}
		return c.add(rows.rows, found)
	}
	rows, err := p.api.page(ctx, "/status_updates", url.Values{"parent": {p.gid}}, "title", c.Offset, p.size)
	if withheld(err) {
		found.Beyond = append(found.Beyond, updateID)
		c.In = ""
		return nil
	}
	if err != nil {
		return missing(err, "status updates of the project "+p.gid)
	}
	for _, raw := range rows.rows {
		gid, _, err := named(raw)
		if err != nil {
			return err
		}
		found.IDs = append(found.IDs, updateID+gid)
	}
	if c.Offset = rows.next; c.Offset == "" {
		c.In = ""
	}
	return nil
}

// add takes tasks into the roll.
func (c *roll) add(rows []json.RawMessage, found *connectors.Roll) error {
	for _, raw := range rows {
		gid, parts, err := named(raw)
		if err != nil {
			return err
		}
		found.IDs = append(found.IDs, gid)
		if parts > 0 {
			c.Parents = append(c.Parents, parent{Task: gid})
		}
	}
	return nil
}

// named is the gid of an object and how many subtasks it has. Without it nobody could say that it still exists.
func named(raw json.RawMessage) (gid string, parts int, err error) {
	var k struct {
		GID      word  `json:"gid"`
		Subtasks count `json:"num_subtasks"`
	}
	if json.Unmarshal(raw, &k) != nil || !gidForm.MatchString(string(k.GID)) {
		return "", 0, errors.New("list what exists: there is an object without a gid")
	}
	return string(k.GID), int(k.Subtasks), nil
}
