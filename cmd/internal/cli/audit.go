package cli

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
)

func (p Program) auditCommand(o *options) *cobra.Command {
	l := &listing{}
	cmd := p.listCommand(o, l, "audit", "Print who did what, newest first", func(h *host, cmd *cobra.Command) ([]row, error) {
		deeds, err := sight{h}.Deeds(cmd.Context(), l.limit)
		return rowsOf(deeds, deedRow), err
	}, "AT", "BY", "WHAT", "ANSWER")
	cmd.Long = "Prints what was said, ordered and refused, on the pages and by commands, who logged in and out, and which tokens\n" +
		"were made and revoked. It goes back about a year."
	return cmd
}

// A deedRecord is a deed as programs see it.
type deedRecord struct {
	At     time.Time `json:"at"`
	By     string    `json:"by,omitempty"`
	What   string    `json:"what"`
	Status int       `json:"status,omitempty"`
}

func deedRow(d feed.Deed) row {
	answer := ""
	if d.Status != 0 {
		answer = strconv.Itoa(d.Status)
	}
	return row{cells: []string{stamp(d.At), d.By, d.What, answer}, record: deedRecord{d.At.UTC(), d.By, d.What, d.Status}}
}
