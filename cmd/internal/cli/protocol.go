package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/compare"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

func (p Program) protocolCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "protocol",
		Short: "Look into the team's agreement",
		Args:  cobra.NoArgs,
	}
	diff := &cobra.Command{
		Use:   "diff BEFORE AFTER",
		Short: "Say in words what a change of the agreement would change",
		Long: "Compares the agreement in two configurations: windows, calendars, people, teams and the rest, by what they\n" +
			"mean and not by how they are written, with examples of what is asked now and would be due at another time.\n" +
			"Calendar files are read beside each configuration; those at addresses are not fetched. Of what else is in the\n" +
			"files nothing needs to be there: no secret, no database. The exit status is 0 also if there are differences.\n\n" +
			"  git show main:dateline.yaml >before.yaml && " + p.Name + " protocol diff before.yaml dateline.yaml --format md",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(2)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			print, ok := map[string]func(*difference, io.Writer) error{
				"text": (*difference).text, "json": (*difference).json, "md": (*difference).markdown,
			}[format]
			if !ok {
				return usage(fmt.Errorf("--format is text, json or md, not %q", format))
			}
			before, unread, wrong := readAgreement(args[0])
			after, alsoUnread, alsoWrong := readAgreement(args[1])
			if err := errors.Join(wrong, alsoWrong); err != nil {
				return fmt.Errorf("the agreements cannot be compared:\n%w", err)
			}
			for _, shown := range alsoUnread {
				if !slices.Contains(unread, shown) {
					unread = append(unread, shown)
				}
			}
			return print(&difference{compare.Words(before, after, time.Now()), unread}, cmd.OutOrStdout())
		},
	}
	diff.Flags().StringVar(&format, "format", "text", "`text`, json (a line each) or md")
	cmd.AddCommand(diff)
	return cmd
}

// readAgreement reads the agreement in a configuration, and opens its calendars with the files beside it; missing are those at
// addresses, as they may be told.
func readAgreement(file string) (p *protocol.Protocol, missing []string, err error) {
	c, err := config.ReadAgreement(file, tools)
	if err != nil {
		return nil, nil, err
	}
	books, missing, err := readBooks(c, file, nil)
	if err != nil {
		return nil, nil, err
	}
	open, _ := c.Open(books)
	return open, missing, nil
}

// readBooks reads the calendars that an agreement names: files beside its own, and addresses as they were kept when they
// were last read. missing are those that were never kept, as they may be told.
func readBooks(c *config.Config, file string, kept map[string]store.Book) (books map[string]*ics.Calendar, missing []string, err error) {
	books = map[string]*ics.Calendar{}
	for _, ref := range c.Books() {
		text := kept[bookName(ref)].Text
		if !calendars.Address(ref) {
			if text, err = os.ReadFile(config.Beside(file, ref)); err != nil {
				return nil, nil, fmt.Errorf("%s: reading the calendar %s: %w", file, ref, err)
			}
		}
		if text == nil {
			missing = append(missing, calendars.Shown(ref))
			continue
		}
		if books[ref], _, err = ics.Read(bytes.NewReader(text), c.Zones.Zone); err != nil {
			return nil, nil, fmt.Errorf("%s: reading the calendar %s: %w", file, calendars.Shown(ref), err)
		}
	}
	return books, missing, nil
}

// A difference is what two agreements differ in, and what was not looked into.
type difference struct {
	lines  []compare.Line
	unread []string
}

// text prints a line for each change, marked as in a diff.
func (d *difference) text(out io.Writer) error {
	var b strings.Builder
	marks := map[compare.Mark]string{compare.Added: "+", compare.Removed: "-", compare.Changed: "~"}
	for _, l := range d.lines {
		fmt.Fprintf(&b, "%s %s: %s\n", marks[l.Mark], l.Subject, l.Text)
		for _, detail := range l.Details {
			fmt.Fprintf(&b, "    %s\n", detail)
		}
	}
	return d.end(&b, out)
}

// markdown prints a list, as a comment on the change shows it.
func (d *difference) markdown(out io.Writer) error {
	var b strings.Builder
	for _, l := range d.lines {
		fmt.Fprintf(&b, "- **%s** %s: %s\n", l.Mark, inMarkdown.Replace(l.Subject), inMarkdown.Replace(l.Text))
		for _, detail := range l.Details {
			fmt.Fprintf(&b, "  - %s\n", inMarkdown.Replace(detail))
		}
	}
	return d.end(&b, out)
}

// end prints a text, and below it what a change does to what is open and what was not looked into.
func (d *difference) end(b *strings.Builder, out io.Writer) error {
	if len(d.lines) == 0 {
		b.WriteString("nothing would change\n")
	} else {
		b.WriteString("\n" + compare.Effect + "\n")
	}
	if len(d.unread) > 0 {
		fmt.Fprintf(b, "\nCalendars at addresses were not looked into: %s\n", strings.Join(d.unread, ", "))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// json prints each change as a record.
func (d *difference) json(out io.Writer) error {
	rows := make([]row, len(d.lines))
	for i, l := range d.lines {
		rows[i].record = l
	}
	return jsonLines(out, nil, rows)
}
