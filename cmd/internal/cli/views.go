package cli

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// shelved are the views of the configuration and those that people saved.
type shelved struct{ h *host }

// Views implements web.Views. One that people saved under a name that was written down since is out of sight.
func (s shelved) Views(ctx context.Context) ([]feed.View, error) {
	saved, err := s.h.db.Views(ctx)
	if err != nil {
		return nil, err
	}
	hidden, err := sight(s).hidden(ctx)
	if err != nil {
		return nil, err
	}
	var all []feed.View
	for _, v := range s.h.config.Views {
		all = append(all, feed.View{Name: v.Name, Filter: v.Filter, Written: true})
	}
	for _, v := range saved {
		if !slices.ContainsFunc(all, func(w feed.View) bool { return w.Written && strings.EqualFold(w.Name, v.Name) }) {
			all = append(all, v)
		}
	}
	all = slices.DeleteFunc(all, func(v feed.View) bool { return tellsOf(v.Filter, hidden) })
	slices.SortFunc(all, func(a, b feed.View) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all, nil
}

// SaveView implements web.Views.
func (s shelved) SaveView(ctx context.Context, v feed.View) error {
	if err := s.h.db.SaveView(ctx, v); err != nil {
		return err
	}
	s.h.did(ctx, "saved the view "+v.Name, sourceOf(v))
	return nil
}

// DropView implements web.Views.
func (s shelved) DropView(ctx context.Context, name string) error {
	saved, err := s.h.db.Views(ctx)
	if err == nil {
		err = s.h.db.DropView(ctx, name)
	}
	if err != nil {
		return err
	}
	source := ""
	if i := slices.IndexFunc(saved, func(v feed.View) bool { return v.Name == name }); i >= 0 {
		source = sourceOf(saved[i])
	}
	s.h.did(ctx, "dropped the view "+name, source)
	return nil
}

// sourceOf is the source that a view is of, empty if it is of none.
func sourceOf(v feed.View) string {
	for _, name := range query.Tidy(url.Values{"q": {v.Filter}})["source"] {
		return strings.TrimPrefix(name, "-")
	}
	return ""
}

// tellsOf reports whether a filter names one of the sources, which whoever may not see it need not know of.
func tellsOf(filter string, sources []string) bool {
	return slices.ContainsFunc(query.Tidy(url.Values{"q": {filter}})["source"], func(name string) bool {
		return slices.Contains(sources, strings.TrimPrefix(name, "-"))
	})
}
