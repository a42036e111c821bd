package github

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pages cuts the page that was asked for out of a listing and links to its neighbours.
func pages[T any](a *ask, all []T, show func(T) object, modified func(T) time.Time) reply {
	q := a.URL.Query()
	size, page := positive(q.Get("per_page"), 30), positive(q.Get("page"), 1)
	size = min(size, 100)
	last := max((len(all)+size-1)/size, 1)
	from := min((page-1)*size, len(all))
	shown := all[from:min(from+size, len(all))]
	rep := reply{link: a.neighbours(page, last)}
	list := make([]object, 0, len(shown))
	for _, t := range shown {
		list = append(list, show(t))
		if at := modified(t); at.After(rep.modified) {
			rep.modified = at
		}
	}
	rep.body = list
	return rep
}

// neighbours is the Link header: it is empty where there is only one page. Like GitHub it names the repository by number.
func (a *ask) neighbours(page, last int) string {
	if last <= 1 {
		return ""
	}
	path := a.URL.Path
	if a.repo != nil {
		parts := strings.SplitN(path, "/", 5)
		path = fmt.Sprintf("/repositories/%d/%s", a.repo.id, parts[4])
	}
	q := a.URL.Query()
	var links []string
	to := func(rel string, n int) {
		q.Set("page", strconv.Itoa(n))
		links = append(links, fmt.Sprintf(`<%s%s?%s>; rel="%s"`, a.draw.base, path, q.Encode(), rel))
	}
	if page > 1 {
		to("prev", min(page-1, last))
	}
	if page < last {
		to("next", page+1)
		to("last", last)
	}
	if page > 1 {
		to("first", 1)
	}
	return strings.Join(links, ", ")
}

func positive(s string, or int) int {
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return n
	}
	return or
}

// since reads the parameter since: a time, inclusive.
func (a *ask) since() (time.Time, error) { return instant(a.URL.Query(), "since") }

func instant(q url.Values, name string) (time.Time, error) {
	s := q.Get(name)
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, &refusal{status: http.StatusUnprocessableEntity, message: "Validation Failed: " + name + " is not a time"}
}

// chosen returns those of the list for which all the tests hold.
func chosen[T any](all []T, tests ...func(T) bool) []T {
	var some []T
next:
	for _, t := range all {
		for _, test := range tests {
			if !test(t) {
				continue next
			}
		}
		some = append(some, t)
	}
	return some
}

// ordered sorts by the times, and what shares a time in the order it came; descending is the exact reverse.
func ordered[T any](all []T, by func(T) time.Time, descending bool) []T {
	slices.SortStableFunc(all, func(x, y T) int { return by(x).Compare(by(y)) })
	if descending {
		slices.Reverse(all)
	}
	return all
}
