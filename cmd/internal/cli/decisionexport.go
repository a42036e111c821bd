package cli

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// decisionFormats are the forms in which decisions are exported to one file.
var decisionFormats = map[string]func(io.Writer, []feed.DecisionEntry, feed.Namer) error{
	"md": decisionsMarkdown, "json": decisionsJSON, "csv": decisionsCSV,
}

func (p Program) exportDecisionsCommand(o *options) *cobra.Command {
	var filter store.DecisionFilter
	var states []string
	var format, folder string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write all decisions as decision records, a document or a table, oldest first",
		Long: "Writes what was decided, rejected, superseded and proposed. madr writes a file for each decision into the\n" +
			"folder --out, in the form of Markdown Any Decision Records 4, numbered from the oldest on; what is only suggested\n" +
			"is no decision and gets no file. md, json (a line each) and csv go to the standard output, or to the file\n" +
			"decisions.md, .json or .csv of the folder. Files of the same names are replaced, and no others touched.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, ok := decisionFormats[format]
			switch {
			case !ok && format != "madr":
				return usage(fmt.Errorf("--format is madr, md, json or csv, not %q", format))
			case !ok && folder == "":
				return usage(errors.New("say with --out FOLDER where the decision records are to be written"))
			}
			if err := chosenStates(&filter, states); err != nil {
				return err
			}
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			who, err := h.agreed.directory(cmd.Context())
			if err != nil {
				return err
			}
			list, err := h.decisions(cmd.Context(), filter)
			if err != nil {
				return fmt.Errorf("exporting decisions: %w", err)
			}
			// By when they were put up, which stays: so do the numbers of decision records.
			slices.SortFunc(list, func(a, b feed.DecisionEntry) int {
				return cmp.Or(begun(a).Compare(begun(b)), cmp.Compare(a.ID, b.ID))
			})
			if folder == "" {
				return write(cmd.OutOrStdout(), list, who.Person)
			}
			files := madr(list, who.Person)
			if ok {
				var b bytes.Buffer
				if err := write(&b, list, who.Person); err != nil {
					return err
				}
				files = []file{{"decisions." + format, b.Bytes()}}
			}
			return writeFiles(folder, files)
		},
	}
	cmd.Flags().StringVar(&format, "format", "md", "`madr`, md, json or csv")
	cmd.Flags().StringVar(&folder, "out", "", "the `folder` to write to")
	chooseDecisions(cmd, &filter, &states)
	return cmd
}

// begun is when a decision was put up.
func begun(d feed.DecisionEntry) time.Time { return cmp.Or(d.Proposed, d.Decided, d.Ended) }

// A file is one that is to be written.
type file struct {
	name string
	text []byte
}

func writeFiles(folder string, files []file) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("making the folder for decisions: %w", err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.name), f.text, 0o600); err != nil {
			return fmt.Errorf("writing decisions: %w", err)
		}
	}
	return nil
}

func decisionsJSON(out io.Writer, list []feed.DecisionEntry, person feed.Namer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, d := range list {
		if err := encoder.Encode(d.Record(person)); err != nil {
			return err
		}
	}
	return nil
}

func decisionsCSV(out io.Writer, list []feed.DecisionEntry, person feed.Namer) error {
	w := csv.NewWriter(out)
	rows := [][]string{{
		"id", "title", "state", "trust", "proposed", "proposer", "decided", "decider", "ended", "source", "tool", "item", "url",
		"superseded_by", "options", "rationale", "misplaced", "also_at",
	}}
	for _, d := range list {
		r := d.Record(person)
		var proposer, decider string
		if r.Proposer != nil {
			proposer = name(d.Tool, d.Proposer, person)
		}
		if r.Decider != nil {
			decider = name(d.Tool, d.Decider, person)
		}
		rows = append(rows, []string{
			d.ID, d.Title, string(d.State), string(d.Trust), rfc3339(d.Proposed), proposer, rfc3339(d.Decided), decider,
			rfc3339(d.Ended), d.Source, d.Tool, d.On.Key, d.On.URL, strings.Join(d.SupersededBy, " "),
			strings.Join(d.Options, "\n"), d.Rationale, d.Misplaced, strings.Join(also(d), " "),
		})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert(cell)
		}
	}
	return w.WriteAll(rows)
}

// inert is a cell that no spreadsheet takes for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// also are the other places in which the same was decided.
func also(d feed.DecisionEntry) (places []string) {
	for _, p := range d.Same {
		places = append(places, p.On.URL)
	}
	return places
}
