package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/query"
)

const (
	// maxRejects is how many objects that could not be understood a page shows, maxRaw how many characters of each.
	maxRejects = 25
	maxRaw     = 6000
)

type (
	// readingPage is how the reading of every source stands, and what could not be understood.
	readingPage struct {
		Layout  layout
		Reading sourcesView
		// Told is what comes of what was just ordered.
		Told string
		// Warnings are what else needs a look, for those who can mend it. Others are only told that something does: Unwell.
		Warnings []string
		Unwell   bool
		// Sources are all of them, those in trouble first; Retired those that are not read any more.
		Sources, Retired []readingView
		// Setup is shown to whoever has no source yet.
		Setup []setupView
		// Of is the source whose rejects are shown, empty for all. Rejects are the newest, More says that there are others.
		Of      string
		Rejects []rejectView
		More    bool
	}
	// readingView is a source with what is stored of it.
	readingView struct {
		sourceView
		// URL is the address of what happened there, RejectsURL that of what was not understood of it, if anything.
		URL, RejectsURL        string
		Items, Events, Trouble string
		// Rhythm says how far behind it may be, when it is polled next, and what that costs.
		Rhythm string
		// Orders are the buttons.
		Orders []orderView
	}
	// rejectView is an object that could not be understood.
	rejectView struct {
		Source, Key, Reason string
		At                  moment
		Raw                 string
		Cut                 bool
	}
)

// warned is what whoever runs Dateline should look at, if that is who asks; and whether there is such a thing, if not.
func (s *server) warned(ctx context.Context) (warnings []string, unwell bool, err error) {
	if s.Warnings == nil {
		return nil, false, nil
	}
	if warnings, err = s.Warnings(ctx); err == nil && access.Of(ctx).Role < access.Operator {
		warnings, unwell = nil, len(warnings) > 0
	}
	return warnings, unwell, err
}

// sources answers with what is read, and what could not be.
func (s *server) sources(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), s.times(r)
	all, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	given := r.URL.Query()
	page := readingPage{Layout: s.layout(r), Reading: readingOf(all, t), Of: given.Get("source"), Told: toldOf(given, all, t)}
	page.Layout.Title, page.Layout.Place = t.Say("place.sources"), "sources"
	if page.Warnings, page.Unwell, err = s.warned(ctx); err != nil {
		return err
	}
	if page.Of != "" && !slices.Contains(query.Sources(all), page.Of) {
		return mistake("", "source", page.Of, query.Sources(all))
	}
	var well []readingView
	for _, src := range all {
		v := readingView{
			sourceView: sourceOf(src, t), URL: address("/", map[string][]string{"source": {src.Name}}), Trouble: src.Trouble,
			Items: t.Count("reading.items", int(src.Items)), Events: t.Count("reading.events", int(src.Events)),
			Rhythm: rhythm(src, t),
		}
		if s.Direct != nil {
			v.Orders = t.orders(ordersFor(src, all))
		}
		if src.Rejects > 0 {
			v.RejectsURL = address("/sources", map[string][]string{"source": {src.Name}})
		}
		switch {
		case src.Retired:
			page.Retired = append(page.Retired, v)
		case v.Wrong || v.Trouble != "":
			page.Sources = append(page.Sources, v)
		default:
			well = append(well, v)
		}
	}
	page.Sources = append(page.Sources, well...)
	if len(page.Sources) == 0 {
		page.Setup = t.firstSources()
	}
	rejects, err := s.Sources.Rejects(ctx, page.Of, maxRejects+1)
	if err != nil {
		return err
	}
	if len(rejects) > maxRejects {
		rejects, page.More = rejects[:maxRejects], true
	}
	for _, one := range rejects {
		raw := feed.Text(string(one.Raw), maxRaw)
		page.Rejects = append(page.Rejects, rejectView{
			Source: one.Source, Key: one.Key, Reason: one.Reason, At: t.moment(one.At), Raw: raw, Cut: len(raw) < len(strings.TrimSpace(string(one.Raw))),
		})
	}
	return s.show(w, r, http.StatusOK, "reading.html", page)
}
