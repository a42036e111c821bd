package asana

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// compact are the fields that objects in lists have where none are asked for.
var compact = map[string][]string{
	"task":  {"gid", "name", "resource_type", "resource_subtype"},
	"story": {"gid", "created_at", "created_by", "resource_type", "text", "type", "resource_subtype"},
	"":      {"gid", "name", "resource_type"},
}

// optIn are the fields that even full records have only where they are asked for.
var optIn = []string{"html_notes", "html_text", "dependencies", "dependents", "num_subtasks", "created_by", "email_domains", "source"}

// one answers with one object.
func (a *ask) one(o object) (any, error) {
	if fields := a.query.Get("opt_fields"); fields != "" {
		return object{"data": pick(o, strings.Split(fields, ","))}, nil
	}
	full := object{}
	for name, v := range o {
		if !slices.Contains(optIn, name) || name == "created_by" && o["resource_type"] == "story" {
			full[name] = without(v)
		}
	}
	return object{"data": full}, nil
}

// without leaves the addresses of people out, which come only where they are asked for.
func without(v any) any {
	if o, ok := v.(object); ok && o["resource_type"] == "user" {
		return object{"gid": o["gid"], "name": o["name"], "resource_type": "user"}
	}
	return v
}

// list answers with objects: with all of them, or with a page where a limit is asked for.
func (a *ask) list(all []object) (any, error) {
	answer := object{}
	if a.query.Has("limit") || a.query.Has("offset") {
		limit, err := strconv.Atoi(a.query.Get("limit"))
		if a.query.Get("limit") == "" {
			limit, err = 20, nil
		}
		if err != nil || limit < 1 || limit > 100 {
			return nil, invalid("limit: Must be between 1 and 100")
		}
		from, err := a.offset()
		if err != nil {
			return nil, err
		}
		answer["next_page"] = nil
		if next := from + limit; next < len(all) {
			answer["next_page"] = a.next(next)
		}
		all = all[min(from, len(all)):min(from+limit, len(all))]
	}
	rows := []object{}
	for _, o := range all {
		fields := strings.Split(a.query.Get("opt_fields"), ",")
		if a.query.Get("opt_fields") == "" {
			kind, _ := o["resource_type"].(string)
			if fields = compact[kind]; fields == nil {
				fields = compact[""]
			}
		}
		rows = append(rows, pick(o, fields))
	}
	answer["data"] = rows
	return answer, nil
}

// mark makes the offsets of one list useless for any other.
func (a *ask) mark() string {
	q := url.Values{}
	for name, v := range a.query {
		if name != "offset" && name != "limit" && name != "opt_fields" {
			q[name] = v
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(a.path, "/") + "?" + q.Encode()))
	return hex.EncodeToString(sum[:6])
}

func (a *ask) offset() (int, error) {
	text := a.query.Get("offset")
	if text == "" {
		return 0, nil
	}
	mark, at, _ := strings.Cut(text, "x")
	n, err := strconv.ParseInt(at, 16, 32)
	if err != nil || mark != a.mark() {
		return 0, invalid("offset: Your pagination token is invalid.")
	}
	return int(n), nil
}

// next leads to the page that begins with the object of that number.
func (a *ask) next(n int) object {
	q := maps.Clone(a.query)
	offset := fmt.Sprintf("%sx%06x", a.mark(), n)
	q.Set("offset", offset)
	path := "/" + strings.Join(a.path, "/") + "?" + q.Encode()
	return object{"offset": offset, "path": path, "uri": a.draw.base + apiPath + path}
}

// pick leaves of an object what is asked for, as a.b. An object that is asked for as a whole is compact.
func pick(o object, fields []string) object {
	found := object{}
	if gid, ok := o["gid"]; ok {
		found["gid"] = gid
	}
	for name, v := range o {
		var inner []string
		asked := false
		for _, f := range fields {
			f = strings.TrimPrefix(strings.TrimSpace(f), "this.")
			if f == name {
				asked = true
			} else if rest, ok := strings.CutPrefix(f, name+"."); ok {
				asked, inner = true, append(inner, rest)
			}
		}
		if asked {
			found[name] = within(v, inner)
		}
	}
	return found
}

func within(v any, fields []string) any {
	switch v := v.(type) {
	case object:
		kind, named := v["resource_type"].(string)
		switch {
		case len(fields) > 0:
			return pick(v, fields)
		case !named:
			return v
		case compact[kind] != nil:
			return pick(v, compact[kind])
		}
		return pick(v, compact[""])
	case []any:
		some := []any{}
		for _, one := range v {
			some = append(some, within(one, fields))
		}
		return some
	}
	return v
}

// tokenFor is how long a token of the stream is good for, and eventsAtMost how many events are in one answer.
const (
	tokenFor     = 24 * time.Hour
	eventsAtMost = 100
)

// events tells what happened to a project or a task since a token was given out.
func (a *ask) events(resource string) (any, error) {
	if resource == "" {
		return nil, invalid("resource: Missing input")
	}
	p, task := a.draw.ledger.project(resource), ""
	if t := a.draw.ledger.tasks[resource]; t != nil {
		p, task = t.project, t.gid
	}
	if p == nil {
		return nil, unknown("resource", resource)
	}
	from, ok := a.token(resource)
	if !ok || from > len(p.events) {
		return nil, &refusal{
			status: http.StatusPreconditionFailed, more: object{"sync": a.sync(resource, len(p.events))},
			said: "Sync token invalid or too old. If you are attempting to keep resources in sync, you must fetch the full dataset for this query now and use the new sync token for the next sync.",
		}
	}
	found, until := []object{}, from
	for _, e := range p.events[from:] {
		if len(found) == eventsAtMost {
			break
		}
		if until++; task == "" || e.task == task {
			found = append(found, a.draw.event(e))
		}
	}
	return object{"data": found, "sync": a.sync(resource, until), "has_more": until < len(p.events)}, nil
}

// sync is a token: of what, from which event on, and since when.
func (a *ask) sync(resource string, from int) string {
	return fmt.Sprintf("%s:%d:%d", resource, from, a.now.Unix())
}

func (a *ask) token(resource string) (from int, ok bool) {
	parts := strings.Split(a.query.Get("sync"), ":")
	if len(parts) != 3 || parts[0] != resource {
		return 0, false
	}
	from, err := strconv.Atoi(parts[1])
	given, odd := strconv.ParseInt(parts[2], 10, 64)
	return from, err == nil && odd == nil && from >= 0 && a.now.Sub(time.Unix(given, 0)) <= tokenFor
}
