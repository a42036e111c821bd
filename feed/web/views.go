package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// Views keeps filters that were saved under a name.
type Views interface {
	// Views returns those of the configuration and those that people saved, by name.
	Views(ctx context.Context) ([]feed.View, error)
	// SaveView keeps a view, in place of one that people saved under its name.
	SaveView(ctx context.Context, v feed.View) error
	// DropView forgets a view that people saved.
	DropView(ctx context.Context, name string) error
}

// maxViews is how many views there can be; maxUnread up to how many new events of a view are counted.
const maxViews, maxUnread = 100, 100

type (
	// viewsPage lists the saved filters.
	viewsPage struct {
		Layout layout
		Views  []viewView
		// Name and Filter are what the form to save one holds.
		Name, Filter string
		// Prefixes are what can stand before a colon, for whoever writes a filter.
		Prefixes []string
		// Can says that views can be saved here.
		Can bool
	}
	// viewView is a saved filter.
	viewView struct {
		Name, Filter, URL string
		// Unread is how many events are new to the reader: "12 new"; empty where there are none.
		Unread string
		// Current says that it is the one that is shown.
		Current bool
		// Atom is its address for feed readers; empty where it means something else to everybody.
		Atom string
		// By and At say who saved it and when, Written that it stands in the configuration.
		By      string
		At      moment
		Written bool
		// Wrong says why its filter cannot be read any more.
		Wrong string
	}
)

// views lists the saved filters.
func (s *server) views(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), s.times(r)
	sources, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	given := r.URL.Query()
	page := viewsPage{
		Layout: s.layout(r), Name: query.Line(given.Get("name")), Filter: query.Line(given.Get("filter")), Prefixes: query.Prefixes(),
		Can: s.Views != nil,
	}
	page.Layout.Title, page.Layout.Place = t.Say("place.views"), "views"
	if page.Views, err = s.viewViews(r, s.reader(w, r), sources, "", t); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "views.html", page)
}

// viewViews are the saved filters, with what is new in each to a reader; current is the name of the one that is shown.
func (s *server) viewViews(r *http.Request, reader string, sources []feed.Source, current string, t times) ([]viewView, error) {
	out := make([]viewView, 0, len(s.saved))
	for _, v := range s.saved {
		values := url.Values{"view": {v.Name}}
		one := viewView{
			Name: v.Name, Filter: v.Filter, URL: address("/", values), Current: strings.EqualFold(v.Name, current),
			By: v.By, At: t.moment(v.At), Written: v.Written,
		}
		at, err := s.lookAt(r.Context(), reader, one.URL)
		if err != nil {
			return nil, err
		}
		q, err := s.readFor(r, values, sources, t, at)
		switch {
		case err != nil:
			one.Wrong = t.wrong(err)
		case at.Mark > 0:
			n, err := s.Log.EventsAfter(r.Context(), q.filter, at.Mark, maxUnread)
			if err != nil {
				return nil, err
			}
			one.Unread = t.unread(n)
		}
		if err == nil && !q.personal {
			one.Atom = address("/feed.atom", values)
		}
		out = append(out, one)
	}
	return out, nil
}

// unread says how many are new.
func (t times) unread(n int) string {
	switch {
	case n == 0:
		return ""
	case n >= maxUnread:
		return t.Count("views.new-many", maxUnread-1)
	}
	return t.Count("views.new", n)
}

// saveView keeps a filter under a name, or forgets one.
func (s *server) saveView(w http.ResponseWriter, r *http.Request) error {
	if s.Views == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	name := strings.TrimSpace(r.PostForm.Get("name"))
	i := slices.IndexFunc(s.saved, func(v feed.View) bool { return strings.EqualFold(v.Name, name) })
	if i >= 0 && s.saved[i].Written {
		return newProblem(http.StatusConflict, "written-view", "view", query.Line(name))
	}
	if r.PostForm.Get("do") == "drop" {
		if i < 0 {
			return newProblem(http.StatusNotFound, "view")
		}
		if err := s.Views.DropView(r.Context(), s.saved[i].Name); err != nil {
			return err
		}
		http.Redirect(w, r, "/views", http.StatusSeeOther)
		return nil
	}
	if i >= 0 {
		name = s.saved[i].Name
	}
	view := feed.View{Name: name, Filter: strings.TrimSpace(r.PostForm.Get("filter")), By: s.me(r), At: s.Now()}
	if err := s.fit(r, view, i >= 0); err != nil {
		return err
	}
	if err := s.Views.SaveView(r.Context(), view); err != nil {
		return err
	}
	http.Redirect(w, r, address("/", url.Values{"view": {view.Name}}), http.StatusSeeOther)
	return nil
}

// fit says what is wrong with a view that is to be saved.
func (s *server) fit(r *http.Request, v feed.View, known bool) error {
	if m, ok := errors.AsType[*query.Mistake](query.Name(v.Name)); ok {
		return problemOf(m)
	}
	filter := query.Tidy(url.Values{"q": {v.Filter}})
	switch {
	case len(filter) == 0:
		return newProblem(http.StatusBadRequest, "no-filter")
	case len(filter["view"]) > 0:
		return newProblem(http.StatusBadRequest, "view-of-view")
	case !known && len(s.saved) >= maxViews:
		return newProblem(http.StatusConflict, "views", "most", maxViews)
	}
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return err
	}
	_, err = s.readFor(r, filter, sources, s.times(r), feed.Look{})
	return err
}
