package reports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// columns are those of rows for programs that read tables. Columns are added, never renamed.
var columns = []string{
	"name", "asked", "answered", "withdrawn", "handed_off", "open", "in_time", "untold", "share", "flagged", "promised", "kept",
	"first_count", "first_median_seconds", "first_p90_seconds", "next_count", "next_median_seconds", "next_p90_seconds",
	"uncounted", "held_seconds", "approvals", "small",
}

// WriteCSV writes rows with a header, lengths of time in seconds.
func WriteCSV(out io.Writer, rows []Row) error {
	lines := [][]string{columns}
	for _, r := range rows {
		line := append([]string{r.Name}, numbers(r.Asked, r.Answered, r.Withdrawn, r.HandedOff, r.Open, r.InTime, r.Untold)...)
		line = append(append(line, fraction(r.Share)), numbers(r.Flagged, r.Promised, r.Kept)...)
		for _, s := range []Spread{r.First, r.Next} {
			line = append(line, numbers(s.Count)...)
			if s.Count == 0 {
				line = append(line, "", "")
				continue
			}
			line = append(line, numbers(int(s.Median), int(s.P90))...)
		}
		line = append(line, numbers(r.Uncounted, int(r.Held), r.Approvals)...)
		lines = append(lines, append(line, strconv.FormatBool(r.Small)))
	}
	return write(out, lines)
}

// WriteCSV writes the rows of the outcome with a header.
func (o Outcome) WriteCSV(out io.Writer) error {
	lines := [][]string{{
		"by", "name", "asks", "in_time", "late", "cannot_tell", "share", "agreed_in_time", "agreed_late", "agreed_cannot_tell",
		"agreed_share", "needed", "small",
	}}
	add := func(by string, rows ...Tried) {
		for _, t := range rows {
			line := append([]string{by, t.Name}, numbers(t.Asks, t.Would.InTime, t.Would.Late, t.Would.CannotTell)...)
			line = append(append(line, fraction(t.Would.Share)), numbers(t.Agreed.InTime, t.Agreed.Late, t.Agreed.CannotTell)...)
			lines = append(lines, append(line, fraction(t.Agreed.Share), t.Needed, strconv.FormatBool(t.Small)))
		}
	}
	add("all", o.All)
	add("kind", o.Kinds...)
	add("team", o.Teams...)
	return write(out, lines)
}

// write writes lines of which no cell is a formula to the programs that open such files.
func write(out io.Writer, lines [][]string) error {
	w := csv.NewWriter(out)
	for _, line := range lines {
		cells := make([]string, len(line))
		for i, cell := range line {
			cells[i] = harmless(cell)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// harmless is a cell that spreadsheets take for text.
func harmless(cell string) string {
	if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
		return "'" + cell
	}
	return cell
}

func numbers(all ...int) []string {
	cells := make([]string, len(all))
	for i, n := range all {
		cells[i] = strconv.Itoa(n)
	}
	return cells
}

// fraction is a share to four places.
func fraction(share *float64) string {
	if share == nil {
		return ""
	}
	return strconv.FormatFloat(*share, 'f', 4, 64)
}
