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

	"github.com/adlio/trello"

	"github.com/datelinehq/dateline/feed"
)

// batchSize is how many requests Trello takes in a batch, and batches how many of them are made before it is cheaper to
// ask for all cards.
const (
	batchSize = 10
	batches   = 3
)

// rereadAtMost bounds how many cards are looked at for edited comments after one poll.
const rereadAtMost = 200

// firstCards takes the cards that the first answer brought.
func (b *board) firstCards(c *cursor, s *state, t *translator) {
	if c.Large {
		c.Paging = true
		return
	}
	b.takeCards(c, t, s.Cards, func(card) bool { return true })
}

// takeCards puts those of the cards on the page that are wanted, and remembers all.
func (b *board) takeCards(c *cursor, t *translator, rows []json.RawMessage, wanted func(card) bool) (taken []card) {
	var moved []seen
	for _, raw := range rows {
		one, err := decodeCard(raw)
		if err != nil {
			t.page.Rejects = append(t.page.Rejects, reject("card", raw, err))
			continue
		}
		if wanted(one) {
			taken = append(taken, one)
		}
		moved = append(moved, one.seen())
	}
	t.cards(taken)
	c.Cards = c.Cards.next(moved)
	return taken
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
	if c.Large {
		for _, a := range acts {
			if id := a.card(); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	cards, err := b.cards(ctx, t, ids)
	if err != nil {
		return err
	}
	if err := t.compare(ctx, b.env, cards, acts); err != nil {
		return err
	}
	c.Edited = c.Cards.Floor
	c.Reread = unexplained(cards, acts)
	c.Cards = c.Cards.next(moved)
	t.cards(cards)
	return nil
}

// unexplained are the ids of those cards with comments that moved without an action that says why. Labels do that, lines
// of checklists, and comments that were edited.
func unexplained(cards []card, acts []action) (ids []string) {
	const precision = 1000 // what lies between an action and the moment its card takes note
	for _, one := range cards {
		explained := slices.ContainsFunc(acts, func(a action) bool {
			return a.card() == one.ID && a.at.UnixMilli()+precision >= one.seen().At
		})
		if !explained && one.Badges.Comments > 0 && len(ids) < rereadAtMost {
			ids = append(ids, one.ID)
		}
	}
	return ids
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
				paths[i] = "/cards/" + id + "?fields=" + cardFields
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
	b.takeCards(c, t, rows, func(card) bool { return true })
	c.Before, c.Paging = next, next != ""
	return nil
}

// reread looks whether comments of some cards were edited.
func (b *board) reread(ctx context.Context, c *cursor, page *feed.Page) error {
	t, err := b.surroundings(ctx, page)
	if err != nil {
		return err
	}
	some := c.Reread[:min(len(c.Reread), batchSize)]
	paths := make([]string, len(some))
	for i, id := range some {
		paths[i] = "/cards/" + id + "/actions?filter=commentCard,copyCommentCard&limit=100"
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
		for _, row := range rows {
			if a, err := decodeAction(row); err == nil && a.edited().UnixMilli() > c.Edited {
				t.put([]action{a})
			}
		}
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
