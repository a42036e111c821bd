package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// generate returns the text of the table.
func generate(rules fs.FS) ([]byte, error) {
	countries, err := readAll(rules)
	if err != nil {
		return nil, err
	}
	asOf := ""
	var sections bytes.Buffer
	for i := range countries {
		c := &countries[i]
		asOf = max(asOf, c.asOf)
		sections.WriteString("\n")
		c.write(&sections)
	}
	return append([]byte(asOf+"\n"), sections.Bytes()...), nil
}

// write writes the section of a country: its places, and then its days with the places whose they are.
func (c *country) write(out *bytes.Buffer) {
	fmt.Fprintf(out, "%s %d %d %s\n", c.code, c.until, c.settled, c.name)
	places := []string{""}
	for _, r := range c.regions {
		fmt.Fprintf(out, "%s-%s %d %d %s\n", c.code, r.code, c.until, c.settled, r.name)
		places = append(places, r.code)
	}
	free := map[string][]string{} // the places of each date with its name
	var order []string
	for _, place := range places {
		for _, h := range c.holidays(place) {
			mark := ""
			if h.tentative {
				mark = "?"
			}
			key := h.date.Format("2006-01-02") + mark + "\t" + h.name
			if free[key] == nil {
				order = append(order, key)
			}
			if !slices.Contains(free[key], place) {
				free[key] = append(free[key], place)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return strings.Compare(a[:10], b[:10]) })
	for _, key := range order {
		when, name, _ := strings.Cut(key, "\t")
		fmt.Fprintf(out, "%s %s%s %s\n", when, c.code, among(places, free[key]), name)
	}
}

// among says which of all places, of which the first is the country itself, are meant.
func among(all, meant []string) string {
	if meant[0] != "" {
		return ":" + strings.Join(meant, ",")
	}
	without := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return slices.Contains(meant, p) })
	if len(without) == 0 {
		return ""
	}
	return "!" + strings.Join(without, ",")
}
