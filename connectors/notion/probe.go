package notion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/datelinehq/dateline/connectors"
)

// Probe asks Notion who we are, and reads a page of everything that is read.
func (r *reader) Probe(ctx context.Context) (connectors.Findings, error) {
	var found connectors.Findings
	raw, err := r.api.one(ctx, "users/me")
	if err != nil {
		return connectors.Findings{}, r.place(err)
	}
	found.As = (&cursor{}).by(raw)
	what, sources := "shared with the integration: ", []string{searched}
	if r.source != "" {
		sources = []string{r.source}
		if raw, err = r.api.one(ctx, "data_sources/"+r.source); err != nil {
			return connectors.Findings{}, r.place(err)
		}
		what = fmt.Sprintf("the data source %s: ", heading(raw))
	}
	if r.database != "" {
		if raw, err = r.api.one(ctx, "databases/"+r.database); err != nil {
			return connectors.Findings{}, r.place(err)
		}
		if sources, err = sourcesOf(raw); err != nil {
			return connectors.Findings{}, err
		}
		what = fmt.Sprintf("the database %s: ", heading(raw))
	}
	page, count, more := "", 0, false
	for _, name := range sources[:min(len(sources), sourcesAtMost)] {
		q := r.listing(name)
		q.size = full
		got, err := r.api.list(ctx, q)
		if err != nil {
			return connectors.Findings{}, r.place(err)
		}
		count, more = count+len(got.rows), more || got.next != ""
		for _, raw := range got.rows {
			if o, err := readObject(raw); err == nil && o.Object == kindPage && page == "" {
				page = o.ID
			}
		}
	}
	found.Reads = append(found.Reads, what+amount(count, more))
	if count == 0 && r.everything() {
		found.Lacks = append(found.Lacks, "pages: nothing is shared with the integration; open a page or database in Notion, choose Connections and add it")
	}
	return found, r.capabilities(ctx, page, &found)
}

// capabilities tries what an integration need not be allowed.
func (r *reader) capabilities(ctx context.Context, page string, found *connectors.Findings) error {
	if page != "" {
		_, err := r.api.list(ctx, query{path: "comments", get: url.Values{"block_id": {page}}, version: current, size: 1})
		switch {
		case is(err, restricted):
			found.Lacks = append(found.Lacks, "comments: grant the integration 'Read comments'")
		case err != nil && !is(err, notFound):
			return r.place(err)
		default:
			found.Reads = append(found.Reads, "open discussions")
		}
	}
	_, err := r.api.list(ctx, query{path: "users", get: url.Values{}, version: current, size: 1})
	switch {
	case is(err, restricted):
		found.Lacks = append(found.Lacks, "names of people: grant the integration 'Read user information including email addresses'")
	case err != nil:
		return r.place(err)
	default:
		found.Reads = append(found.Reads, "the people of the workspace")
	}
	return nil
}

// heading is the title of a database or a data source.
func heading(raw json.RawMessage) string {
	var o struct {
		Title json.RawMessage `json:"title"`
	}
	_ = json.Unmarshal(raw, &o) // one without a title is untitled
	if t := plain(o.Title); t != "" {
		return t
	}
	return "Untitled"
}

func amount(n int, more bool) string {
	switch {
	case more:
		return fmt.Sprintf("more than %d pages", n)
	case n == 1:
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}
