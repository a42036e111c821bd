package reports

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Text is the outcome as a terminal shows it.
func (o Outcome) Text() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\tASKS\tIN TIME\tLATE\tCANNOT TELL\tSHARE\tAS AGREED\t%d %% WITHIN\n", o.Percent)
	for _, t := range o.Rows() {
		small := ""
		if t.Small {
			small = " (few)"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s%s\n", t.Name, t.Asks, t.Would.InTime, t.Would.Late, t.Would.CannotTell,
			Percent(t.Would.Share), Percent(t.Agreed.Share), cmp.Or(t.Needed, "?"), small)
	}
	_ = w.Flush() // to a strings.Builder
	b.WriteString("\nworking time until the answer (a day is 8 h; - is open still)\n")
	histogram(&b, o.Buckets)
	if o.Fewer > 0 {
		fmt.Fprintf(&b, "\nnot asked at all by what is proposed: %d\n", o.Fewer)
	}
	if o.More > 0 {
		fmt.Fprintf(&b, "\nnot asked at all by what is agreed: %d\n", o.More)
	}
	return b.String()
}

// Rows are what is said of all, of the kinds and of the teams, one after another. A team is named "team core".
func (o Outcome) Rows() []Tried {
	rows := append([]Tried{o.All}, o.Kinds...)
	for _, t := range o.Teams {
		t.Name = "team " + t.Name
		rows = append(rows, t)
	}
	return rows
}

// Percent is a share as people read it, rounded down so that only all is 100 %.
func Percent(share *float64) string {
	if share == nil {
		return "–"
	}
	return strconv.Itoa(int(*share*100+1e-9)) + " %"
}

// Hours is a length of working time as people read it: 45 min, 7 h 30 min, 14 h.
func (s Seconds) Hours() string {
	d := s.Rounded()
	if d < time.Minute {
		return "0 min"
	}
	return feed.InWords(d.String())
}

// Rounded is the length to as much as matters of it: to the minute below an hour, to five below ten hours, and then to the hour.
func (s Seconds) Rounded() time.Duration {
	d := s.Duration()
	switch {
	case d < time.Hour:
		return d.Round(time.Minute)
	case d < 10*time.Hour:
		return d.Round(5 * time.Minute)
	}
	return d.Round(time.Hour)
}
