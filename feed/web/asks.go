package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/query"
)

// Agreed is what the team agreed on, as it is known now.
type Agreed func(ctx context.Context) (*protocol.Protocol, error)

const (
	// maxAsks is up to how many open asks are arranged, asksSize how many of them a page shows.
	maxAsks, asksSize = 100, 35
)

type (
	// asksPage is who waits for whom.
	asksPage struct {
		Layout   layout
		Headline string
		Filters  asksFilters
		// Groups are the asks, arranged as By says.
		Groups []askGroup
		// Older and Newer are the addresses of the pages beside this one; From, To and Of say which asks these are.
		Older, Newer string
		From, To, Of int
		More         bool
		Sources      sourcesView
	}
	// asksFilters is the choice of what the page shows.
	asksFilters struct {
		// By is the choice of how they are arranged, Shown that of which they are.
		By, Shown []kindView
		Fields    []field
		Active    []chip
		Clear     string
		Kept      []setting
	}
	// askGroup is some asks under a heading.
	askGroup struct {
		Anchor, Name, URL string
		// Clock is the local time there, Works when they work.
		Clock, Works string
		Summary      string
		List         []askView
	}
	// askView is an ask with what can be said of it.
	askView struct {
		Wait waitView
		// Due is the deadline; There is the same by the responder's clock, where that is another.
		Due   moment
		There string
		// Until is the deadline in words.
		Until string
		// State says why it runs or stands.
		State string
		// Clock and Works are when it is where the responder is, and when they work.
		Clock, Works string
		// Guess says that it was only guessed, and can be confirmed. Say is where something is said of it.
		Guess bool
		Say   string

		ask   *feed.AskEntry
		hours *calendars.Calendar
	}
)

// askFilters are the filters that the page of asks has.
var askFilters = []string{"source", "tool", "person", "team", "kind", "state", "by", "from"}

// askShown are the choices of which asks are shown, by the value of state.
var askShown = []struct{ value, text, icon string }{
	{"", "asks.everything", ""}, {"late", "ask.late", "flag"}, {"soon", "ask.soon", "clock"},
	{"resting", "ask.resting", "paused"}, {"guessed", "asks.to-confirm", "unknown"},
}

// askArrangements are how the asks can be arranged, by the value of by.
var askArrangements = []struct{ value, text string }{
	{"", "asks.by-due"}, {"person", "asks.by-person"}, {"team", "asks.by-team"},
}

func (s *server) asks(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), s.times(r)
	var (
		sources []feed.Source
		agreed  *protocol.Protocol
	)
	err := both(func() (err error) { agreed, err = s.agreed(ctx); return err },
		func() (err error) { sources, err = s.Sources.Sources(ctx); return err })
	if err != nil {
		return err
	}
	q, err := s.readAsks(r.URL.Query(), sources, t)
	if err != nil {
		return err
	}
	open, err := s.Asks(ctx, q.filter, maxAsks+1)
	if err != nil {
		return err
	}
	page := asksPage{
		Layout: s.layout(r), Filters: s.asksFilters(q, sources, t), More: len(open) > maxAsks, Sources: readingOf(sources, t),
	}
	page.Layout.Title, page.Layout.Place = t.Say("place.asks"), "asks"
	page.Layout.Calendar = address("/asks.ics", some(q.values, deadlineFilters...))
	views := s.askViews(open[:min(len(open), maxAsks)], agreed, t)
	line := askHeadline(views, page.More, len(page.Filters.Active) > 0, t)
	page.Headline = capital(line)
	if len(page.Filters.Active) == 1 && len(views) > 0 && len(q.values["kind"]) == 0 {
		page.Headline = t.chosen(line, q.values)
	}
	views = slices.DeleteFunc(views, func(v askView) bool { return !shown(v, q.state) })
	page.Of = len(views)
	from := min(q.from, len(views))
	to := min(from+asksSize, len(views))
	page.From, page.To = from+1, to
	if to < len(views) {
		page.Older = address("/asks", q.values, setting{"from", strconv.Itoa(to)})
	}
	if from > 0 {
		page.Newer = address("/asks", q.values, setting{"from", strconv.Itoa(max(from-asksSize, 0))})
	}
	arrange(views, q.by, agreed)
	s.tellAsks(views[from:to], sources, t)
	page.Groups = group(views[from:to], q.by, agreed, t)
	return s.show(w, r, http.StatusOK, "asks.html", page)
}

// agreed is what is agreed; an agreement without any people where nobody says.
func (s *server) agreed(ctx context.Context) (*protocol.Protocol, error) {
	if s.Agreed == nil {
		return &protocol.Protocol{}, nil
	}
	return s.Agreed(ctx)
}

// asksQuery is an address of the page of asks, read.
type asksQuery struct {
	values    url.Values
	filter    AskFilter
	by, state string
	from      int
}

