package world_test

import (
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// summary tells a log to people: day by day, a line for every act, with the first words of what was said.
func summary(acts []world.Act) string {
	var b strings.Builder
	today := ""
	for _, a := range acts {
		if day := a.At.Format("Monday 2 January 2006"); day != today {
			today = day
			fmt.Fprintf(&b, "\n%s\n", day)
		}
		fmt.Fprintf(&b, "%s %-6s %-10s %s", a.At.Format("15:04:05"), a.By, a.Deed, a.Project)
		if a.Work > 0 {
			fmt.Fprintf(&b, " %d", a.Work)
		}
		for _, more := range []string{string(a.Kind), a.Name, strings.Join(a.To, " and "), a.File, words(a.Text)} {
			if more != "" {
				fmt.Fprintf(&b, " · %s", more)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func words(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 50 {
		return string(r[:49]) + "…"
	}
	return text
}
