package notion

import (
	"fmt"
	"slices"
	"time"
)

// An object is one of JSON.
type object = map[string]any

// A painter draws what the ledger has as Notion shows it to clients of one version.
type painter struct {
	base   string
	ledger *ledger
	newer  bool // the version knows data sources
}

// stamp is a time as Notion writes it.
func stamp(t time.Time) string { return minute(t).Format("2006-01-02T15:04:05.000Z") }

func (d painter) address(p *page) string { return address(d.base, p.act.Number) }

// partial is somebody of whom only the id is told.
func (d painter) partial(handle string) any {
	id := account(d.ledger.people[handle])
	if id == "" {
		id = uuid("nobody", handle) // the id stays when the account goes
	}
	return object{"object": "user", "id": id}
}

// person is somebody in full.
func (d painter) person(handle string) any {
	p := d.ledger.people[handle]
	o := object{"object": "user", "id": account(p), "name": p.Name, "avatar_url": nil}
	if p.Bot {
		o["type"] = "bot"
		o["bot"] = object{"owner": object{"type": "workspace", "workspace": true}, "workspace_name": "Moorline"}
		return o
	}
	o["type"], o["person"] = "person", object{}
	if p.Email != "" {
		o["person"] = object{"email": p.Email}
	}
	return o
}

// integration is the bot that a token belongs to.
func integration() any {
	return object{
		"object": "user", "id": uuid("user", "integration"), "name": "Dateline", "avatar_url": nil, "type": "bot",
		"bot": object{
			"owner": object{"type": "workspace", "workspace": true}, "workspace_name": "Moorline", "workspace_id": uuid("workspace"),
			"workspace_limits": object{"max_file_upload_size_in_bytes": 5242880},
		},
	}
}

func (d painter) people(handles []string) []any {
	all := []any{}
	for _, h := range handles {
		if account(d.ledger.people[h]) != "" {
			all = append(all, d.person(h))
		}
	}
	return all
}

// colors are those of options, by their place.
var colors = []string{"gray", "blue", "green", "purple", "orange", "red", "yellow", "brown", "pink"}

func (b *base) option(name string) object {
	color := "default"
	if i := slices.Index(b.Columns, name); i >= 0 {
		color = colors[i%len(colors)]
	}
	return object{"id": uuid("option", b.Name, name)[:8], "name": name, "color": color}
}

// schema is what the data source says of its properties.
func (d painter) schema(b *base) object {
	options, groups := []any{}, []any{}
	members := map[string][]any{"To-do": {}, "In progress": {}, "Complete": {}}
	for i, column := range b.Columns {
		o := b.option(column)
		o["description"] = nil
		options = append(options, o)
		group := "In progress"
		switch {
		case b.Finished(column):
			group = "Complete"
		case i == 0:
			group = "To-do"
		}
		members[group] = append(members[group], o["id"])
	}
	for i, name := range []string{"To-do", "In progress", "Complete"} {
		groups = append(groups, object{"id": uuid("group", name), "name": name, "color": colors[i], "option_ids": members[name]})
	}
	tags := []any{}
	for _, p := range d.ledger.pages {
		for _, tag := range p.tags {
			if !slices.ContainsFunc(tags, func(o any) bool { return o.(object)["name"] == tag }) {
				tags = append(tags, tagOption(tag))
			}
		}
	}
	property := func(id, name, kind string, of object) object {
		return object{"id": id, "name": name, "description": nil, "type": kind, kind: of}
	}
	return object{
		"Name": property("title", "Name", "title", object{}), "Status": property("st%3A", "Status", "status", object{"options": options, "groups": groups}),
		"Owner": property("ow%3D", "Owner", "people", object{}), "Reviewers": property("rv%40", "Reviewers", "people", object{}),
		"Tags": property("tg%5B", "Tags", "multi_select", object{"options": tags}), "Due": property("du%5D", "Due", "date", object{}),
		"ID": property("id%7C", "ID", "unique_id", object{"prefix": prefix}),
	}
}

// prefix stands before the number of a page.
const prefix = "PROP"

func tagOption(name string) object {
	return object{"id": uuid("tag", name)[:8], "name": name, "color": colors[len(name)%len(colors)]}
}

