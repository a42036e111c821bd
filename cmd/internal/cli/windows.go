package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed/windows/cases"
)

func (p Program) windowsCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "windows",
		Short: "Check the clock that response windows are counted on",
		Args:  cobra.NoArgs,
	}
	check := &cobra.Command{
		Use:   "verify FILE",
		Short: "Answer a file of worked cases, and print what is answered otherwise",
		Long: "Answers a file of worked cases (JSON: calendars, and questions about deadlines and elapsed working time) with\n" +
			"the newest zone data there is: that of the folder, of this machine, or of this program. Prints every answer that is\n" +
			"not the expected one, and the totals. The exit status is 1 if there is one.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error { return verify(cmd, args[0], folder) },
	}
	check.Flags().StringVar(&folder, "zoneinfo", "", "a `folder` of time zone data (DATELINE_ZONEINFO)")
	cmd.AddCommand(check)
	return cmd
}

// verify answers the cases of a file.
func verify(cmd *cobra.Command, name, folder string) error {
	data, err := newestZones(folder)
	if err != nil {
		return err
	}
	text, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = text.Close() }()
	file, err := cases.Read(text)
	if err != nil {
		return err
	}
	wrong, groups, err := file.Answer(data.Zone)
	if err != nil {
		return err
	}
	out, missed := cmd.OutOrStdout(), map[string]int{}
	fmt.Fprintf(out, "time zones %s\n", data)
	for _, w := range wrong {
		missed[w.Group]++
		needs := ""
		if w.Requires != "" {
			needs = fmt.Sprintf(" (right with zone data of %s or later)", w.Requires)
		}
		fmt.Fprintf(out, "%s: answered %s, expected %s%s\n", w.ID, w.Got, w.Want, needs)
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		fmt.Fprintf(out, "%-16s %5d cases  %5d wrong\n", group, groups[group], missed[group])
	}
	fmt.Fprintf(out, "%-16s %5d cases  %5d wrong\n", "all", len(file.Cases), len(wrong))
	if len(wrong) > 0 {
		return fmt.Errorf("%d of %d cases were answered otherwise than expected", len(wrong), len(file.Cases))
	}
	return nil
}
