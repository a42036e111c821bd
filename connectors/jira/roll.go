package jira

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A wholeProject is a search that finds all issues of a project: one that it does not find does not exist.
type wholeProject struct{ *search }

// A rollCursor says how far the list of issues was read.
type rollCursor struct {
	Version int    `json:"v"`
	Of      string `json:"of"`
	Site    *site  `json:"site"`
	Walk    walk   `json:"w"`
}

// List returns the ids of the project's issues in the order of their creation.
func (p *wholeProject) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	c := rollCursor{Version: version, Of: p.of}
	if after != "" {
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.Of != p.of || c.Site == nil {
			return connectors.Roll{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
		}
	}
	if c.Site == nil {
		info, err := p.api.kind(ctx)
		if err != nil {
			return connectors.Roll{}, err
		}
		c.Site = info
	}
	f, err := p.ask(ctx, c.Site, ascending(p.scope, "created", c.Walk.From), c.Walk, "created", "")
	if err != nil {
		return connectors.Roll{}, err
	}
	var roll connectors.Roll
	var rows []row
	for _, raw := range f.issues {
		is := as[struct {
			ID     word                       `json:"id"`
			Fields map[string]json.RawMessage `json:"fields"`
		}](raw)
		if is == nil || is.ID == "" {
			continue
		}
		roll.IDs = append(roll.IDs, string(is.ID))
		if created := at(is.Fields["created"]); !created.IsZero() {
			rows = append(rows, row{string(is.ID), created.UnixMilli()})
		}
	}
	var over bool
	c.Walk, over = c.Walk.step(rows, f)
	text, err := json.Marshal(c)
	roll.Next, roll.More = feed.Cursor(text), !over
	return roll, err
}
