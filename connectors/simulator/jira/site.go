package jira

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// me is the handle of whose credentials all are taken for.
const me = "ines"

func (a *ask) server() (any, error) {
	return object{
		"baseUrl": a.base, "displayUrl": a.base, "version": "1001.0.0-SNAPSHOT", "versionNumbers": []int{1001, 0, 0},
		"deploymentType": "Cloud", "buildNumber": 100275, "serverTime": stamp(a.now), "serverTitle": "Jira",
		"defaultLocale": object{"locale": "en_GB"},
	}, nil
}

func (a *ask) myself() (any, error) { return a.person(me), nil }

// permissions are what may be done: everything here may be read, and nothing written.
func (a *ask) permissions() (any, error) {
	asked := a.words("permissions")
	if len(asked) == 0 {
		return nil, refuse(http.StatusBadRequest, "The 'permissions' query parameter is required.")
	}
	if key := a.parameter("projectKey"); key != "" && !strings.EqualFold(key, Key) {
		return nil, refuse(http.StatusNotFound, "No project could be found with key '%s'.", key)
	}
	all := object{}
	for _, name := range asked {
		all[name] = object{"id": "10", "key": name, "name": name, "type": "PROJECT", "havePermission": name == "BROWSE_PROJECTS"}
	}
	return object{"permissions": all}, nil
}

// handles are those of the people who have an account, in order.
func (a *ask) handles() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.ledger.people)), func(h string) bool { return a.ledger.account(h) == "" })
}

func (a *ask) user() (any, error) {
	for _, h := range a.handles() {
		if a.ledger.account(h) == a.parameter("accountId") {
			return a.person(h), nil
		}
	}
	return nil, refuse(http.StatusNotFound, "Specified user does not exist or you do not have required permissions")
}

func (a *ask) users() (any, error) {
	list := []any{}
	for _, h := range a.handles() {
		list = append(list, a.person(h))
	}
	start := a.number("startAt", 0, 0, len(list))
	return list[start:min(start+a.number("maxResults", 50, 0, 1000), len(list))], nil
}

func (a *ask) statuses() (any, error) {
	list := []any{}
	for _, name := range a.ledger.columns {
		list = append(list, a.status(name))
	}
	return list, nil
}

func (a *ask) kinds() (any, error) {
	list := []any{}
	for _, kind := range slices.Sorted(maps.Keys(issueTypes)) {
		list = append(list, issueTypes[kind])
	}
	return list, nil
}

// fieldNames are the fields of issues, as people call them.
var fieldNames = map[string]string{
	"summary": "Summary", "description": "Description", "status": "Status", "issuetype": "Issue Type", "assignee": "Assignee",
	"reporter": "Reporter", "creator": "Creator", "labels": "Labels", "created": "Created", "updated": "Updated", "duedate": "Due date",
	"resolution": "Resolution", "resolutiondate": "Resolved", "comment": "Comment", "fixVersions": "Fix versions", "priority": "Priority",
	"worklog": "Log Work", "project": "Project",
}

func (a *ask) fields() (any, error) {
	list := []any{}
	for _, id := range slices.Sorted(maps.Keys(fieldNames)) {
		list = append(list, object{
			"id": id, "key": id, "name": fieldNames[id], "custom": false, "orderable": true, "navigable": !slices.Contains(unnavigable, id),
			"searchable": true, "clauseNames": []string{id},
		})
	}
	return list, nil
}

func (a *ask) projects() (any, error) { return []any{a.desk()}, nil }

func (a *ask) projectPage() (any, error) {
	return a.page([]any{a.desk()}, "values", 50), nil
}

func (a *ask) project() (any, error) {
	if key := a.PathValue("key"); !strings.EqualFold(key, Key) && key != strconv.Itoa(10000) {
		return nil, refuse(http.StatusNotFound, "No project could be found with key '%s'.", key)
	}
	return a.desk(), nil
}
