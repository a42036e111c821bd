package trello

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/adlio/trello"

	"github.com/datelinehq/dateline/feed"
)

// batchSize is how many requests Trello takes in a batch, and batches how many of them are made before it is cheaper to
// ask for all cards.
const (
	batchSize = 10
	batches   = 3
)

// With a card in a batch come its latest comments: that they were edited is told by no action.
const (
	comments       = "commentCard,copyCommentCard"
	commentsAtMost = 100
)

// rereadAtMost bounds of how many cards the comments are read after all cards were asked for.
const rereadAtMost = 1000

// takeCards puts all of the cards on the page and remembers them. Their checklists may have come apart from them.
func (b *board) takeCards(c *cursor, t *translator, rows []json.RawMessage, lists map[string][]checklist) {
	var taken []card
	var moved []seen
	for _, raw := range rows {
		one, err := decodeCard(raw)
		if err != nil {
			t.page.Rejects = append(t.page.Rejects, reject("card", raw, err))
			continue
		}
		if lists != nil {
			one.Checklists = append([]checklist{}, lists[one.ID]...)
		}
		if at := moment(one.LastActivity, one.ID); !at.Before(b.env.Since) {
			c.remember(one.ID, t.lines(one, c.Given[one.ID], time.Time{}))
		}
		taken, moved = append(taken, one), append(moved, one.seen())
	}
	t.cards(taken)
	c.Cards = c.Cards.next(moved)
}

