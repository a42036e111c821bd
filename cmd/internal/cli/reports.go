package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

// groupings are what a report can be by.
var groupings = map[string]func(reports.Result) []reports.Row{
	"kind":   func(r reports.Result) []reports.Row { return r.Kinds },
	"tool":   func(r reports.Result) []reports.Row { return r.Tools },
	"team":   func(r reports.Result) []reports.Row { return r.Teams },
	"window": func(r reports.Result) []reports.Row { return r.Windows },
	"week":   func(r reports.Result) []reports.Row { return r.Weeks },
}

func (p Program) reportsCommand(o *options) *cobra.Command {
	var by, format string
	var days int
	cmd := &cobra.Command{
		Use:   "reports",
		Short: "Say how soon responses come, by kind, tool, team, window or week",
		Long: "Says of the asks that ended in the last days, and of those that are open, how many were answered within their\n" +
			"window, and how much working time went by until then: the median, and the length that nine in ten did not need.\n" +
			"FIRST is the first response between two on an item, NEXT every later one. It speaks of teams, never of people.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			group, ok := groupings[by]
			if !ok {
				return usage(fmt.Errorf("--by is kind, tool, team, window or week, not %q", by))
			}
			print, ok := map[string]func(io.Writer, []reports.Row) error{
				"table": reportTable(table), "md": reportTable(markdown), "json": reportLines, "csv": reports.WriteCSV,
			}[format]
			if !ok {
				return usage(fmt.Errorf("--format is table, json, csv or md, not %q", format))
			}
			if days < 0 {
				return usage(fmt.Errorf("--days is how many days to look back, not %d", days))
			}
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			result, err := h.report(cmd.Context(), reports.Options{Since: back(h.now(), days)}, store.AskFilter{})
			if err != nil {
				return err
			}
			return print(cmd.OutOrStdout(), append(group(result), result.All))
		},
	}
	cmd.Flags().StringVar(&by, "by", "kind", "by `kind`, tool, team, window or week")
	cmd.Flags().IntVar(&days, "days", 90, "look back so many `days`; 0 is as far as there is anything")
	cmd.Flags().StringVar(&format, "format", "table", "`table`, json (a line each), csv or md")
	return cmd
}

// back is so many days ago, the zero time for no days at all.
func back(now time.Time, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, -days)
}

func reportTable(print func(io.Writer, []string, []row) error) func(io.Writer, []reports.Row) error {
	return func(out io.Writer, all []reports.Row) error {
		rows := make([]row, len(all))
		for i, r := range all {
			rows[i].cells = r.Cells()
		}
		return print(out, reports.Headings(), rows)
	}
}

func reportLines(out io.Writer, all []reports.Row) error {
	rows := make([]row, len(all))
	for i, r := range all {
		rows[i].record = r
	}
	return jsonLines(out, nil, rows)
}
