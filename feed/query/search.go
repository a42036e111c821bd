package query

import (
	"net/url"
	"strings"
)

// Search writes values as a search that [Tidy] reads as the same values. What is no filter is left out.
func Search(values url.Values) string {
	var out []string
	for _, name := range Names() {
		for _, v := range values[name] {
			if name == "q" {
				out = append(out, v)
				continue
			}
			out = append(out, written(name, v))
		}
	}
	return strings.Join(out, " ")
}

// written writes a filter as it stands in a search.
func written(name, value string) string {
	before := ""
	if rest, not := strings.CutPrefix(value, "-"); not {
		before, value = "-", rest
	}
	if day, ok := strings.CutPrefix(value, "<"); ok && name == "until" {
		name, value = "before", day
	}
	if strings.ContainsAny(value, " \t\n") {
		value = `"` + value + `"`
	}
	return before + name + ":" + value
}
