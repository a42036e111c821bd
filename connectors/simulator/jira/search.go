package jira

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
)

// find are the issues of the search of a request.
func (a *ask) find() ([]*issue, error) {
	q, err := a.parse(a.parameter("jql"))
	if err != nil {
		return nil, err
	}
	if !q.bounded {
		return nil, refuse(http.StatusBadRequest, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
	}
	rows := slices.DeleteFunc(slices.Clone(a.ledger.issues), func(is *issue) bool { return !q.fits(is) })
	slices.SortStableFunc(rows, q.order)
	return rows, nil
}

// search answers a page of a search. Its token names a place in the list, and the search.
func (a *ask) search() (any, error) {
	rows, err := a.find()
	if err != nil {
		return nil, err
	}
	wanted, expand := a.words("fields"), a.words("expand")
	size := a.number("maxResults", 50, 1, 100)
	h := fnv.New32a()
	_, _ = h.Write([]byte(a.parameter("jql")))
	start := 0
	if token := a.parameter("nextPageToken"); token != "" {
		var of uint32
		text, _ := base64.RawURLEncoding.DecodeString(token)
		if n, _ := fmt.Sscanf(string(text), "%d %d", &start, &of); n != 2 || of != h.Sum32() || start < 0 {
			return nil, refuse(http.StatusBadRequest, "The provided next page token is invalid or expired. Request the first page again to get a new one.")
		}
	}
	start = min(start, len(rows))
	end := min(start+size, len(rows))
	issues := []any{}
	for _, is := range rows[start:end] {
		if len(wanted) == 0 && len(expand) == 0 {
			issues = append(issues, object{"id": strconv.Itoa(is.id)})
			continue
		}
		issues = append(issues, a.paint(is, wanted, expand))
	}
	out := object{"issues": issues, "isLast": end == len(rows)}
	if end < len(rows) {
		out["nextPageToken"] = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %d", end, h.Sum32()))
	}
	return out, nil
}

func (a *ask) count() (any, error) {
	rows, err := a.find()
	return object{"count": len(rows)}, err
}

// named is the issue of the path.
func (a *ask) named() (*issue, error) {
	is := a.ledger.find(a.PathValue("issue"))
	if is == nil {
		return nil, refuse(http.StatusNotFound, "Issue does not exist or you do not have permission to see it.")
	}
	return is, nil
}

func (a *ask) issue() (any, error) {
	is, err := a.named()
	if err != nil {
		return nil, err
	}
	wanted := a.words("fields")
	if len(wanted) == 0 {
		wanted = []string{"*all"}
	}
	return a.paint(is, wanted, a.words("expand")), nil
}

// page is a part of a list, with what Jira says about it.
func (a *ask) page(list []any, name string, most int) object {
	start := a.number("startAt", 0, 0, len(list))
	size := a.number("maxResults", most, 0, most)
	end := min(start+size, len(list))
	return object{"startAt": start, "maxResults": size, "total": len(list), name: list[start:end], "isLast": end == len(list)}
}

func (a *ask) comments() (any, error) {
	is, err := a.named()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(is.comments)
	if a.parameter("orderBy") == "-created" {
		slices.Reverse(all)
	}
	out := a.page(a.remarks(all), "comments", 5000)
	delete(out, "isLast")
	return out, nil
}

func (a *ask) comment() (any, error) {
	is, err := a.named()
	if err != nil {
		return nil, err
	}
	for _, r := range is.comments {
		if strconv.Itoa(r.id) == a.PathValue("id") {
			return a.remark(r), nil
		}
	}
	return nil, refuse(http.StatusNotFound, "Can not find a comment for the id: %s.", a.PathValue("id"))
}

func (a *ask) changelog() (any, error) {
	is, err := a.named()
	if err != nil {
		return nil, err
	}
	return a.page(a.histories(is.histories), "values", 100), nil
}

// worklog is empty: nobody at the desk writes down hours.
func (a *ask) worklog() (any, error) {
	if _, err := a.named(); err != nil {
		return nil, err
	}
	out := a.page([]any{}, "worklogs", 5000)
	delete(out, "isLast")
	return out, nil
}
