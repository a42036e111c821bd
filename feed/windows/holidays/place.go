package holidays

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/spelling"
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
		return min(2*spelling.Distance(written, p.Code), spelling.Distance(written, strings.ToUpper(p.Name)))
	}
	slices.SortStableFunc(near, func(a, b Place) int { return cmp.Compare(distance(a), distance(b)) })
	var said []string
	for _, p := range near[:min(3, len(near))] {
		said = append(said, p.Code+" ("+p.Name+")")
	}
	return "nearest are " + strings.Join(said, ", ")
}