// movedCards reads the cards that moved since the cursor, and those whose comments may have been edited.
func (b *board) movedCards(ctx context.Context, c *cursor, s *state, t *translator, acts []action) error {
	var ids []string
	var moved []seen
	for _, raw := range s.Cards {
		one, err := decodeCard(raw)
		if err != nil {
			continue // it is rejected where all of it is read
		}
		if mark := one.seen(); !c.Cards.has(mark) {
			ids, moved = append(ids, one.ID), append(moved, mark)
		}
	}
	for _, a := range acts {
		if id := a.card(); id != "" && (c.Large || t.present[id]) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	cards, err := b.cards(ctx, t, ids)
	if err != nil {
		return err
	}
	known, err := knownCards(ctx, b.env, cards)
	if err != nil {
		return err
	}
	t.compare(cards, known, acts)
	if c.Edited = c.Cards.Floor; len(ids) > batches*batchSize {
		c.Reread = talked(cards)
	}
	for _, one := range cards {
		t.edits(one.Actions, c.Edited)
		c.remember(one.ID, t.lines(one, c.Given[one.ID], known[one.ID].Updated))
	}
	c.Cards = c.Cards.next(moved)
	t.cards(cards)
	return nil
}

// talked are the ids of those cards that have comments.
func talked(cards []card) (ids []string) {
	for _, one := range cards {
		if one.Badges.Comments > 0 && len(ids) < rereadAtMost {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

// edits puts those comments on the page that were edited after a time.
func (t *translator) edits(rows []json.RawMessage, since int64) {
	for _, row := range rows {
		if a, err := decodeAction(row); err == nil && a.edited().UnixMilli() > since {
			t.act(a)
		}
	}
}

// cards reads some cards: in batches, or where there are many as the list of all. A card that vanished meanwhile is left
// out: its deletion is told by an action.
func (b *board) cards(ctx context.Context, t *translator, ids []string) (found []card, err error) {
	keep := func(raw json.RawMessage) {
		one, err := decodeCard(raw)
		switch {
		case err != nil:
			t.page.Rejects = append(t.page.Rejects, reject("card", raw, err))
		case slices.Contains(ids, one.ID) && (one.IDBoard == "" || one.IDBoard == t.place.ID):
			found = append(found, one)
		}
	}
	if len(ids) <= batches*batchSize {
		for some := range slices.Chunk(ids, batchSize) {
			paths := make([]string, len(some))
			for i, id := range some {
				paths[i] = fmt.Sprintf("/cards/%s?fields=%s&checklists=all&actions=%s&actions_limit=%d",
					id, cardFields, comments, commentsAtMost)
			}
			answers, err := b.batch(ctx, paths)
			if err != nil {
				return nil, err
			}
			for _, raw := range answers {
				keep(raw)
			}
		}
		return found, nil
	}
	for before := ""; ; {
		rows, next, err := b.cardPage(ctx, before, cardFields)
		if err != nil {
			return nil, err
		}
		for _, raw := range rows {
			keep(raw)
		}
		if before = next; before == "" {
			return found, nil
		}
	}
}

// cardPage asks for a page of all cards, the latest made first. It returns behind which card the next page begins, or
// nothing.
func (b *board) cardPage(ctx context.Context, before, fields string) (rows []json.RawMessage, next string, err error) {
	args := trello.Arguments{"filter": "all", "fields": fields, "limit": strconv.Itoa(b.limit)}
	if fields == cardFields {
		args["checklists"] = "all"
	}
	if before != "" {
		args["before"] = before
	}
	if rows, err = b.api.list(ctx, "boards/"+b.name+"/cards", args); err != nil {
		return nil, "", missing(err, "cards of the board "+b.name)
	}
	if len(rows) < b.limit {
		return rows, "", nil
	}
	for _, raw := range rows {
		if one, err := decodeCard(raw); err == nil && (next == "" || one.ID < next) {
			next = one.ID
		}
	}
	if next == "" || next == before {
		return nil, "", errors.New("read the cards of the board: Trello answers the same page again and again")
	}
	return rows, next, nil
}

// readCards reads the next page of the cards of a large board.
func (b *board) readCards(ctx context.Context, c *cursor, page *feed.Page) error {
	t, err := b.surroundings(ctx, page)
	if err != nil {
		return err
	}
	rows, next, err := b.cardPage(ctx, c.Before, cardFields)
	if err != nil {
		return err
	}
	b.takeCards(c, t, rows, nil)
	c.Before, c.Paging = next, next != ""
	return nil
}

// reread looks whether comments were edited on some of the cards that were not read in a batch.
func (b *board) reread(ctx context.Context, c *cursor, page *feed.Page) error {
	t, err := b.surroundings(ctx, page)
	if err != nil {
		return err
	}
	some := c.Reread[:min(len(c.Reread), batchSize)]
	paths := make([]string, len(some))
	for i, id := range some {
		paths[i] = fmt.Sprintf("/cards/%s/actions?filter=%s&limit=%d", id, comments, commentsAtMost)
	}
	answers, err := b.batch(ctx, paths)
	if err != nil {
		return err
	}
	for _, raw := range answers {
		var rows []json.RawMessage
		if err := json.Unmarshal(raw, &rows); err != nil {
			t.page.Rejects = append(t.page.Rejects, reject("comments", raw, err))
			continue
		}
		t.edits(rows, c.Edited)
	}
	if c.Reread = slices.Clone(c.Reread[len(some):]); len(c.Reread) == 0 {
		c.Edited = 0
	}
	return nil
}

// surroundings asks for the lists and the members of the board, and nothing else.
func (b *board) surroundings(ctx context.Context, page *feed.Page) (*translator, error) {
	s := &state{}
	args := trello.Arguments{
		"fields": boardFields, "lists": "all", "list_fields": "name,closed", "members": "all", "member_fields": memberFields,
	}
	if err := b.api.get(ctx, "boards/"+b.name, args, s); err != nil {
		return nil, missing(err, "board "+b.name)
	}
	if s.ID == "" {
		return nil, fmt.Errorf("read the board %s: the answer is no board", b.name)
	}
	return newTranslator(s, page), nil
}

// batch makes up to ten requests in one. Of those that found nothing there is no answer.
func (b *board) batch(ctx context.Context, paths []string) (answers []json.RawMessage, err error) {
	urls := make([]string, len(paths))
	for i, path := range paths {
		urls[i] = strings.ReplaceAll(path, ",", url.QueryEscape(","))
	}
	rows, err := b.api.list(ctx, "batch", trello.Arguments{"urls": strings.Join(urls, ",")})
	if err != nil {
		return nil, fmt.Errorf("read %d cards: %w", len(paths), err)
	}
	if len(rows) < len(paths) {
		return nil, fmt.Errorf("read %d cards: Trello answered %d", len(paths), len(rows))
	}
	for _, raw := range rows {
		var answer struct {
			OK         json.RawMessage `json:"200"`
			StatusCode int             `json:"statusCode"`
			Message    string          `json:"message"`
		}
		switch err := json.Unmarshal(raw, &answer); {
		case err == nil && answer.OK != nil:
			answers = append(answers, answer.OK)
		case answer.StatusCode >= 400:
			r := &refusal{status: answer.StatusCode, said: answer.Message}
			if !r.absent() {
				return nil, fmt.Errorf("read %d cards: %w", len(paths), r.meaning())
			}
		default:
			answers = append(answers, raw) // whoever decodes it says what is wrong with it
		}
	}
	return answers, nil
}
