package trello

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A translator puts what came from a board on a page, in our words.
type translator struct {
	place   place
	lists   map[string]string // names by id
	byID    map[string]feed.Account
	byName  map[string]feed.Account // by username, in small letters
	present map[string]bool         // the ids of the cards that are on the board; nil if that is not known
	page    *feed.Page
}

func newTranslator(s *state, page *feed.Page) *translator {
	t := &translator{
		place: s.place, lists: map[string]string{}, byID: map[string]feed.Account{}, byName: map[string]feed.Account{}, page: page,
	}
	for _, raw := range s.Lists {
		var l thing
		if err := json.Unmarshal(raw, &l); err == nil && l.ID != "" {
			t.lists[l.ID] = l.Name
		}
	}
	for _, raw := range s.Members {
		var m member
		if err := lenient(raw, &m); err == nil && m.ID != "" {
			t.byID[m.ID] = m.account()
			t.byName[strings.ToLower(m.Username)] = m.account()
		}
	}
	if s.Cards != nil {
		t.present = map[string]bool{}
	}
	for _, raw := range s.Cards {
		if one, err := decodeCard(raw); err == nil {
			t.present[one.ID] = true
		}
	}
	return t
}

// account is somebody as the feed knows them: by the name that others mention them with.
func (m member) account() feed.Account {
	return feed.Account{ID: cmp.Or(m.Username, m.ID), Name: cmp.Or(m.FullName, m.Name), Email: m.Email}
}

// somebody finds an account, by what the action says about it and by its id. Whoever is not a member any more is known by
// the id alone.
func (t *translator) somebody(said *member, id string) feed.Account {
	if said != nil && said.Username != "" {
		a := said.account()
		if known, ok := t.byID[said.ID]; ok && known.ID == a.ID {
			a.Email = cmp.Or(a.Email, known.Email)
		}
		return a
	}
	if said != nil {
		id = cmp.Or(id, said.ID)
	}
	if known, ok := t.byID[id]; ok || id == "" {
		return known
	}
	if said != nil {
		return feed.Account{ID: id, Name: cmp.Or(said.FullName, said.Name)}
	}
	return feed.Account{ID: id}
}

// put translates actions, and what they say about cards that are not on the board any more.
func (t *translator) put(acts []action) {
	left := map[string]action{}
	for _, a := range acts {
		t.act(a)
		if id := a.card(); id != "" && !t.present[id] && (t.present != nil || a.leaves()) {
			left[id] = a
		}
	}
	for _, a := range acts {
		if left[a.card()].ID == a.ID {
			t.former(a)
		}
	}
}

// leaves reports whether the action took its card off the board.
func (a action) leaves() bool { return a.Type == "deleteCard" || a.Type == "moveCardFromBoard" }

// former makes a snapshot of a card that is not on the board, as the latest action on it shows it.
func (t *translator) former(a action) {
	if a.leaves() {
		t.page.Gone = append(t.page.Gone, a.card())
		return
	}
	c := a.Data.Card
	it := feed.Item{
		ID: c.ID, Kind: "card", Title: c.Name, URL: t.cardURL(c), Created: moment("", c.ID), Updated: a.at,
		Status: a.Data.List.Name,
	}
	t.page.Items = append(t.page.Items, it)
}

// finish adds the board itself, if there is anything else to be told.
func (t *translator) finish(always bool) {
	p := t.page
	if !always && len(p.Items)+len(p.Events)+len(p.Gone)+len(p.Retracted) == 0 {
		return
	}
	it := feed.Item{
		ID: t.place.ID, Kind: "board", Title: t.place.Name, URL: t.place.URL, State: feed.StateOpen,
		Created: moment("", t.place.ID), Updated: moment(t.place.LastActivity, t.place.ID),
	}
	if t.place.Closed {
		it.State = feed.StateClosed
	}
	p.Items = append(p.Items, it)
}

// cards puts snapshots of cards on the page.
func (t *translator) cards(cards []card) {
	for _, c := range cards {
		it := feed.Item{
			ID: c.ID, Kind: "card", Title: c.Name, URL: t.address(c), State: feed.StateOpen, Status: t.lists[c.IDList],
			Labels: c.labels(), Created: moment("", c.ID), Updated: moment(c.LastActivity, c.ID), Due: moment(c.Due, ""),
			Comments: c.Badges.Comments,
		}
		if c.Closed || c.DueComplete {
			it.State = feed.StateClosed
		}
		for _, id := range c.IDMembers {
			it.Owners = append(it.Owners, t.somebody(nil, id))
		}
		t.page.Items = append(t.page.Items, it)
	}
}

// labels are the names of the card's labels, or their colours where they have no names.
func (c card) labels() (names []string) {
	for _, l := range c.Labels {
		if name := l.label(); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (t thing) label() string { return cmp.Or(t.Name, t.Color) }

// knownCards is what is known of some cards; nothing if nobody keeps them.
func knownCards(ctx context.Context, env connectors.Env, cards []card) (map[string]feed.Item, error) {
	if env.Known == nil || len(cards) == 0 {
		return map[string]feed.Item{}, nil
	}
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	known, err := env.Known(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("look up what is known of %d cards: %w", len(ids), err)
	}
	return known, nil
}

// compare tells of labels that came and went: Trello has no list of such actions. It is known only that they did since
// the card was last read.
func (t *translator) compare(cards []card, known map[string]feed.Item, acts []action) {
	for _, c := range cards {
		before, ok := known[c.ID]
		told := slices.ContainsFunc(acts, func(a action) bool {
			return a.card() == c.ID && (a.Type == "addLabelToCard" || a.Type == "removeLabelFromCard")
		})
		if !ok || told || before.State == feed.StateUnknown {
			continue
		}
		now := c.labels()
		for _, name := range now {
			if !slices.Contains(before.Labels, name) {
				t.label(c, before, feed.Labeled, name)
			}
		}
		for _, name := range before.Labels {
			if !slices.Contains(now, name) {
				t.label(c, before, feed.Unlabeled, name)
			}
		}
	}
}

func (t *translator) label(c card, before feed.Item, verb feed.Verb, name string) {
	at := moment(c.LastActivity, c.ID)
	e := feed.Event{
		Key:  "label/" + c.ID + "/" + strconv.FormatInt(at.UnixMilli(), 10) + "/" + string(verb) + "/" + name,
		Item: c.ID, Verb: verb, At: at, NotBefore: before.Updated, Into: name, URL: t.address(c),
	}
	if e.NotBefore.After(at) {
		e.NotBefore = time.Time{}
	}
	if len(e.Key) <= feed.MaxKey {
		t.page.Events = append(t.page.Events, e)
	}
}

// address is where people see a card.
func (t *translator) address(c card) string {
	return cmp.Or(c.URL, t.cardURL(thing{ID: c.ID, ShortLink: c.ShortLink}))
}

// cardURL is where people see a card that an action names.
func (t *translator) cardURL(c thing) string {
	if short := cmp.Or(c.ShortLink, c.ID); short != "" {
		return t.site() + "/c/" + short
	}
	return ""
}

// site is where people see the board: the address of Trello, without a slash at its end.
func (t *translator) site() string {
	if i := strings.Index(t.place.URL, "/b/"); i > 0 {
		return t.place.URL[:i]
	}
	return "https://trello.com"
}

// phrase takes a word of the API apart: updateCheckItem is "update check item".
func phrase(word string) string {
	var b strings.Builder
	for i, r := range word {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
