package trello

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/adlio/trello"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A workspace reads which boards a workspace has. Each is a part that is read by itself.
type workspace struct {
	bell
	name string
	api  *api
	env  connectors.Env
}

// A listing is the cursor of a workspace.
type listing struct {
	Version int    `json:"v"`
	Of      string `json:"of"`
	// Sum stands for the boards as they were last listed.
	Sum string `json:"sum"`
}

// Fetch returns the open boards, if they are others than last time.
func (w *workspace) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	var c listing
	if after != "" {
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.Of != w.name {
			return feed.Page{}, fmt.Errorf("read the cursor of the workspace %s: %w", w.name, connectors.ErrCursor)
		}
	}
	rows, err := w.boards(ctx)
	if err != nil {
		return feed.Page{}, err
	}
	page := feed.Page{Parts: []feed.Part{}}
	var boards []place
	names := map[string]int{}
	for _, raw := range rows {
		var b place
		if err := lenient(raw, &b); err != nil || b.ID == "" || b.Name == "" {
			page.Rejects = append(page.Rejects, reject("board", raw, fmt.Errorf("the board has no id or no name")))
			continue
		}
		boards = append(boards, b)
		names[b.Name]++ // they need not be unique
	}
	for _, b := range boards {
		part := feed.Part{ID: b.ID, Name: b.Name}
		if names[b.Name] > 1 {
			part.Name += " " + b.ShortLink
		}
		page.Parts = append(page.Parts, part)
	}
	seen, err := json.Marshal([]any{page.Parts, page.Rejects})
	if err != nil {
		return feed.Page{}, fmt.Errorf("remember the boards: %w", err)
	}
	sum := sha256.Sum256(seen)
	next := listing{Version: version, Of: w.name, Sum: hex.EncodeToString(sum[:8])}
	if next.Sum == c.Sum {
		page = feed.Page{}
	}
	text, err := json.Marshal(next)
	page.Next = feed.Cursor(text)
	return page, err
}

func (w *workspace) boards(ctx context.Context) ([]json.RawMessage, error) {
	rows, err := w.api.list(ctx, "organizations/"+w.name+"/boards", trello.Arguments{"filter": "open", "fields": "name,closed,shortLink"})
	if err != nil {
		return nil, missing(err, "workspace "+w.name)
	}
	return rows, nil
}

// Part opens one of the boards.
func (w *workspace) Part(p feed.Part) (connectors.Connector, error) {
	if !boardName.MatchString(p.ID) {
		return nil, fmt.Errorf("the board %q has no id that Trello could have given", p.ID)
	}
	return newBoard(p.ID, w.api, w.env, w.bell), nil
}
