package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/datelinehq/dateline/feed/query"
)

// canonical is the address as it is always written: without its empty values, as forms leave them behind, and with the filters
// that stand in the search as if they had been chosen. It is nothing if the address is written so.
func canonical(given url.Values) string {
	tidy := query.Tidy(given)
	for name, values := range given {
		if slices.Contains(values, "") || name == "q" && !slices.Equal(values, tidy[name]) {
			return address("/", tidy)
		}
	}
	return ""
}

// address is a path with filters, always written in the same way, and further settings.
func address(path string, filters url.Values, more ...setting) string {
	values := maps.Clone(filters)
	if values == nil {
		values = url.Values{}
	}
	for _, m := range more {
		values.Set(m.Name, m.Value)
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// readFrom reads how many of a list come before the page.
func readFrom(given url.Values) (int, error) {
	v := first(given["from"])
	if v == "" {
		return 0, nil
	}
	from, err := strconv.Atoi(v)
	if err != nil || from < 0 {
		return 0, newProblem(http.StatusBadRequest, "from")
	}
	return from, nil
}

// settings are the filters but for one.
func settings(filters url.Values, but string) []setting {
	var out []setting
	for _, name := range query.Names() {
		if name == but {
			continue
		}
		for _, v := range filters[name] {
			out = append(out, setting{name, v})
		}
	}
	return out
}

// without is the filters but for one value of one of them.
func without(filters url.Values, name, value string) url.Values {
	out := url.Values{}
	for n, values := range filters {
		for _, v := range values {
			if n != name || v != value {
				out.Add(n, v)
			}
		}
	}
	return out
}

// only is the filters with one value of a name, and none where the value is empty.
func only(filters url.Values, name, value string) url.Values {
	out := url.Values{}
	for n, values := range filters {
		if n != name {
			out[n] = values
		}
	}
	if value != "" {
		out.Set(name, value)
	}
	return out
}

// some are the filters of these names.
func some(filters url.Values, names ...string) url.Values {
	out := url.Values{}
	for _, name := range names {
		if given, ok := filters[name]; ok {
			out[name] = given
		}
	}
	return out
}

// link is an address a page may link to: http or https, as the store promises, and nothing otherwise.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return address
}