func (s *server) readAsks(given url.Values, sources []feed.Source, t times) (asksQuery, error) {
	values := query.Tidy(given)
	for name := range values {
		if !slices.Contains(askFilters, name) {
			return asksQuery{}, mistake("", "ask-filter", name, askFilters)
		}
	}
	q := asksQuery{values: values, by: first(values["by"]), state: first(values["state"])}
	kinds := values["kind"]
	rest := url.Values{}
	for _, name := range []string{"source", "tool", "person", "team"} {
		rest[name] = values[name]
	}
	read, err := s.read(rest, sources, t)
	if err != nil {
		return q, err
	}
	q.filter = read.asks
	for _, k := range kinds {
		if !slices.Contains(feed.AskKinds(), feed.AskKind(k)) {
			return q, mistake("kind", "ask-kind", k, query.Texts(feed.AskKinds()))
		}
		q.filter.Kinds = append(q.filter.Kinds, feed.AskKind(k))
	}
	if i := slices.IndexFunc(askShown, func(c struct{ value, text, icon string }) bool { return c.value == q.state }); i < 0 {
		return q, mistake("state", "ask-state", q.state, []string{"late", "soon", "resting", "guessed"})
	}
	if i := slices.IndexFunc(askArrangements, func(c struct{ value, text string }) bool { return c.value == q.by }); i < 0 {
		return q, mistake("by", "ask-order", q.by, []string{"person", "team"})
	}
	if q.from, err = readFrom(values); err != nil {
		return q, err
	}
	q.values.Del("from")
	return q, nil
}

func (s *server) asksFilters(q asksQuery, sources []feed.Source, t times) asksFilters {
	v := asksFilters{Clear: "/asks"}
	for _, c := range askArrangements {
		by := address("/asks", only(q.values, "by", c.value))
		v.By = append(v.By, kindView{Word: t.Say(c.text), URL: by, Current: q.by == c.value})
	}
	for _, c := range askShown {
		v.Shown = append(v.Shown, kindView{
			Icon: c.icon, Word: t.Say(c.text), URL: address("/asks", only(q.values, "state", c.value)), Current: q.state == c.value,
		})
	}
	for _, name := range []string{"kind", "person", "team", "source", "tool"} {
		for _, value := range q.values[name] {
			v.Active = append(v.Active, t.chip("/asks", q.values, name, value))
		}
	}
	if q.by != "" {
		v.Kept = append(v.Kept, setting{"by", q.by})
	}
	if q.state != "" {
		v.Kept = append(v.Kept, setting{"state", q.state})
	}
	v.Fields = []field{t.personField(s.names(), q.values)}
	if len(s.Teams) > 0 {
		v.Fields = append(v.Fields, t.teamField(s.Teams, q.values))
	}
	kinds := options(query.Texts(feed.AskKinds()), q.values["kind"], func(k string) string { return t.owed(feed.AskKind(k)) })
	v.Fields = append(v.Fields, field{Name: "kind", Label: t.Say("filter.owed"), All: t.Say("filter.anything"), Options: kinds},
		t.sourceField(sources, q.values), t.toolField(sources, q.values))
	return v
}

// shown reports whether an ask is among those that are asked for. What is only guessed is shown by itself.
func shown(v askView, state string) bool {
	switch state {
	case "late":
		return v.Wait.Late && !v.Guess
	case "soon":
		return v.Wait.Soon && !v.Guess
	case "resting":
		return v.Wait.Resting && !v.Guess
	case "guessed":
		return v.Guess
	}
	return !v.Guess
}

// askHeadline says how it stands in a line that begins small.
func askHeadline(views []askView, more, filtered bool, t times) string {
	late, running, guessed := 0, 0, 0
	for _, v := range views {
		switch {
		case v.Guess:
			guessed++
		case v.Wait.Late:
			late++
		default:
			running++
		}
	}
	if late+running+guessed == 0 {
		if filtered {
			return t.Say("asks.headline-nobody-chosen")
		}
		return t.Say("asks.headline-nobody")
	}
	var parts []string
	if late > 0 {
		parts = append(parts, t.Count("feed.headline-late", late))
	}
	if running > 0 {
		parts = append(parts, t.Count("feed.headline-in-time", running))
	}
	if guessed > 0 {
		parts = append(parts, t.Count("asks.headline-to-confirm", guessed))
	}
	line := strings.Join(parts, ", ")
	if more {
		line = t.Say("page.at-least", "line", line)
	}
	return line
}

// rankOf puts what is late before what is due soon, and that before the rest.
func rankOf(v askView) int {
	switch {
	case v.Wait.Late:
		return 0
	case v.Wait.Unknown:
		return 1
	case v.Wait.Soon:
		return 2
	case v.Wait.Resting, v.Wait.Endless:
		return 4
	}
	return 3
}

// arrange sorts asks, which come due soonest first, so that a page of them is one of the arrangement.
func arrange(views []askView, by string, agreed *protocol.Protocol) {
	slices.SortStableFunc(views, func(a, b askView) int {
		return cmp.Or(cmp.Compare(heading(a, by, agreed), heading(b, by, agreed)), cmp.Compare(rankOf(a), rankOf(b)))
	})
}
