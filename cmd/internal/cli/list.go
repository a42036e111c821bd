package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

func (p Program) feedCommand(o *options) *cobra.Command {
	var filter feed.Filter
	var kinds []string
	l := &listing{}
	cmd := p.listCommand(o, l, "feed", "Print what happened, newest first", func(h *host, cmd *cobra.Command) ([]row, error) {
		for _, k := range kinds {
			filter.Kinds = append(filter.Kinds, feed.Kind(k))
		}
		who, err := h.agreed.directory(cmd.Context())
		if err != nil {
			return nil, err
		}
		entries, err := h.db.Events(cmd.Context(), filter, 0, l.limit)
		var rows []row
		for _, e := range entries {
			rows = append(rows, row{
				cells: []string{stamp(e.At), string(e.Kind), e.By.Label(), string(e.Verb), e.On.Key, e.On.Title},
				url:   e.URL, record: e.Record(who.Person),
			})
		}
		return rows, err
	}, "AT", "KIND", "BY", "VERB", "ITEM", "TITLE")
	cmd.Flags().StringVar(&filter.Query, "q", "", "only what has these `words`")
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, "only this `kind`")
	cmd.Flags().StringSliceVar(&filter.Sources, "source", nil, "only this `source`")
	return cmd
}

func (p Program) asksCommand(o *options) *cobra.Command {
	var all bool
	l := &listing{}
	cmd := p.listCommand(o, l, "asks", "Print who owes whom a response, soonest due first", func(h *host, cmd *cobra.Command) ([]row, error) {
		who, err := h.agreed.directory(cmd.Context())
		if err != nil {
			return nil, err
		}
		asks, err := h.db.Asks(cmd.Context(), store.AskFilter{Open: !all}, "", l.limit)
		var rows []row
		for _, a := range asks {
			state := string(a.State)
			if a.Open() && !a.Flagged.IsZero() {
				state = "flagged"
			}
			rows = append(rows, row{
				cells: []string{deadline(a), state, a.Responder.Label(), string(a.Kind), a.Asker.Label(), stamp(a.Opened), a.On.Key, a.On.Title, a.ID},
				url:   a.On.URL, record: a.Record(who.Person),
			})
		}
		return rows, err
	}, "DUE", "STATE", "WHO", "OWES", "TO", "SINCE", "ITEM", "TITLE", "ASK")
	cmd.Flags().BoolVar(&all, "all", false, "also those that were answered or withdrawn")
	return cmd
}

// A listing is how a list is printed.
type listing struct {
	format string
	limit  int
}

// A row is one line of a list, in words and as a record.
type row struct {
	cells  []string
	url    string
	record any
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

func (p Program) listCommand(o *options, l *listing, name, short string, rows func(*host, *cobra.Command) ([]row, error), header ...string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			print, ok := map[string]func(io.Writer, []string, []row) error{"table": table, "json": jsonLines, "md": markdown}[l.format]
			if !ok {
				return usage(fmt.Errorf("--format is table, json or md, not %q", l.format))
			}
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			list, err := rows(h, cmd)
			if err != nil {
				return err
			}
			return print(cmd.OutOrStdout(), header, list)
		},
	}
	cmd.Flags().StringVar(&l.format, "format", "table", "`table`, json (a line each) or md")
	cmd.Flags().IntVar(&l.limit, "limit", 50, "at most this `many`")
	return cmd
}

func table(out io.Writer, header []string, rows []row) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(header, "\t"))
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r.cells, "\t"))
	}
	return w.Flush()
}

func jsonLines(out io.Writer, _ []string, rows []row) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, r := range rows {
		if err := encoder.Encode(r.record); err != nil {
			return err
		}
	}
	return nil
}

// inMarkdown makes text stand for itself in Markdown.
var inMarkdown = strings.NewReplacer("|", `\|`, "[", `\[`, "]", `\]`, "<", "&lt;", "`", "\\`", "*", `\*`, "_", `\_`)

// markdown is a table whose last cell links to the tool.
func markdown(out io.Writer, header []string, rows []row) error {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(header, " | "), strings.Repeat(" --- |", len(header)))
	for _, r := range rows {
		b.WriteString("|")
		for i, cell := range r.cells {
			cell = inMarkdown.Replace(cell)
			if i == len(r.cells)-1 && r.url != "" {
				cell = "[" + cell + "](<" + r.url + ">)"
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// deadline is until when an ask is to be answered, as lists show it.
func deadline(a feed.AskEntry) string {
	if a.Due.IsZero() {
		return "nobody can tell"
	}
	return stamp(a.Due)
}
