package connectortest

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// List lists the notes that exist, all at once.
func (n *notes) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	body, _, err := n.ask(ctx, notesCursor{From: 1})
	if err != nil {
		if n.broken == "a list that failed is empty" {
			return connectors.Roll{}, nil
		}
		return connectors.Roll{}, err
	}
	var answer struct {
		Notes []struct {
			ID int `json:"id"`
		} `json:"notes"`
	}
	_ = json.Unmarshal(body, &answer)
	if answer.Notes == nil && n.broken != "null is a list" {
		return connectors.Roll{}, errors.New("the answer has no notes")
	}
	roll := connectors.Roll{More: n.broken == "the list does not end", Next: after}
	for id := range len(board) {
		if n.broken != "the list leaves one out" || id != 1 {
			roll.IDs = append(roll.IDs, strconv.Itoa(id+1))
		}
	}
	return roll, nil
}

// Probe says that the notes can be read.
func (n *notes) Probe(ctx context.Context) (connectors.Findings, error) {
	if _, _, err := n.ask(ctx, notesCursor{From: 1}); err != nil && n.broken != "the probe knows no refusal" {
		return connectors.Findings{}, err
	}
	if n.broken == "the probe says nothing" {
		return connectors.Findings{}, nil
	}
	return connectors.Findings{Reads: []string{"the board"}}, nil
}
