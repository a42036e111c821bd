package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// An expression says which words and marks an entry must have and which it must not. Every filter but that by time
// becomes one, so that one index answers all of them together.
type expression struct {
	marks         [][]string // one of each
	barred        []string   // none of these marks
	with, without [][]string // phrases, in order
}

func (x expression) empty() bool { return len(x.marks)+len(x.barred)+len(x.with)+len(x.without) == 0 }

// not are the phrases that must not occur, and the marks as phrases of one word.
func (x expression) not() [][]string {
	out := slices.Clone(x.without)
	for _, m := range x.barred {
		out = append(out, []string{m})
	}
	return out
}

// maxTerms is how many words and phrases of a search count.
const maxTerms = 24

// expression translates the filter. It reports false if the filter can choose nothing.
func (db *DB) expression(ctx context.Context, f feed.Filter) (x expression, possible bool, err error) {
	choose := func(list []string) {
		if len(list) > 0 {
			x.marks = append(x.marks, list)
		}
	}
	choose(each(f.Kinds, func(k feed.Kind) string { return mark(markKind, string(k)) }))
	choose(each(f.Verbs, func(v feed.Verb) string { return mark(markVerb, string(v)) }))
	choose(each(f.Tools, func(t string) string { return mark(markTool, t) }))
	choose(each(f.Accounts, func(a string) string { return mark(markAccount, a) }))
	if len(f.Sources) > 0 {
		ids, err := db.sourceIDs(ctx, f.Sources)
		if err != nil || len(ids) == 0 {
			return x, false, err
		}
		choose(append(each(ids, func(id int64) string { return number(markSource, id) }),
			each(ids, func(id int64) string { return number(markParent, id) })...))
	}
	if f.State != feed.StateUnknown {
		choose([]string{mark(markState, string(f.State))})
	}
	if f.People {
		choose([]string{mark(markPeople, "")})
	}
	if x.barred, err = db.barred(ctx, f.Without); err != nil {
		return x, false, err
	}
	x.with, x.without = terms(f.Query)
	if len(x.barred)+len(x.without) > 0 && len(x.with)+len(x.marks) == 0 {
		// Something must be there for something to be left out of it: every entry has a kind.
		choose(each(feed.Kinds(), func(k feed.Kind) string { return mark(markKind, string(k)) }))
	}
	return x, true, nil
}

// barred are the marks of what is left out.
func (db *DB) barred(ctx context.Context, w feed.Without) ([]string, error) {
	list := slices.Concat(
		each(w.Kinds, func(k feed.Kind) string { return mark(markKind, string(k)) }),
		each(w.Verbs, func(v feed.Verb) string { return mark(markVerb, string(v)) }),
		each(w.Tools, func(t string) string { return mark(markTool, t) }),
		each(w.Accounts, func(a string) string { return mark(markAccount, a) }),
	)
	if len(w.Sources) == 0 {
		return list, nil
	}
	ids, err := db.sourceIDs(ctx, w.Sources)
	return slices.Concat(list, each(ids, func(id int64) string { return number(markSource, id) }),
		each(ids, func(id int64) string { return number(markParent, id) })), err
}

// terms cuts what a reader typed into what must occur and what must not: words, "several words in this order", -word,
// -"several words". Nothing else has a meaning, so nothing a reader types is an error.
func terms(query string) (with, without [][]string) {
	rest := feed.Text(query, 1000)
	for rest != "" && len(with)+len(without) < maxTerms {
		rest = strings.TrimSpace(rest)
		not := false
		if strings.HasPrefix(rest, "-") {
			not, rest = true, rest[1:]
		}
		var term string
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			term, rest, _ = strings.Cut(quoted, `"`)
		} else {
			end := strings.IndexFunc(rest, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '"' })
			if end < 0 {
				end = len(rest)
			}
			term, rest = rest[:end], rest[end:]
		}
		phrase := words(nil, term)
		switch {
		case len(phrase) == 0:
		case not:
			without = append(without, phrase)
		default:
			with = append(with, phrase)
		}
	}
	return with, without
}

func number(about byte, id int64) string { return mark(about, strconv.FormatInt(id, 10)) }

// each returns what f makes of every value, once.
func each[T any](list []T, f func(T) string) []string {
	out := make([]string, 0, len(list))
	seen := make(map[string]bool, len(list))
	for _, v := range list {
		if s := f(v); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
