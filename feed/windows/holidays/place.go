package holidays

import (
	"cmp"
	"slices"
	"strings"
)

// A Place is a country or one of its regions.
type Place struct {
	Code string // DE, DE-BE
	Name string // Germany, Berlin
	// Until is the last year that In answers for.
	Until int
	// Settled is the last year whose days are all given by law or announced. Where it is before Until, a government may
	// still move or add some of the days after it.
	Settled int
}

// Places returns all places that the table knows, by their codes. A country comes before its regions.
func Places() []Place { return slices.Clone(table().sorted) }

// country is the part of a place's code that names its country.
func country(place string) string {
	code, _, _ := strings.Cut(place, "-")
	return code
}

// others are codes that people write for a country beside that of ISO 3166.
var others = map[string]string{"UK": "GB", "EL": "GR"}

// hint says which places may have been meant.
func (t *index) hint(place string) string {
	near := slices.Clone(t.sorted)
	written := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(place), "_", "-"))
	if code, ok := others[country(written)]; ok {
		written = code + written[len(country(written)):]
	}
	if _, ok := t.places[country(written)]; ok { // a wrong region: stay in the country
		near = slices.DeleteFunc(near, func(p Place) bool { return country(p.Code) != country(written) })
	}
	distance := func(p Place) int {
		return min(2*edits(written, p.Code), edits(written, strings.ToUpper(p.Name)))
	}
	slices.SortStableFunc(near, func(a, b Place) int { return cmp.Compare(distance(a), distance(b)) })
	var said []string
	for _, p := range near[:min(3, len(near))] {
		said = append(said, p.Code+" ("+p.Name+")")
	}
	return "nearest are " + strings.Join(said, ", ")
}

// edits counts the letters to change, add or drop to make b of a.
func edits(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		corner := row[0]
		row[0] = i + 1
		for j, s := range to {
			change := corner
			if r != s {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
