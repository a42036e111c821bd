package notion

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listAtMost is the length of a page of a list, if nothing less is asked for.
const listAtMost = 100

var isID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// list answers with a page of a list, from start_cursor on.
func (a *ask) list(all []object, kind string) (any, error) {
	size := listAtMost
	switch n := a.body["page_size"].(type) {
	case float64:
		size = int(n)
	case string:
		size, _ = strconv.Atoi(n) // what is no number is too small
	}
	if size < 1 || size > listAtMost {
		return nil, invalid("body failed validation: body.page_size should be a number from 1 to 100, instead was `%v`.", a.body["page_size"])
	}
	at := 0
	if start, ok := a.body["start_cursor"].(string); ok && start != "" {
		if !isID.MatchString(short(start)) {
			return nil, invalid("body failed validation: body.start_cursor should be a valid uuid, instead was `%q`.", start)
		}
		at = slices.IndexFunc(all, func(o object) bool { return short(o["id"].(string)) == short(start) })
		if at < 0 {
			return nil, invalid("The start_cursor provided is invalid: %s", start)
		}
	}
	part, next := slices.Clone(all[at:min(len(all), at+size)]), any(nil)
	if part == nil {
		part = []object{}
	}
	if at+size < len(all) {
		next = all[at+size]["id"]
	}
	return object{
		"object": "list", "results": part, "next_cursor": next, "has_more": next != nil, "type": kind, kind: object{},
		"request_id": uuid("request", a.URL.Path),
	}, nil
}

// filter keeps the pages that a filter lets pass.
func filter(all []object, by any) ([]object, error) {
	if by == nil {
		return all, nil
	}
	var failed error
	kept := slices.DeleteFunc(all, func(o object) bool {
		pass, err := passes(o, by)
		if err != nil {
			failed = err
		}
		return !pass
	})
	return kept, failed
}

func passes(o object, by any) (bool, error) {
	f, ok := by.(object)
	if !ok {
		return false, invalid("body failed validation: body.filter should be an object.")
	}
	for _, joint := range []string{"and", "or"} {
		if parts, ok := f[joint].([]any); ok {
			return joined(o, parts, joint == "and")
		}
	}
	if at, ok := f["timestamp"].(string); ok && (at == "last_edited_time" || at == "created_time") {
		condition, _ := f[at].(object)
		return between(o[at].(string), condition)
	}
	name, _ := f["property"].(string)
	property, ok := o["properties"].(object)[name].(object)
	if !ok {
		return false, invalid("Could not find property with name or id: %s", name)
	}
	kind, _ := property["type"].(string)
	condition, ok := f[kind].(object)
	if !ok {
		return false, invalid("database property %s does not match filter", kind)
	}
	return holds(o, name, kind, condition)
}

func joined(o object, parts []any, all bool) (bool, error) {
	for _, part := range parts {
		if pass, err := passes(o, part); err != nil || pass != all {
			return pass, err
		}
	}
	return all, nil
}

// between compares a time with the bounds of a filter.
func between(text string, condition object) (bool, error) {
	at, _ := instant(text)
	for op, v := range condition {
		bound, ok := instant(v)
		if !ok {
			return false, invalid("body failed validation: %v is not a date.", v)
		}
		last := bound
		if given, _ := v.(string); len(given) == len(time.DateOnly) {
			last = bound.Add(24*time.Hour - 1)
		}
		pass := false
		switch op {
		case "on_or_after":
			pass = !at.Before(bound)
		case "after":
			pass = at.After(last)
		case "on_or_before":
			pass = !at.After(last)
		case "before":
			pass = at.Before(bound)
		case "equals":
			pass = !at.Before(bound) && !at.After(last)
		default:
			return false, invalid("body failed validation: %q is no condition on dates.", op)
		}
		if !pass {
			return false, nil
		}
	}
	return true, nil
}

// holds judges a condition on a property.
func holds(o object, name, kind string, condition object) (bool, error) {
	is := value(o, name)
	for op, v := range condition {
		want, _ := v.(string)
		pass := false
		switch {
		case kind == "date" && op != "is_empty" && op != "is_not_empty":
			if is == "" {
				return false, nil
			}
			return between(is, condition)
		case kind == "people" || kind == "multi_select":
			pass = has(o, name, kind, want) == (op == "contains")
		case op == "equals":
			pass = is == want
		case op == "does_not_equal":
			pass = is != want
		case op == "contains":
			pass = strings.Contains(strings.ToLower(is), strings.ToLower(want))
		case op == "is_empty":
			pass = is == ""
		case op == "is_not_empty":
			pass = is != ""
		default:
			return false, invalid("body failed validation: %q is no condition on a %s property.", op, kind)
		}
		if !pass {
			return false, nil
		}
	}
	return true, nil
}

// has reports whether a list property has somebody or something.
func has(o object, name, kind, want string) bool {
	members, _ := o["properties"].(object)[name].(object)[kind].([]any)
	return slices.ContainsFunc(members, func(m any) bool { return m.(object)["id"] == want || m.(object)["name"] == want })
}
