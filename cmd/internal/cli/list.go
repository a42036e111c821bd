package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
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
	l.remote = func(ctx context.Context, r remote) ([]row, error) {
		query := url.Values{"kind": kinds, "source": filter.Sources}
		if filter.Query != "" {
			query.Set("q", filter.Query)
		}
		events, err := remoteList[feed.EventRecord](ctx, r, "events", query, l.limit)
		return rowsOf(events, eventRow), err
	}
	cmd := p.listCommand(o, l, "feed", "Print what happened, newest first", func(h *host, cmd *cobra.Command) ([]row, error) {
		for _, k := range kinds {
			filter.Kinds = append(filter.Kinds, feed.Kind(k))
		}
		who, err := h.agreed.directory(cmd.Context())
		if err != nil {
			return nil, err
		}
		entries, err := h.db.Events(cmd.Context(), filter, 0, l.limit)
		return rowsOf(entries, func(e feed.Entry) row { return eventRow(e.Record(who.Person)) }), err
	}, "AT", "KIND", "BY", "VERB", "ITEM", "TITLE")
	cmd.Flags().StringVar(&filter.Query, "q", "", "only what has these `words`")
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, "only this `kind`")
	cmd.Flags().StringSliceVar(&filter.Sources, "source", nil, "only this `source`")
	return cmd
}

func eventRow(e feed.EventRecord) row {
	var on feed.ItemRef
	if e.Item != nil {
		on = *e.Item
	}
	return row{
		cells: []string{stamp(e.At), string(e.Kind), e.By.Label(), string(e.Verb), on.Key, on.Title},
		url:   e.URL, record: e,
	}
}

func (p Program) asksCommand(o *options) *cobra.Command {
	var all bool
	l := &listing{}
	l.remote = func(ctx context.Context, r remote) ([]row, error) {
		query := url.Values{}
		if all {
			query.Set("state", "all")
		}
		asks, err := remoteList[feed.AskRecord](ctx, r, "asks", query, l.limit)
		return rowsOf(asks, askRow), err
	}
	cmd := p.listCommand(o, l, "asks", "Print who owes whom a response, soonest due first",
		func(h *host, cmd *cobra.Command) ([]row, error) {
			who, err := h.agreed.directory(cmd.Context())
			if err != nil {
				return nil, err
			}
			asks, err := h.db.Asks(cmd.Context(), store.AskFilter{Open: !all}, "", l.limit)
			return rowsOf(asks, func(a feed.AskEntry) row { return askRow(a.Record(who.Person)) }), err
		}, "DUE", "STATE", "WHO", "OWES", "TO", "SINCE", "ITEM", "TITLE", "ASK")
	cmd.Flags().BoolVar(&all, "all", false, "also those that were answered or withdrawn")
	return cmd
}

func askRow(a feed.AskRecord) row {
	due, state := "nobody can tell", string(a.State)
	if a.Due != nil {
		due = stamp(*a.Due)
	}
	if a.Ended == nil && a.Flagged {
		state = "flagged"
	}
	return row{
		cells: []string{due, state, a.Responder.Label(), string(a.Kind), a.Asker.Label(), stamp(a.Opened),
			a.Item.Key, a.Item.Title, a.ID},
		url: a.Item.URL, record: a,
	}
}

func rowsOf[T any](list []T, of func(T) row) (rows []row) {
	for _, e := range list {
		rows = append(rows, of(e))
	}
	return rows
}

// A listing is how a list is printed.
type listing struct {
	format string
	limit  int
	// server is the address of a Dateline to ask instead of reading the store, and remote asks it. Nil: nobody can be asked.
	server string
	remote func(context.Context, remote) ([]row, error)
}

// A row is one line of a list, in words and as a record.
type row struct {
	cells  []string
	url    string
	record any
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

func (p Program) listCommand(o *options, l *listing, name, short string,
	rows func(*host, *cobra.Command) ([]row, error), header ...string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			print, ok := map[string]func(io.Writer, []string, []row) error{
				"table": table, "json": jsonLines, "md": markdown,
			}[l.format]
			if !ok {
				return usage(fmt.Errorf("--format is table, json or md, not %q", l.format))
			}
			list, err := l.rows(p, cmd, o, rows)
			if err != nil {
				return err
			}
			return print(cmd.OutOrStdout(), header, list)
		},
	}
	cmd.Flags().StringVar(&l.format, "format", "table", "`table`, json (a line each) or md")
	cmd.Flags().IntVar(&l.limit, "limit", 50, "at most this `many`")
	if l.remote != nil {
		cmd.Flags().StringVar(&l.server, "server", env("SERVER", ""),
			"the `address` of a Dateline to ask, instead of reading the database (DATELINE_SERVER)")
	}
	return cmd
}

// rows are those of a Dateline elsewhere, or of the store.
func (l *listing) rows(p Program, cmd *cobra.Command, o *options,
	here func(*host, *cobra.Command) ([]row, error)) ([]row, error) {
	if l.server != "" {
		r, err := elsewhere(l.server)
		if err != nil {
			return nil, err
		}
		return l.remote(cmd.Context(), r)
	}
	h, err := p.open(cmd, o)
	if err != nil {
		return nil, err
	}
	defer h.close()
	return here(h, cmd)
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
