package trello

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/adlio/trello"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// pageSize is how many actions or cards Trello puts in one answer at most.
const pageSize = 1000

// What is asked for of a board, of its members and of a card.
const (
	boardFields  = "name,desc,closed,url,shortLink,dateLastActivity"
	memberFields = "username,fullName,email"
	cardFields   = "name,closed,idBoard,idList,idMembers,labels,due,dueComplete,dateLastActivity,idShort,shortLink,url,badges"
	cardMoved    = "dateLastActivity"
)

// A board reads one board.
type board struct {
	bell
	name  string // its id or its short link
	api   *api
	env   connectors.Env
	limit int
}

func newBoard(name string, api *api, env connectors.Env, bell bell) *board {
	return &board{bell: bell, name: name, api: api, env: env, limit: pageSize}
}

// Fetch reads on: the rest of what is under way, or what is new.
func (b *board) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c, err := b.decode(after)
	if err != nil {
		return feed.Page{}, err
	}
	var page feed.Page
	switch {
	case c.Paging:
		err = b.readCards(ctx, c, &page)
	case len(c.Reread) > 0:
		err = b.reread(ctx, c, &page)
	case c.Walk != nil:
		err = b.walk(ctx, c, &page)
	default:
		err = b.poll(ctx, c, &page)
	}
	if err != nil {
		return feed.Page{}, err
	}
	if c.Walk != nil {
		page.Progress = feed.Tally{What: "actions", Done: c.Walk.Read}
	}
	page.More = !c.settled()
	page.Next, err = c.encode()
	return page, err
}

// poll asks for what happened since the cursor, and reads the cards that moved.
func (b *board) poll(ctx context.Context, c *cursor, page *feed.Page) error {
	first, large := !c.Begun, c.Large
	fields := cardMoved
	if first {
		fields = cardFields
	}
	args := trello.Arguments{}
	if c.Actions.Floor > 0 {
		args["actions_since"] = instant(c.Actions.Floor)
	}
	s, err := b.ask(ctx, c, args, fields)
	if err != nil {
		return err
	}
	t := newTranslator(s, page)
	acts := b.fresh(s, &c.Actions, t)
	c.Paging = c.Large && !large
	if len(acts.new) > 0 && len(s.Actions) >= b.limit && acts.earliest > c.Actions.Floor {
		c.Walk = &walk{Known: c.Actions, Before: whole(acts.earliest), Last: acts.earliest, Read: len(s.Actions)}
		c.Paging = c.Large // for the cards that those actions name
	}
	c.Actions = c.Actions.next(acts.seen)
	if first {
		c.Begun = true
		b.takeCards(c, t, s.Cards, s.byCard())
	} else if err := b.movedCards(ctx, c, s, t, acts.new); err != nil {
		return err
	}
	t.put(acts.new)
	t.finish(first)
	return nil
}

// walk reads the next page of actions back in time.
func (b *board) walk(ctx context.Context, c *cursor, page *feed.Page) error {
	w := c.Walk
	args := trello.Arguments{"actions_before": w.Before}
	if w.Known.Floor > 0 {
		args["actions_since"] = instant(w.Known.Floor)
	}
	s, err := b.ask(ctx, c, args, cardMoved)
	if err != nil {
		return err
	}
	t := newTranslator(s, page)
	acts := b.fresh(s, &w.Known, t)
	w.Read += len(s.Actions)
	switch {
	case len(s.Actions) < b.limit || acts.earliest <= w.Known.Floor:
		c.Walk = nil
	case acts.earliest/1000 < w.Last/1000:
		w.Before, w.Last = whole(acts.earliest), acts.earliest
	case acts.earliestID != w.Before:
		// As much happened in one second as an answer holds, or more: go on behind the action, not behind the time.
		w.Before, w.Last = acts.earliestID, acts.earliest
	default:
		return errors.New("read the actions of the board: Trello answers the same page again and again")
	}
	t.put(acts.new)
	t.finish(false)
	return nil
}

// ask asks for the board with its lists, its members, its latest actions and its cards.
func (b *board) ask(ctx context.Context, c *cursor, args trello.Arguments, fields string) (*state, error) {
	args["fields"] = boardFields
	args["lists"], args["list_fields"] = "all", "name,closed"
	args["members"], args["member_fields"] = "all", memberFields
	args["actions"], args["actions_limit"] = "all", strconv.Itoa(b.limit)
	if !c.Large {
		args["cards"], args["card_fields"] = "all", fields
		if fields == cardFields {
			args["checklists"] = "all"
		}
	}
	s := &state{}
	err := b.api.get(ctx, "boards/"+b.name, args, s)
	if refused := (*refusal)(nil); !c.Large && errors.As(err, &refused) && refused.tooMany() {
		c.Large = true
		for _, name := range []string{"cards", "card_fields", "checklists"} {
			delete(args, name)
		}
		return b.ask(ctx, c, args, fields)
	}
	if err != nil {
		return nil, missing(err, "board "+b.name)
	}
	if s.ID == "" || s.Actions == nil || !c.Large && s.Cards == nil {
		return nil, fmt.Errorf("read the board %s: the answer is no board with its actions and cards", b.name)
	}
	return s, nil
}

// A state is a board as it was asked for.
type state struct {
	place
	Lists      []json.RawMessage `json:"lists"`
	Members    []json.RawMessage `json:"members"`
	Actions    []json.RawMessage `json:"actions"`
	Cards      []json.RawMessage `json:"cards"`
	Checklists []json.RawMessage `json:"checklists"` // nil if they were not asked for
}

// UnmarshalJSON leaves out what is odd about the board itself.
func (s *state) UnmarshalJSON(raw []byte) error {
	type plain state
	return lenient(raw, (*plain)(s))
}

// acts are the actions of one answer.
type acts struct {
	new  []action // by time
	seen []seen   // all of them, known or not
	// earliest is the time of the earliest of them and earliestID its id.
	earliest   int64
	earliestID string
}

// fresh decodes the actions of an answer and tells those that are new to a window. What cannot be understood is rejected
// once; it has no time, and is remembered with that of the latest action.
func (b *board) fresh(s *state, known *window, t *translator) acts {
	var got acts
	var latest int64
	var broken []json.RawMessage
	for _, raw := range s.Actions {
		a, err := decodeAction(raw)
		if err != nil {
			broken = append(broken, raw)
			continue
		}
		at := a.at.UnixMilli()
		if got.earliestID == "" || at < got.earliest || at == got.earliest && a.ID < got.earliestID {
			got.earliest, got.earliestID = at, a.ID
		}
		latest = max(latest, at)
		one := seen{at, a.ID}
		if got.seen = append(got.seen, one); !known.has(one) {
			got.new = append(got.new, a)
		}
	}
	for _, raw := range broken {
		_, err := decodeAction(raw)
		r := reject("action", raw, err)
		if !slices.ContainsFunc(known.Seen, func(s seen) bool { return s.ID == r.Key }) {
			t.page.Rejects = append(t.page.Rejects, r)
			got.seen = append(got.seen, seen{max(latest, known.Floor+1), r.Key})
		}
	}
	slices.SortFunc(got.new, func(x, y action) int { return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.ID, y.ID)) })
	return got
}

// instant is a time as Trello writes it.
func instant(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }

// whole is the first whole second after a time: whatever precision a bound is compared with, nothing at that time or
// before it is left out.
func whole(ms int64) string { return instant((ms/1000 + 1) * 1000) }
