package jira

import (
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// stamp writes an instant as Jira does; everybody on the site has set Lisbon's winter time.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000-0700")
}

// person is an account, or null for one that was deleted.
func (a *ask) person(handle string) any {
	p := a.ledger.people[handle]
	id := accountID(p)
	if id == "" {
		return nil
	}
	return a.account(p, id)
}

func (a *ask) account(p world.Person, id string) object {
	kind := "atlassian"
	switch {
	case p.Bot:
		kind = "app"
	case p.Outside:
		kind = "customer"
	}
	o := object{
		"self": a.base + "/rest/api/3/user?accountId=" + id, "accountId": id, "accountType": kind, "displayName": p.Name,
		"active": true, "timeZone": "Europe/Lisbon",
	}
	if p.Email != "" {
		o["emailAddress"] = p.Email
	}
	return o
}

// text is a text of the world in the form of the version.
func (a *ask) text(s string) any {
	switch {
	case s == "":
		return nil
	case a.modern:
		return a.writer.document(s)
	}
	return a.writer.wiki(s)
}

// The issue types of the project, by the kind of work.
var issueTypes = map[world.Kind]object{
	world.Ticket: {"id": "10001", "name": "Service request", "subtask": false, "description": "A request of a harbour"},
	world.Assent: {"id": "10002", "name": "Decision", "subtask": false, "description": "Something that waits for a yes"},
}

func issueType(k world.Kind) object {
	if o, ok := issueTypes[k]; ok {
		return o
	}
	return issueTypes[world.Ticket]
}

func (a *ask) status(name string) object {
	category := object{"id": 4, "key": "indeterminate", "name": "In Progress", "colorName": "yellow"}
	switch {
	case a.ledger.done(name):
		category = object{"id": 3, "key": "done", "name": "Done", "colorName": "green"}
	case name == a.ledger.columns[0]:
		category = object{"id": 2, "key": "new", "name": "To Do", "colorName": "blue-gray"}
	}
	id := a.ledger.statusID(name)
	return object{"self": a.base + "/rest/api/3/status/" + id, "id": id, "name": name, "statusCategory": category}
}

func (a *ask) desk() object {
	return object{
		"self": a.base + "/rest/api/3/project/10000", "id": "10000", "key": Key, "name": a.ledger.title,
		"projectTypeKey": "service_desk", "simplified": false, "style": "classic", "isPrivate": false,
	}
}

// all are the fields of an issue.
func (a *ask) all(is *issue) object {
	var resolution any
	if !is.resolved.IsZero() {
		resolution = object{"id": "10000", "name": "Done"}
	}
	versions := []any{}
	if is.version != "" {
		versions = append(versions, object{"id": is.version, "name": is.version})
	}
	var due any
	if !is.due.IsZero() {
		due = date(is.due)
	}
	comments := a.remarks(is.comments)
	return object{
		"summary": is.title, "description": a.text(is.body), "issuetype": issueType(is.act.Kind), "project": a.desk(),
		"status": a.status(is.status), "statuscategorychangedate": stamp(is.statusChanged), "resolution": resolution,
		"resolutiondate": stamp(is.resolved), "priority": object{"id": "3", "name": "Medium"}, "created": stamp(is.created),
		"updated": stamp(is.updated), "duedate": due, "creator": a.person(is.act.By), "reporter": a.person(is.act.By),
		"assignee": a.person(is.assigned), "labels": append([]string{}, is.labels...), "fixVersions": versions, "issuelinks": []any{},
		"comment": object{"self": a.base + "/rest/api/3/issue/" + strconv.Itoa(is.id) + "/comment", "startAt": 0,
			"maxResults": len(comments), "total": len(comments), "comments": comments},
		"worklog": object{"startAt": 0, "maxResults": 20, "total": 0, "worklogs": []any{}},
	}
}

// unnavigable are the fields that are brought only if they are named, or all are.
var unnavigable = []string{"comment", "worklog", "issuelinks"}

// paint is an issue with the fields that are wanted.
func (a *ask) paint(is *issue, wanted, expand []string) object {
	o := object{
		"expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields", "id": strconv.Itoa(is.id),
		"self": a.base + "/rest/api/3/issue/" + strconv.Itoa(is.id), "key": issueKey(is.number),
	}
	fields := object{}
	for name, value := range a.all(is) {
		if (slices.Contains(wanted, name) || slices.Contains(wanted, "*all") ||
			slices.Contains(wanted, "*navigable") && !slices.Contains(unnavigable, name)) && !slices.Contains(wanted, "-"+name) {
			fields[name] = value
		}
	}
	o["fields"] = fields
	if slices.Contains(expand, "changelog") {
		latest := slices.Clone(is.histories)
		slices.Reverse(latest)
		latest = latest[:min(len(latest), 100)]
		o["changelog"] = object{"startAt": 0, "maxResults": len(latest), "total": len(is.histories), "histories": a.histories(latest)}
	}
	return o
}

func (a *ask) remarks(all []*remark) []any {
	list := []any{}
	for _, r := range all {
		list = append(list, a.remark(r))
	}
	return list
}

func (a *ask) remark(r *remark) object {
	id := strconv.Itoa(r.id)
	return object{
		"self": a.base + "/rest/api/3/comment/" + id, "id": id, "author": a.person(r.by), "updateAuthor": a.person(r.by),
		"body": a.text(r.body), "created": stamp(r.at), "updated": stamp(r.updated), "jsdPublic": true,
	}
}

func (a *ask) histories(all []*history) []any {
	list := []any{}
	for _, h := range all {
		items := []any{}
		for _, c := range h.items {
			items = append(items, object{
				"field": c.field, "fieldtype": "jira", "fieldId": c.id, "from": known(c.from), "fromString": known(a.writer.plain(c.old)),
				"to": known(c.to), "toString": known(a.writer.plain(c.show)),
			})
		}
		list = append(list, object{"id": strconv.Itoa(h.id), "author": a.person(h.by), "created": stamp(h.at), "items": items})
	}
	return list
}

// known is a text, or null where there is none.
func known(s string) any {
	if s == "" {
		return nil
	}
	return s
}
