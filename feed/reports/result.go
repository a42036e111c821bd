package reports

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Result is what a report says.
type Result struct {
	Since time.Time `json:"since,omitzero"`
	Now   time.Time `json:"now"`
	All   Row       `json:"all"`
	// Kinds are in the order of feed.AskKinds, the others in that of their names. An ask counts in every team of its
	// responder; so the teams' sum is not that of all.
	Kinds   []Row `json:"kinds"`
	Tools   []Row `json:"tools"`
	Teams   []Row `json:"teams"`
	Windows []Row `json:"windows"`
	// Weeks are those in which asks ended, one after another, also those in which none did. What is open is in none.
	Weeks []Row `json:"weeks"`
	// Earlier is what ended before that, nil where nothing is compared.
	Earlier *Row `json:"-"`
}

// result is what the report says of the asks that were added.
func (r *report) result() Result {
	all := &cell{}
	for _, c := range r.cells {
		all.take(c)
	}
	result := Result{
		Since: r.options.Since, Now: r.options.Now, All: all.row("all"),
		Kinds:   rows(r.cells, func(c *cell) []string { return []string{string(c.kind)} }, kindsFirst),
		Tools:   rows(r.cells, func(c *cell) []string { return []string{c.tool} }, strings.Compare),
		Teams:   rows(r.cells, func(c *cell) []string { return lines(c.teams) }, othersLast),
		Windows: rows(r.cells, func(c *cell) []string { return []string{c.window} }, strings.Compare),
		Weeks:   r.weeks(),
	}
	if r.earlier != nil {
		row := r.earlier.row("earlier")
		result.Earlier = &row
	}
	return result
}

// rows sums the cells up by their names.
func rows(cells []*cell, names func(*cell) []string, order func(a, b string) int) []Row {
	sums := map[string]*cell{}
	for _, c := range cells {
		for _, name := range names(c) {
			if sums[name] == nil {
				sums[name] = &cell{}
			}
			sums[name].take(c)
		}
	}
	list := []Row{}
	for _, name := range slices.SortedFunc(maps.Keys(sums), order) {
		list = append(list, sums[name].row(name))
	}
	return list
}

// weeks sums the cells up by weeks: from the week in which the report begins until now, or as far as asks ended.
func (r *report) weeks() []Row {
	sums := map[week]*cell{}
	for _, c := range r.cells {
		if c.week == noWeek {
			continue
		}
		if sums[c.week] == nil {
			sums[c.week] = &cell{}
		}
		sums[c.week].take(c)
	}
	list := []Row{}
	if len(sums) == 0 && r.options.Since.IsZero() {
		return list
	}
	known := slices.Sorted(maps.Keys(sums))
	if !r.options.Since.IsZero() {
		known = append(known, weekOf(r.options.Since, r.options.Zone), weekOf(r.options.Now, r.options.Zone))
	}
	for w := slices.Min(known); w <= slices.Max(known); w++ {
		sum := sums[w]
		if sum == nil {
			sum = &cell{}
		}
		list = append(list, sum.row(w.String()))
	}
	return list
}

// kindsFirst orders kinds of asks as feed.AskKinds does, and what is none behind them.
func kindsFirst(a, b string) int {
	at := func(kind string) int {
		if i := slices.Index(feed.AskKinds(), feed.AskKind(kind)); i >= 0 {
			return i
		}
		return len(feed.AskKinds())
	}
	return cmp.Or(cmp.Compare(at(a), at(b)), strings.Compare(a, b))
}

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }
