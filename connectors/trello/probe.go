package trello

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/adlio/trello"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// me asks who the token belongs to.
func (a *api) me(ctx context.Context) (feed.Account, error) {
	var m member
	if err := a.get(ctx, "members/me", trello.Arguments{"fields": memberFields}, &m); err != nil {
		return feed.Account{}, fmt.Errorf("ask who the token belongs to: %w", err)
	}
	if m.ID == "" {
		return feed.Account{}, errors.New("ask who the token belongs to: the answer names nobody")
	}
	return m.account(), nil
}

// Probe tells who we are, and how much of the board there is.
func (b *board) Probe(ctx context.Context) (connectors.Findings, error) {
	found := connectors.Findings{}
	var err error
	if found.As, err = b.api.me(ctx); err != nil {
		return found, err
	}
	s := &state{}
	err = b.api.get(ctx, "boards/"+b.name, trello.Arguments{
		"fields": boardFields, "lists": "open", "list_fields": "name", "cards": "visible", "card_fields": "name",
	}, s)
	if refused := (*refusal)(nil); errors.As(err, &refused) && refused.tooMany() {
		err = b.api.get(ctx, "boards/"+b.name, trello.Arguments{"fields": boardFields, "lists": "open", "list_fields": "name"}, s)
	}
	switch refused := (*refusal)(nil); {
	case errors.As(err, &refused) && refused.absent():
		found.Lacks = append(found.Lacks, fmt.Sprintf("the board %s: there is none, or %s is not a member of it", b.name, found.As.Label()))
		return found, nil
	case err != nil:
		return found, missing(err, "board "+b.name)
	case s.ID == "":
		return found, fmt.Errorf("read the board %s: the answer is no board", b.name)
	}
	cards := "more cards than are asked for at once"
	if s.Cards != nil {
		cards = count(len(s.Cards), "card")
	}
	found.Reads = append(found.Reads, fmt.Sprintf("the board %s: %s, %s", s.Name, count(len(s.Lists), "list"), cards))
	if b.secret == "" && b.address != "" {
		found.Lacks = append(found.Lacks, "webhooks: set secret to the secret of the app, so that calls of Trello can be told from others")
	}
	return found, nil
}

// Probe tells who we are, and how many boards there are.
func (w *workspace) Probe(ctx context.Context) (connectors.Findings, error) {
	found := connectors.Findings{}
	var err error
	if found.As, err = w.api.me(ctx); err != nil {
		return found, err
	}
	var rows []json.RawMessage
	if rows, err = w.boards(ctx); err != nil {
		return found, err
	}
	found.Reads = append(found.Reads, fmt.Sprintf("the workspace %s: %s", w.name, count(len(rows), "open board")))
	return found, nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// List returns the board and its cards, archived ones too.
func (b *board) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	roll := connectors.Roll{}
	if after == "" {
		s := &state{}
		if err := b.api.get(ctx, "boards/"+b.name, trello.Arguments{"fields": "name"}, s); err != nil {
			return roll, missing(err, "board "+b.name)
		}
		if s.ID == "" {
			return roll, fmt.Errorf("read the board %s: the answer is no board", b.name)
		}
		roll.IDs = append(roll.IDs, s.ID)
	} else if !boardName.MatchString(string(after)) {
		return roll, fmt.Errorf("list the cards of the board %s: %w", b.name, connectors.ErrCursor)
	}
	rows, next, err := b.cardPage(ctx, string(after), "id")
	if err != nil {
		return roll, err
	}
	for _, raw := range rows {
		one, err := decodeCard(raw)
		if err != nil {
			// Without its id nobody could say that the card still exists, and it would be taken for gone.
			return connectors.Roll{}, fmt.Errorf("list the cards of the board %s: %w", b.name, err)
		}
		roll.IDs = append(roll.IDs, one.ID)
	}
	roll.Next, roll.More = feed.Cursor(next), next != ""
	return roll, nil
}
