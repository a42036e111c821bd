package trello

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// An object is any of Trello's.
type object = map[string]any

// A painter makes Trello's objects.
type painter struct {
	base   string
	ledger *ledger
	refer  func(work int) string
}

func (p painter) boardPage(b *board) string { return p.base + "/b/" + b.short + "/" + b.project.Name }

// cardPage is the short address of a card.
func (p painter) cardPage(c *card) string { return p.base + "/c/" + c.short }

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

func slug(c *card) string {
	return fmt.Sprintf("%d-%s", c.number, strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(c.name), "-"), "-"))
}

func (p painter) board(b *board) object {
	return object{
		"id": b.id, "name": b.project.Title, "desc": "", "descData": nil, "closed": false, "idOrganization": p.organization()["id"],
		"pinned": false, "shortLink": b.short, "url": p.boardPage(b), "shortUrl": p.base + "/b/" + b.short,
		"dateLastActivity": instant(b.active), "dateLastView": nil, "starred": false, "subscribed": false,
		"prefs": object{"permissionLevel": "org", "comments": "members", "voting": "disabled"},
	}
}

func (p painter) organization() object {
	return object{
		"id": id(firstDay, "organization", 0), "name": Workspace, "displayName": "Moorline", "desc": "", "url": p.base + "/w/" + Workspace,
		"website": nil,
	}
}

func (p painter) list(b *board, l *list) object {
	return object{"id": l.id, "name": l.name, "closed": false, "idBoard": b.id, "pos": l.pos, "subscribed": false}
}

func (p painter) label(b *board, l *label) object {
	return object{"id": l.id, "idBoard": b.id, "name": l.name, "color": l.colour}
}

// member is somebody as others see them. Trello shows addresses to those who manage accounts, as the company does.
func (p painter) member(m *member) object {
	o := object{
		"id": m.id, "username": m.username, "fullName": m.name, "initials": initials(m.name), "memberType": "normal", "avatarHash": nil,
		"avatarUrl": nil, "url": p.base + "/" + m.username, "email": nil, "confirmed": true,
	}
	if m.email != "" {
		o["email"] = m.email
	}
	return o
}

func initials(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		b.WriteString(strings.ToUpper(string([]rune(word)[:1])))
	}
	return b.String()
}

func (p painter) card(c *card) object {
	done := 0
	members, labels, labelIDs, checklists := []string{}, []object{}, []string{}, []string{}
	for _, m := range c.members {
		members = append(members, m.id)
	}
	for _, l := range c.labels {
		labels, labelIDs = append(labels, p.label(c.board, l)), append(labelIDs, l.id)
	}
	for _, l := range c.lines {
		if l.done {
			done++
		}
	}
	if c.checklist != "" {
		checklists = append(checklists, c.checklist)
	}
	return object{
		"id": c.id, "idShort": c.number, "name": c.name, "desc": p.write(c.desc), "shortLink": c.short, "shortUrl": p.cardPage(c),
		"url": p.cardPage(c) + "/" + slug(c), "closed": c.closed, "idBoard": c.board.id, "idList": c.list.id, "idMembers": members,
		"labels": labels, "idLabels": labelIDs, "idChecklists": checklists, "due": instant(c.due), "dueComplete": c.done, "start": nil,
		"dateLastActivity": instant(c.active), "pos": c.number << 14, "isTemplate": false, "subscribed": false,
		"badges": object{
			"comments": c.comments, "attachments": 0, "description": c.desc != "", "due": instant(c.due), "dueComplete": c.done,
			"checkItems": len(c.lines), "checkItemsChecked": done, "votes": 0,
		},
	}
}

// checklists are the card's: one, or none.
func (p painter) checklists(c *card) []object {
	if c.checklist == "" {
		return []object{}
	}
	items := []object{}
	for i, l := range c.lines {
		var whose any
		if l.whose != nil {
			whose = l.whose.id
		}
		items = append(items, object{
			"id": l.id, "name": l.name, "state": state(l.done), "idChecklist": c.checklist, "pos": (i + 1) << 14, "due": nil,
			"idMember": whose,
		})
	}
	return []object{{"id": c.checklist, "name": "Checklist", "idBoard": c.board.id, "idCard": c.id, "pos": 16384, "checkItems": items}}
}

func (p painter) action(a *action) object {
	data := object{"board": object{"id": a.board.id, "name": a.board.project.Title, "shortLink": a.board.short}}
	card := object{"id": a.card.id, "idShort": a.card.number, "shortLink": a.card.short}
	if a.kind != "deleteCard" {
		card["name"] = a.name
	}
	for field, v := range a.now {
		if text, ok := v.(string); ok && field == "desc" {
			v = p.write(text)
		}
		card[field] = v
	}
	data["card"] = card
	if a.from != nil {
		data["listBefore"], data["listAfter"] = named(a.from), named(a.to)
	} else {
		data["list"] = named(a.list)
	}
	if a.old != nil {
		old := maps.Clone(a.old)
		if text, ok := old["desc"].(string); ok {
			old["desc"] = p.write(text)
		}
		data["old"] = old
	}
	o := object{
		"id": a.id, "idMemberCreator": a.creator, "type": a.kind, "date": instant(a.at), "data": data, "appCreator": nil, "limits": object{},
	}
	switch a.kind {
	case "commentCard":
		data["text"] = p.write(a.text)
		data["textData"] = object{"emoji": object{}}
		if !a.edited.IsZero() {
			data["dateLastEdited"] = instant(a.edited)
		}
	case "addMemberToCard", "removeMemberFromCard":
		data["idMember"] = a.whom.id
		data["member"] = object{"id": a.whom.id, "name": a.whom.name}
		o["member"] = p.member(a.whom)
	case "addChecklistToCard":
		data["checklist"] = object{"id": a.card.checklist, "name": "Checklist"}
	case "updateCheckItemStateOnCard":
		data["checklist"] = object{"id": a.card.checklist, "name": "Checklist"}
		data["checkItem"] = object{"id": a.line.id, "name": a.line.name, "state": a.state}
	}
	if a.by != nil {
		o["memberCreator"] = p.member(a.by)
		if a.by.bot {
			o["appCreator"] = object{"id": id(firstDay, "app", 0), "name": "Butler"}
		}
	}
	return o
}

func named(l *list) object { return object{"id": l.id, "name": l.name} }
