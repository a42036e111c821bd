package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions/madr"
)

// decisionFormats are the forms in which decisions are exported to one file.
var decisionFormats = map[string]func(io.Writer, []feed.DecisionEntry, feed.Namer) error{
	"md": madr.Document, "json": decisionsJSON, "csv": madr.Table,
}

func (p Program) exportDecisionsCommand(o *options) *cobra.Command {
	var filter feed.DecisionFilter
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
			list, err := h.register.decisions(cmd.Context(), filter)
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
			files := madr.Records(list, who.Person)
			if ok {
				var b bytes.Buffer
				if err := write(&b, list, who.Person); err != nil {
					return err
				}
				files = []madr.File{{Name: "decisions." + format, Text: b.Bytes()}}
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

func writeFiles(folder string, files []madr.File) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("making the folder for decisions: %w", err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Text, 0o600); err != nil {
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
