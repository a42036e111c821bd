package holidays

import (
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/feed/windows"
)

// The first and the last year of the table.
const (
	First = 2024
	Last  = 2035
)

// A Holiday is a day on which a place is closed.
type Holiday struct {
	Date windows.Date
	Name string
	// Tentative says that the day may still move by a day or so, as the moon is seen or a government decides.
	Tentative bool
}

// In returns the holidays of a place in a year, in their order. The place is a country or a region, such as DE or DE-BE.
// It is an error if the table does not know the place, or not the year.
func In(place string, year int) ([]Holiday, error) {
	t := table()
	p, ok := t.places[place]
	if !ok {
		return nil, fmt.Errorf("there are no holidays for %q in the built-in table; %s", place, t.hint(place))
	}
	if year < First || year > Last {
		return nil, fmt.Errorf("there are no holidays for %d in the built-in table: it holds %d to %d", year, First, Last)
	}
	if year > p.Until {
		return nil, fmt.Errorf("the holidays of %s (%s) in %d are not known yet: the built-in table has them up to %d",
			p.Code, p.Name, year, p.Until)
	}
	return slices.Clone(t.countries[country(place)].days()[place][year-First]), nil
}
