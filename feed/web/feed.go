package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// pageSize is how many events a page of the feed shows, firstSize how many the first one does below what is new.
const pageSize, firstSize = 40, 18

// feedPage is the feed: who is waited for, how the reading goes, what happened.
type feedPage struct {
	Layout layout
	// Headline says in a line who is waited for.
	Headline string
	Waiting  waitingView
	Sources  sourcesView
	Filters  filtersView
	// Since is what is new to the reader, nil where nothing is kept of readers.
	Since *sinceView
	// Days are what happened, Nothing says that it is nothing.
	Days    part
	Nothing bool
	// First says that these are the newest events; only then are waits and news shown. Searched says that words are searched,
	// which nobody does to read who is waited for.
	First, Searched bool
	// Older is the address of the page after this one, Newest that of the first; empty where there is none.
	Older, Newest string
	// Here is this page's address, News where the script asks what came since, every Refresh seconds.
	Here, News string
	Refresh    int
	// AsOf is when the page was made.
	AsOf moment
	// Views are the saved filters, Save the address where this one can be saved; empty where there is nothing to save.
	Views []viewView
	Save  string
	// Setup is shown to whoever has no source yet.
	Setup []setupView
}

func (s *server) feed(w http.ResponseWriter, r *http.Request) error {
	given := r.URL.Query()
	if clean := canonical(given); clean != "" {
		http.Redirect(w, r, clean, http.StatusFound) //nolint:gosec // the path is ours: only filters vary
		return nil
	}
	ctx, t := r.Context(), s.times(r)
	before, err := readPlace(given.Get("before"))
	if err != nil {
		return err
	}
	var (
		reader, view = s.reader(w, r), viewAddress(given)
		sources      []feed.Source
		head         int64 // before the events, so that what comes meanwhile is news and not lost
		last         feed.Look
	)
	err = both(func() (err error) {
		if head, err = s.Log.Head(ctx); err == nil {
			last, err = s.lookAt(ctx, reader, view)
		}
		return err
	}, func() (err error) { sources, err = s.Sources.Sources(ctx); return err })
	if err != nil {
		return err
	}
	q, err := s.readFor(r, given, sources, t, last.Again(head, t.now), "before", "undo")
	if err != nil {
		return err
	}
	size := pageSize
	if before == 0 && reader != "" {
		size = firstSize
	}
	page := feedPage{
		Layout:  s.layout(r),
		Sources: readingOf(sources, t),
		Filters: s.filters(q, sources, t),
		First:   before == 0, Searched: q.filter.Query != "",
		Here:    address("/", q.values),
		Refresh: int(s.Refresh.Seconds()),
		AsOf:    t.moment(t.now),
	}
	page.Layout.Place = "feed"
	page.Layout.Search, page.Layout.Kept = q.filter.Query, settings(q.values, "q")
	if !q.personal {
		page.Layout.Subscribe = address("/feed.atom", q.values)
	}
	if filter := query.Search(q.values); s.Views != nil && filter != "" && q.view == "" {
		page.Save = address("/views", nil, setting{"filter", filter}) + "#save"
	}
	var (
		entries []feed.Entry
		fresh   news
		at      = sitting{reader: reader, view: viewName(view), look: last.Again(head, t.now)}
		catchUp = page.First && reader != "" && len(sources) > 0
	)
	err = both(func() error {
		if !page.First {
			return nil
		}
		if catchUp {
			if err := s.sit(r, &at, last); err != nil {
				return err
			}
		}
		return s.around(r, &page, reader, q, sources, t)
	}, func() (err error) {
		if !catchUp {
			entries, err = s.Log.Events(ctx, q.filter, before, size+1)
			return err
		}
		entries, fresh, err = s.happened(ctx, q.filter, at.look, t.yesterday())
		return err
	})
	if err != nil {
		return err
	}
	if len(entries) > size {
		entries = entries[:size]
		page.Older = address("/", q.values, setting{"before", place(entries[size-1].Pos)})
	}
	if len(q.filter.Kinds)+len(q.filter.Verbs) == 0 {
		entries = slices.DeleteFunc(slices.Clone(entries), settled) // the news are made of them, too
	}
	days := s.days(entries, t)
	if catchUp {
		page.Since = s.since(at, fresh, q, page.Here, t)
		if at.look.Mark > 0 {
			divide(days, at.look.Mark)
		}
	}
	page.Days, page.Nothing = s.beside(r, "days", days), len(days) == 0
	if len(sources) == 0 {
		page.Setup = t.firstSources()
	}
	if !page.First {
		page.Newest, page.Headline = page.Here, t.Say("feed.headline-older")
		page.Layout.Title = page.Headline
		return s.show(w, r, http.StatusOK, "feed.html", page)
	}
	page.News = address("/news", q.values, setting{"seq", strconv.FormatInt(head, 10)})
	page.Waiting.Asks = address("/asks", some(q.values, "person", "team", "source", "tool"))
	if page.Since != nil {
		page.Since.Undo = undoOf(given.Get("undo"), at.look)
		if page.Searched && page.Since.Empty() && page.Since.Undo == "" {
			page.Since = nil
		}
	}
	filtered := len(q.asks.Sources)+len(q.asks.Accounts) > 0 || q.asks.Flagged
	switch words := shorten(q.filter.Query, nameText); {
	case !page.Searched || len(sources) == 0:
		line := headline(page.Waiting, page.Sources, len(sources) > 0, t)
		if page.Headline = capital(line); filtered {
			page.Headline = t.chosen(line, q.values)
		}
	case page.Nothing:
		page.Headline = t.Say("feed.headline-not-found", "words", words)
	default:
		page.Headline = t.Say("feed.headline-found", "words", words)
	}
	page.Layout.Title = page.Headline
	return s.show(w, r, http.StatusOK, "feed.html", page)
}

// happened are the newest events, more than the first page shows if there are more, and what of all is new to whoever catches up.
// To whoever never looked all numbers are new: it goes by time.
func (s *server) happened(ctx context.Context, f feed.Filter, look feed.Look, yesterday time.Time) (newest []feed.Entry, fresh news, err error) {
	if look.Mark > 0 {
		if newest, err = s.Log.Events(ctx, f, 0, firstSize+1); err == nil {
			fresh, err = s.newsBehind(ctx, f, look)
		}
		return newest, fresh, err
	}
	if newest, err = s.Log.Events(ctx, f, 0, maxSince+1); err == nil {
		fresh, err = s.newsSince(ctx, f, newest, yesterday)
	}
	return newest, fresh, err
}

// around reads what stands around the events of the first page: who is waited for, unless words are searched, and the views.
func (s *server) around(r *http.Request, page *feedPage, reader string, q choice, sources []feed.Source, t times) (err error) {
	var open []feed.AskEntry
	if !page.Searched {
		if open, err = s.Asks(r.Context(), q.asks, maxWaits+1); err != nil {
			return err
		}
	}
	page.Waiting = s.waiting(open, sources, t)
	page.Views, err = s.viewViews(r, reader, sources, q.view, t)
	return err
}

// settled reports whether an entry only says that an answer came, in time or late: beside the answer itself that is too much.
func settled(e feed.Entry) bool { return e.Verb == feed.Met || e.Verb == feed.Missed }
