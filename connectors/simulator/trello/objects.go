package trello

import "strings"

func (a *ask) ofMember() (any, error) {
	var m *member
	for _, one := range a.draw.ledger.members {
		if a.part(1) == one.id || a.part(1) == one.username {
			m = one
		}
	}
	if a.part(1) == "me" {
		m = a.me
	}
	switch {
	case m == nil:
		return nil, absent("member")
	case a.part(2) == "":
		return a.fields(a.draw.member(m), "fields"), nil
	case a.part(2) == "boards":
		return a.boards(), nil
	case a.part(2) == "organizations":
		return []object{a.fields(a.draw.organization(), "fields")}, nil
	}
	return nil, a.unknown()
}

func (a *ask) ofOrganization() (any, error) {
	o := a.draw.organization()
	switch {
	case a.part(1) != Workspace && a.part(1) != o["id"]:
		return nil, absent("organization")
	case a.part(2) == "":
		return a.fields(o, "fields"), nil
	case a.part(2) == "boards":
		return a.boards(), nil
	case a.part(2) == "members":
		return a.members("fields"), nil
	}
	return nil, a.unknown()
}

func (a *ask) boards() []object {
	found := []object{}
	if a.query.Get("filter") == "closed" {
		return found
	}
	for _, b := range a.draw.ledger.boards {
		found = append(found, a.fields(a.draw.board(b), "fields"))
	}
	return found
}

func (a *ask) ofBoard() (any, error) {
	b := a.draw.ledger.board(a.part(1))
	switch {
	case b == nil && !wellFormed(a.part(1)):
		return nil, errID
	case b == nil:
		return nil, absent("board")
	}
	switch a.part(2) {
	case "":
		return a.nested(b)
	case "actions":
		return a.actions(b.actions, "", "all")
	case "cards":
		return a.cards(b, nil, "", or(a.part(3), a.query.Get("filter"), "visible"))
	case "lists":
		return a.lists(b, "fields"), nil
	case "members":
		return a.members("fields"), nil
	case "labels":
		return a.labels(b), nil
	case "checklists":
		return a.checklists(b), nil
	}
	return nil, a.unknown()
}

// nested is a board with what was asked for within it.
func (a *ask) nested(b *board) (any, error) {
	o := a.fields(a.draw.board(b), "fields")
	var err error
	if v := a.query.Get("cards"); v != "" && v != "none" {
		if o["cards"], err = a.cards(b, nil, "card_", v); err != nil {
			return nil, err
		}
	}
	if v := a.query.Get("actions"); v != "" {
		if o["actions"], err = a.actions(b.actions, "actions_", v); err != nil {
			return nil, err
		}
	}
	if v := a.query.Get("lists"); v != "" && v != "none" {
		o["lists"] = a.lists(b, "list_fields")
	}
	if v := a.query.Get("members"); v != "" && v != "none" {
		o["members"] = a.members("member_fields")
	}
	if v := a.query.Get("labels"); v != "" && v != "none" {
		o["labels"] = a.labels(b)
	}
	if v := a.query.Get("checklists"); v != "" && v != "none" {
		o["checklists"] = a.checklists(b)
	}
	return o, nil
}

func (a *ask) ofList() (any, error) {
	for _, b := range a.draw.ledger.boards {
		for _, l := range b.lists {
			switch {
			case l.id != a.part(1):
			case a.part(2) == "":
				return a.fields(a.draw.list(b, l), "fields"), nil
			case a.part(2) == "cards":
				return a.cards(b, l, "", or(a.query.Get("filter"), "visible"))
			case a.part(2) == "board":
				return a.fields(a.draw.board(b), "fields"), nil
			default:
				return nil, a.unknown()
			}
		}
	}
	return nil, absent("list")
}

func (a *ask) ofCard() (any, error) {
	c := a.draw.ledger.card(a.part(1))
	switch {
	case c == nil && !wellFormed(a.part(1)):
		return nil, errID
	case c == nil:
		return nil, errGone
	}
	switch a.part(2) {
	case "":
		o := a.around(c, a.fields(a.draw.card(c), "fields"))
		var err error
		if v := a.query.Get("actions"); v != "" {
			o["actions"], err = a.actions(c.actions(), "actions_", v)
		}
		return o, err
	case "actions":
		return a.actions(c.actions(), "", "commentCard,updateCard:idList")
	case "checklists":
		return a.draw.checklists(c), nil
	case "members":
		return a.people(c.members, "fields"), nil
	case "attachments":
		return []object{}, nil
	case "list":
		return a.fields(a.draw.list(c.board, c.list), "fields"), nil
	case "board":
		return a.fields(a.draw.board(c.board), "fields"), nil
	}
	return nil, a.unknown()
}

// actions are what was done to the card.
func (c *card) actions() (acts []*action) {
	for _, act := range c.board.actions {
		if act.card == c {
			acts = append(acts, act)
		}
	}
	return acts
}

// around adds to a card what was asked for beside it.
func (a *ask) around(c *card, o object) object {
	if a.query.Get("members") == "true" {
		o["members"] = a.people(c.members, "member_fields")
	}
	if v := a.query.Get("checklists"); v == "all" {
		o["checklists"] = a.draw.checklists(c)
	}
	if a.query.Get("list") == "true" {
		o["list"] = a.draw.list(c.board, c.list)
	}
	return o
}

func (a *ask) checklist() (any, error) {
	for _, b := range a.draw.ledger.boards {
		for _, c := range b.cards {
			if !c.gone && c.checklist != "" && c.checklist == a.part(1) {
				return a.draw.checklists(c)[0], nil
			}
		}
	}
	return nil, absent("checklist")
}

func or(texts ...string) string {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