// page draws a page.
func (d painter) page(p *page) object {
	tags, due := []any{}, any(nil)
	for _, tag := range p.tags {
		tags = append(tags, tagOption(tag))
	}
	if !p.due.IsZero() {
		start := p.due.UTC().Format(time.DateOnly)
		if !p.due.Equal(p.due.Truncate(24 * time.Hour)) {
			start = p.due.UTC().Format("2006-01-02T15:04:05.000-07:00")
		}
		due = object{"start": start, "end": nil, "time_zone": nil}
	}
	parent := object{"type": "database_id", "database_id": p.base.id}
	if d.newer {
		parent = object{"type": "data_source_id", "data_source_id": p.base.source, "database_id": p.base.id}
	}
	o := object{
		"object": "page", "id": p.id, "created_time": stamp(p.created), "last_edited_time": stamp(p.edited),
		"created_by": d.partial(p.act.By), "last_edited_by": d.partial(p.editor), "cover": nil, "icon": nil, "parent": parent,
		"archived": p.trashed, "in_trash": p.trashed, "is_locked": false, "url": d.address(p), "public_url": nil,
		"properties": object{
			"Name":      object{"id": "title", "type": "title", "title": appendText([]any{}, p.title)},
			"Status":    object{"id": "st%3A", "type": "status", "status": p.base.option(p.status)},
			"Owner":     object{"id": "ow%3D", "type": "people", "people": d.people(p.owners)},
			"Reviewers": object{"id": "rv%40", "type": "people", "people": d.people(p.reviewers)},
			"Tags":      object{"id": "tg%5B", "type": "multi_select", "multi_select": tags},
			"Due":       object{"id": "du%5D", "type": "date", "date": due},
			"ID":        object{"id": "id%7C", "type": "unique_id", "unique_id": object{"prefix": prefix, "number": p.act.Number}},
		},
	}
	if d.newer {
		o["is_archived"] = false
	}
	return o
}

// container draws what databases and data sources have in common.
func (d painter) container(kind string, b *base, id string) object {
	return object{
		"object": kind, "id": id, "created_time": stamp(b.created), "last_edited_time": stamp(b.created), "cover": nil,
		"icon": object{"type": "emoji", "emoji": "⚓"}, "title": appendText([]any{}, b.Title),
		"description": appendText([]any{}, "What the team proposes and decides"), "is_inline": false, "archived": false, "in_trash": false,
		"url": d.base + "/" + short(b.id), "public_url": nil,
	}
}

func (d painter) database(b *base) object {
	o := d.container("database", b, b.id)
	o["parent"] = object{"type": "workspace", "workspace": true}
	if d.newer {
		o["is_locked"] = false
		o["data_sources"] = []any{object{"id": b.source, "name": b.Title}}
		return o
	}
	o["created_by"], o["last_edited_by"] = d.partial("ines"), d.partial("ines")
	o["properties"] = d.schema(b)
	return o
}

func (d painter) source(b *base) object {
	o := d.container("data_source", b, b.source)
	o["created_by"], o["last_edited_by"] = d.partial("ines"), d.partial("ines")
	o["parent"] = object{"type": "database_id", "database_id": b.id}
	o["database_parent"] = object{"type": "workspace", "workspace": true}
	o["properties"] = d.schema(b)
	return o
}

func (d painter) comment(c *comment) object {
	who := d.ledger.people[c.act.By]
	kind := "user"
	if who.Bot {
		kind = "integration"
	}
	return object{
		"object": "comment", "id": c.id, "parent": object{"type": "page_id", "page_id": c.on.id}, "discussion_id": c.discussion,
		"created_time": stamp(c.act.At), "last_edited_time": stamp(c.edited), "created_by": d.partial(c.act.By),
		"rich_text": d.rich(c.text), "display_name": object{"type": kind, "resolved_name": who.Name},
	}
}

// blocks draws what stands in a page.
func (d painter) blocks(p *page) []object {
	pieces := piecesOf(p.text)
	for _, l := range p.lines {
		pieces = append(pieces, piece{kind: "to_do", text: l.text, done: l.done})
	}
	var all []object
	for i, one := range pieces {
		content := object{"rich_text": d.rich(one.text), "color": "default"}
		switch one.kind {
		case "to_do":
			content["checked"] = one.done
		case "code":
			content = object{"rich_text": appendText([]any{}, one.text), "language": "plain text", "caption": []any{}}
		}
		all = append(all, object{
			"object": "block", "id": uuid("block", p.id, fmt.Sprint(i)), "parent": object{"type": "page_id", "page_id": p.id},
			"created_time": stamp(p.created), "last_edited_time": stamp(p.edited), "created_by": d.partial(p.act.By),
			"last_edited_by": d.partial(p.editor), "has_children": false, "archived": p.trashed, "in_trash": p.trashed,
			"type": one.kind, one.kind: content,
		})
	}
	return all
}
