package jira

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// times are the fields that are instants.
var times = map[string]func(*issue) time.Time{
	"updated": func(is *issue) time.Time { return is.updated }, "updateddate": func(is *issue) time.Time { return is.updated },
	"created": func(is *issue) time.Time { return is.created }, "createddate": func(is *issue) time.Time { return is.created },
	"resolved": func(is *issue) time.Time { return is.resolved }, "resolutiondate": func(is *issue) time.Time { return is.resolved },
	"due": func(is *issue) time.Time { return is.due }, "duedate": func(is *issue) time.Time { return is.due },
}

// dated compares an instant.
func (p *parser) dated(field string, when func(*issue) time.Time, operator, value string) (func(*issue) bool, error) {
	if operator == "is" || operator == "is not" {
		return func(is *issue) bool { return when(is).IsZero() == (operator == "is") }, nil
	}
	bound, ok := p.instant(value)
	if !ok {
		return nil, refuse(http.StatusBadRequest, "Date value '%s' for field '%s' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.", value, field)
	}
	return func(is *issue) bool {
		t := when(is)
		if t.IsZero() {
			return false
		}
		order := t.Compare(bound)
		switch operator {
		case ">":
			return order > 0
		case "<":
			return order < 0
		case ">=":
			return order >= 0
		case "<=":
			return order <= 0
		case "!=":
			return order != 0
		}
		return order == 0
	}, nil
}

var period = regexp.MustCompile(`^(-?)([0-9]+)([mhdw])$`)

// instant is a time: in milliseconds, as a date, or so long before now.
func (p *parser) instant(value string) (time.Time, bool) {
	if ms, err := strconv.ParseInt(value, 10, 64); err == nil && len(value) > 6 {
		return time.UnixMilli(ms).UTC(), true
	}
	if m := period.FindStringSubmatch(value); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2])
		unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[m[3]]
		return p.now.Add(time.Duration(n) * unit), true
	}
	switch value {
	case "now()":
		return p.now, true
	case "startofday()":
		return p.now.Truncate(24 * time.Hour), true
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006/01/02 15:04", time.DateOnly, "2006/01/02"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// named compares what has names.
func (p *parser) named(field, operator string, values []string) (func(*issue) bool, error) {
	of, err := p.names(field)
	if err != nil {
		return nil, err
	}
	if field == "project" {
		for _, v := range values {
			if !slices.Contains(of(nil), strings.ToLower(v)) {
				return nil, refuse(http.StatusBadRequest, "The value '%s' does not exist for the field 'project'.", v)
			}
		}
	}
	wanted := make([]string, len(values))
	for i, v := range values {
		if wanted[i] = strings.ToLower(v); v == "currentuser()" {
			wanted[i] = strings.ToLower(p.ledger.account(me))
		}
	}
	has := func(is *issue) bool {
		return slices.ContainsFunc(of(is), func(name string) bool { return name != "" && slices.Contains(wanted, name) })
	}
	switch operator {
	case "=", "in":
		return has, nil
	case "!=", "not in":
		return func(is *issue) bool { return !has(is) }, nil
	case "is", "is not":
		return func(is *issue) bool { return (strings.Join(of(is), "") == "") == (operator == "is") }, nil
	case "~", "!~":
		return func(is *issue) bool {
			return strings.Contains(strings.Join(of(is), " "), wanted[0]) == (operator == "~")
		}, nil
	}
	return nil, malformed("The operator '%s' is not supported by the '%s' field.", operator, field)
}

// names are the names of what an issue has in a field, in small letters.
func (p *parser) names(field string) (func(*issue) []string, error) {
	small := func(names ...string) []string {
		for i, name := range names {
			names[i] = strings.ToLower(name)
		}
		return names
	}
	person := func(handle string) []string {
		who := p.ledger.people[handle]
		return small(accountID(who), who.Name, who.Email)
	}
	switch field {
	case "project":
		return func(*issue) []string { return small(Key, "10000", p.ledger.title) }, nil
	case "key", "issuekey", "issue", "id":
		return func(is *issue) []string { return small(issueKey(is.number), strconv.Itoa(is.id)) }, nil
	case "status":
		return func(is *issue) []string { return small(is.status, p.ledger.statusID(is.status)) }, nil
	case "statuscategory":
		return func(is *issue) []string {
			c := p.status(is.status)["statusCategory"].(object)
			return small(c["name"].(string), c["key"].(string))
		}, nil
	case "type", "issuetype":
		return func(is *issue) []string { return small(issueType(is.act.Kind)["name"].(string)) }, nil
	case "labels":
		return func(is *issue) []string { return small(slices.Clone(is.labels)...) }, nil
	case "resolution":
		return func(is *issue) []string {
			if is.resolved.IsZero() {
				return nil
			}
			return []string{"done"}
		}, nil
	case "assignee":
		return func(is *issue) []string { return person(is.assigned) }, nil
	case "reporter", "creator":
		return func(is *issue) []string { return person(is.act.By) }, nil
	case "summary", "text", "description":
		return func(is *issue) []string { return small(is.title, is.body) }, nil
	}
	return nil, refuse(http.StatusBadRequest, "Field '%s' does not exist or you do not have permission to view it.", field)
}
