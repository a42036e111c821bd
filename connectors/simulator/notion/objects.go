package notion

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// identify is the id in the path, however it is written.
func (a *ask) identify() string { return short(strings.ToLower(a.PathValue("id"))) }

func (a *ask) base() *base {
	for _, b := range a.ledger.bases {
		if short(b.id) == a.identify() {
			return b
		}
	}
	return nil
}

func (a *ask) paper(id string) *page {
	for _, p := range a.ledger.pages {
		if short(p.id) == short(id) {
			return p
		}
	}
	return nil
}

func (a *ask) database() (any, error) {
	if b := a.base(); b != nil {
		return a.draw.database(b), nil
	}
	return nil, missing("database", a.PathValue("id"))
}

// table is the base whose data source is in the path.
func (a *ask) table() *base {
	for _, b := range a.ledger.bases {
		if short(b.source) == a.identify() {
			return b
		}
	}
	return nil
}

func (a *ask) source() (any, error) {
	if !a.draw.newer {
		return nil, errURL
	}
	if b := a.table(); b != nil {
		return a.draw.source(b), nil
	}
	return nil, missing("data source", a.PathValue("id"))
}

// query lists the pages of a database, in the former version, or of a data source.
func (a *ask) query() (any, error) {
	database := strings.HasPrefix(a.URL.Path, "/v1/databases/")
	if database == a.draw.newer {
		return nil, errURL
	}
	b, what := a.table(), "data source"
	if database {
		b, what = a.base(), "database"
	}
	if b == nil {
		return nil, missing(what, a.PathValue("id"))
	}
	var all []object
	for _, p := range slices.Backward(a.ledger.pages) {
		if p.base == b && !p.trashed {
			all = append(all, a.draw.page(p))
		}
	}
	all, err := filter(all, a.body["filter"])
	if err != nil {
		return nil, err
	}
	if err := arrange(all, a.body["sorts"]); err != nil {
		return nil, err
	}
	return a.list(all, a.several())
}

// several is what Notion calls a list of mixed objects.
func (a *ask) several() string {
	if a.draw.newer {
		return "page_or_data_source"
	}
	return "page_or_database"
}

// search lists pages and, as the version has it, data sources or databases.
func (a *ask) search() (any, error) {
	container := "database"
	if a.draw.newer {
		container = "data_source"
	}
	kind := ""
	if f, ok := a.body["filter"].(object); ok {
		kind, _ = f["value"].(string)
		if f["property"] != "object" || kind != "page" && kind != container {
			return nil, invalid("body failed validation: body.filter.value should be `\"page\"` or `%q`, instead was `%q`.", container, kind)
		}
	}
	words, _ := a.body["query"].(string)
	words = strings.ToLower(words)
	var all []object
	for _, p := range a.ledger.pages {
		if kind != container && !p.trashed && strings.Contains(strings.ToLower(p.title), words) {
			all = append(all, a.draw.page(p))
		}
	}
	for _, b := range a.ledger.bases {
		if kind == "page" || !strings.Contains(strings.ToLower(b.Title), words) {
			continue
		}
		if a.draw.newer {
			all = append(all, a.draw.source(b))
		} else {
			all = append(all, a.draw.database(b))
		}
	}
	direction := "descending"
	if s, ok := a.body["sort"].(object); ok {
		if s["timestamp"] != "last_edited_time" && s["timestamp"] != nil {
			return nil, invalid("body failed validation: body.sort.timestamp should be `\"last_edited_time\"`.")
		}
		if d, ok := s["direction"].(string); ok {
			direction = d
		}
	}
	if err := arrange(all, []any{object{"timestamp": "last_edited_time", "direction": direction}}); err != nil {
		return nil, err
	}
	return a.list(all, a.several())
}

func (a *ask) page() (any, error) {
	if p := a.paper(a.identify()); p != nil {
		return a.draw.page(p), nil
	}
	return nil, missing("page", a.PathValue("id"))
}

