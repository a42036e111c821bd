package notion

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/feed"
)

// Rules say which properties mean what: the names that were configured, or none.
type rules struct{ owner, status string }

// The usual names of properties, in lower case and in the order in which they are tried.
var (
	ownerNames    = []string{"owner", "owners", "assignee", "assignees", "assign", "assigned to", "responsible", "driver", "dri", "decider", "lead"}
	reviewerNames = []string{"reviewer", "reviewers", "approver", "approvers"}
	statusNames   = []string{"status", "state", "stage"}
	dueNames      = []string{"due", "due date", "deadline", "due by"}
	rankNames     = []string{"priority", "urgency", "severity"}
)

// typeOf is the type of a property.
func typeOf(raw json.RawMessage) string {
	var p struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(raw, &p) // a property without a type is none of ours
	return p.Type
}

// find finds the property that has one of the names and one of the types.
func find(properties map[string]json.RawMessage, names []string, types ...string) (name, kind string) {
	for _, wanted := range names {
		for _, name := range sorted(properties) {
			if strings.EqualFold(strings.TrimSpace(name), wanted) {
				if kind := typeOf(properties[name]); slices.Contains(types, kind) {
					return name, kind
				}
			}
		}
	}
	return "", ""
}

// statusOf finds the property that says how a page stands: the one configured, else one of the usual name, else any
// status property.
func (r rules) statusOf(properties map[string]json.RawMessage) (name, kind string) {
	if r.status != "" {
		return find(properties, []string{r.status}, "status", "select")
	}
	if name, kind := find(properties, statusNames, "status"); name != "" {
		return name, kind
	}
	for _, name := range sorted(properties) {
		if typeOf(properties[name]) == "status" {
			return name, "status"
		}
	}
	return find(properties, statusNames, "select")
}

// ownerOf finds the property that says who is to do it.
func (r rules) ownerOf(properties map[string]json.RawMessage) string {
	names := ownerNames
	if r.owner != "" {
		names = []string{r.owner}
	}
	name, _ := find(properties, names, "people")
	return name
}

// reviewerOf finds the property that says who is asked to look at it.
func reviewerOf(properties map[string]json.RawMessage) string {
	name, _ := find(properties, reviewerNames, "people")
	return name
}

// people are all whom an object names.
func (r rules) people(o *object) []notionapi.User {
	all := authors(o.CreatedBy, o.EditedBy)
	if o.Object == kindPage {
		all = append(all, users(o.Properties[r.ownerOf(o.Properties)])...)
		all = append(all, users(o.Properties[reviewerOf(o.Properties)])...)
	}
	return all
}

// statusValue is what a status or select property says.
func (r rules) statusValue(properties map[string]json.RawMessage) string {
	name, kind := r.statusOf(properties)
	switch kind {
	case "status":
		var p notionapi.StatusProperty
		if json.Unmarshal(properties[name], &p) == nil {
			return p.Status.Name
		}
	case "select":
		var p notionapi.SelectProperty
		if json.Unmarshal(properties[name], &p) == nil {
			return p.Select.Name
		}
	}
	return ""
}

// users are the people of a property, one by one: a group or somebody odd leaves the others alone.
func users(raw json.RawMessage) []notionapi.User {
	var p struct {
		People []json.RawMessage `json:"people"`
	}
	if json.Unmarshal(raw, &p) != nil {
		return nil
	}
	var all []notionapi.User
	for _, one := range p.People {
		if u, ok := user(one); ok {
			all = append(all, u)
		}
	}
	return all
}

// title is the property every page has, as text.
func title(properties map[string]json.RawMessage) string {
	for _, name := range sorted(properties) {
		if typeOf(properties[name]) == "title" {
			var p struct {
				Title json.RawMessage `json:"title"`
			}
			_ = json.Unmarshal(properties[name], &p) // typeOf read it
			return plain(p.Title)
		}
	}
	return ""
}

// labels are the options of all multi-select properties, and a priority as "Priority: High".
func labels(properties map[string]json.RawMessage) []string {
	var all []string
	for _, name := range sorted(properties) {
		if typeOf(properties[name]) != "multi_select" {
			continue
		}
		var p notionapi.MultiSelectProperty
		if json.Unmarshal(properties[name], &p) != nil {
			continue
		}
		for _, option := range p.MultiSelect {
			if option.Name != "" && !slices.Contains(all, option.Name) {
				all = append(all, option.Name)
			}
		}
	}
	if name, kind := find(properties, rankNames, "select", "status"); name != "" {
		if value := (rules{status: name}).statusValue(properties); value != "" && kind != "" {
			all = append(all, name+": "+value)
		}
	}
	slices.Sort(all)
	return all[:min(len(all), feed.MaxList)]
}

// due is when it is due: the end of a range.
func due(properties map[string]json.RawMessage) time.Time {
	name, _ := find(properties, dueNames, "date")
	var p notionapi.DateProperty
	if name == "" || json.Unmarshal(properties[name], &p) != nil || p.Date == nil {
		return time.Time{}
	}
	switch {
	case p.Date.End != nil:
		return time.Time(*p.Date.End).UTC()
	case p.Date.Start != nil:
		return time.Time(*p.Date.Start).UTC()
	}
	return time.Time{}
}

// number is the number people name the page by, where it has one: PROP-12.
func number(properties map[string]json.RawMessage) string {
	for _, name := range sorted(properties) {
		if typeOf(properties[name]) == "unique_id" {
			var p notionapi.UniqueIDProperty
			if json.Unmarshal(properties[name], &p) == nil && p.UniqueID.Number > 0 {
				return p.UniqueID.String()
			}
		}
	}
	return ""
}

// relations are the pages that relation properties name.
func relations(properties map[string]json.RawMessage) []string {
	var all []string
	for _, name := range sorted(properties) {
		if typeOf(properties[name]) != "relation" {
			continue
		}
		var p notionapi.RelationProperty
		if json.Unmarshal(properties[name], &p) != nil {
			continue
		}
		for _, to := range p.Relation {
			if id, ok := identify(to.ID.String()); ok && id != "" && len(all) < feed.MaxList {
				all = append(all, id)
			}
		}
	}
	return all
}
