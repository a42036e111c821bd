package jira

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
)

// scope is the search that the settings describe, without bounds or order.
func scope(project, jql string) string {
	var parts []string
	if project != "" {
		parts = append(parts, fmt.Sprintf(`project = "%s"`, project))
	}
	if jql = unordered(jql); jql != "" {
		parts = append(parts, "("+jql+")")
	}
	return strings.Join(parts, " AND ")
}

// ascending asks for the issues of a scope whose field, a time, is not before from, the oldest first. The time is given in
// milliseconds since 1970: a date would be read in the time zone of the account that asks.
func ascending(scope, field string, from int64) string {
	if from > 0 {
		scope = fmt.Sprintf("%s AND %s >= %d", scope, field, from)
	}
	return fmt.Sprintf("%s ORDER BY %s ASC, key ASC", scope, field)
}

var orderBy = regexp.MustCompile(`(?i)\border\s+by\b`)

// unordered is a search without its ORDER BY.
func unordered(jql string) string {
	bare, _ := blank(jql)
	if found := orderBy.FindStringIndex(bare); found != nil {
		jql = jql[:found[0]]
	}
	return strings.TrimSpace(jql)
}

// balanced reports whether the quotes and brackets of a search match, so that it stays whole when it is put in brackets.
func balanced(jql string) bool {
	bare, closed := blank(unordered(jql))
	depth := 0
	for _, r := range bare {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return closed && depth == 0
}

// blank puts blanks in place of what is quoted, so that the rest can be looked through. It reports whether the last quote
// ends.
func blank(jql string) (bare string, closed bool) {
	out := []byte(jql)
	var quote byte
	for i := 0; i < len(out); i++ {
		c := out[i]
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0:
			continue
		case c == '\\' && i+1 < len(out):
			out[i], out[i+1] = ' ', ' '
			i++
			continue
		case c == quote:
			quote = 0
		}
		out[i] = ' '
	}
	return string(out), quote == 0
}

// fingerprint is a short name for what a text says.
func fingerprint(texts ...string) string {
	h := fnv.New64a()
	for _, text := range texts {
		_, _ = h.Write([]byte(text))
		_, _ = h.Write([]byte{0})
	}
	return fmt.Sprintf("%016x", h.Sum64())
}