func (a *ask) block() (any, error) {
	if p := a.paper(a.identify()); p != nil {
		return object{
			"object": "block", "id": p.id, "parent": a.draw.page(p)["parent"], "created_time": stamp(p.created), "last_edited_time": stamp(p.edited),
			"has_children": len(a.draw.blocks(p)) > 0, "archived": p.trashed, "in_trash": p.trashed, "type": "child_page",
			"child_page": object{"title": p.title},
		}, nil
	}
	for _, p := range a.ledger.pages {
		for _, b := range a.draw.blocks(p) {
			if short(b["id"].(string)) == a.identify() {
				return b, nil
			}
		}
	}
	return nil, missing("block", a.PathValue("id"))
}

func (a *ask) children() (any, error) {
	if p := a.paper(a.identify()); p != nil {
		return a.list(a.draw.blocks(p), "block")
	}
	if _, err := a.block(); err != nil {
		return nil, err
	}
	return a.list(nil, "block")
}

// open reports whether the comment is in a list: it was not deleted and its discussion not resolved.
func (c *comment) open() bool { return !c.deleted && !c.silent && !c.on.trashed }

func (a *ask) comments() (any, error) {
	id, _ := a.body["block_id"].(string)
	if id == "" {
		return nil, invalid("block_id is required.")
	}
	p := a.paper(strings.ToLower(id))
	if p == nil || p.trashed {
		return nil, missing("block", id)
	}
	var all []object
	for _, c := range p.comments {
		if c.open() {
			all = append(all, a.draw.comment(c))
		}
	}
	return a.list(all, "comment")
}

func (a *ask) comment() (any, error) {
	for _, p := range a.ledger.pages {
		for _, c := range p.comments {
			if short(c.id) == a.identify() && c.open() {
				return a.draw.comment(c), nil
			}
		}
	}
	return nil, missing("comment", a.PathValue("id"))
}

// members are the users of the workspace: the team and its programs.
func (a *ask) members() []object {
	all := []object{}
	for _, p := range a.ledger.order {
		if account(p) != "" && !p.Outside {
			all = append(all, a.draw.person(p.Handle).(object))
		}
	}
	return append(all, integration().(object))
}

func (a *ask) users() (any, error) { return a.list(a.members(), "user") }

func (a *ask) user() (any, error) {
	if a.PathValue("id") == "me" {
		return integration(), nil
	}
	guests := []object{}
	for _, p := range a.ledger.order {
		if account(p) != "" && p.Outside {
			guests = append(guests, a.draw.person(p.Handle).(object))
		}
	}
	for _, u := range append(a.members(), guests...) {
		if short(u["id"].(string)) == a.identify() {
			return u, nil
		}
	}
	return nil, missing("user", a.PathValue("id"))
}

// arrange sorts objects, by one thing after the other.
func arrange(all []object, by any) error {
	sorts, _ := by.([]any)
	for _, one := range slices.Backward(sorts) {
		s, ok := one.(object)
		if !ok {
			return invalid("body failed validation: body.sorts should be a list of objects.")
		}
		key, err := sortKey(s)
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, func(x, y object) int {
			if s["direction"] == "descending" {
				x, y = y, x
			}
			return cmp.Compare(key(x), key(y))
		})
	}
	return nil
}

func sortKey(s object) (func(object) string, error) {
	if at, ok := s["timestamp"].(string); ok && (at == "last_edited_time" || at == "created_time") {
		return func(o object) string { return o[at].(string) }, nil
	}
	name, _ := s["property"].(string)
	if name != "Name" && name != "Status" && name != "Due" {
		return nil, invalid("Could not find sort property with name or id: %s", name)
	}
	return func(o object) string { return value(o, name) }, nil
}

// value is what a property of a page says, as text.
func value(o object, name string) string {
	property, _ := o["properties"].(object)[name].(object)
	switch kind, _ := property["type"].(string); kind {
	case "title":
		var text strings.Builder
		for _, s := range property["title"].([]any) {
			text.WriteString(s.(object)["plain_text"].(string))
		}
		return text.String()
	case "status":
		return property["status"].(object)["name"].(string)
	case "date":
		if date, ok := property["date"].(object); ok {
			return date["start"].(string)
		}
	}
	return ""
}

// instant reads a time in a filter, a day or an instant.
func instant(v any) (time.Time, bool) {
	text, _ := v.(string)
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
