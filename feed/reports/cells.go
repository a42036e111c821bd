package reports

import "strconv"

// Headings are those of what [Row.Cells] returns.
func Headings() []string {
	return []string{
		"", "ASKED", "ANSWERED", "IN TIME", "WITHDRAWN", "OPEN", "FLAGGED", "APPROVALS",
		"FIRST MEDIAN", "90 %", "NEXT MEDIAN", "90 %", "HELD",
	}
}

// Cells are a row as people read it.
func (r Row) Cells() []string {
	name := r.Name
	if name == "" {
		name = "–"
	}
	if r.Small {
		name += " (few)"
	}
	cells := append([]string{name}, numbers(r.Asked, r.Answered)...)
	cells = append(cells, Percent(r.Share), strconv.Itoa(r.Withdrawn+r.HandedOff))
	cells = append(cells, numbers(r.Open, r.Flagged, r.Approvals)...)
	for _, s := range []Spread{r.First, r.Next} {
		if s.Count == 0 {
			cells = append(cells, "–", "–")
			continue
		}
		cells = append(cells, s.Median.Hours(), s.P90.Hours())
	}
	if r.Held == 0 {
		return append(cells, "–")
	}
	return append(cells, r.Held.Hours())
}
