package web

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
	"github.com/datelinehq/dateline/feed/syndication"
)

// Decisions returns what was decided, as it is now.
type Decisions func(ctx context.Context) (Register, error)

// A Register is what was decided, each thing once wherever it was written down.
type Register interface {
	// Heads returns the decisions that f chooses, newest first, in a list that is not to be changed.
	Heads(ctx context.Context, f feed.DecisionFilter) ([]feed.DecisionHead, error)
	// Head finds a decision by its id, or by that of one that it was joined with.
	Head(id string) (h feed.DecisionHead, found bool)
	// Named finds the newest decision on what a name means in a source, of the names that decisions supersede or are superseded by.
	Named(source, name string) (h feed.DecisionHead, found bool)
	// Tell tells decisions whole, in the order of their heads, but for those that are no more.
	Tell(ctx context.Context, heads []feed.DecisionHead) ([]feed.DecisionEntry, error)
}

const (
	// maxDecisions is how many decisions of one sort the page shows beside others, maxProposals how many of those that wait to be
	// made, and pageOfDecisions by themselves.
	maxDecisions, maxProposals, pageOfDecisions = 15, 6, 50
	// recent is how long ago a decision counts as new in the headline.
	recent = 30 * 24 * time.Hour
)

type (
	// decisionsPage is what was decided, and what waits to be.
	decisionsPage struct {
		Layout   layout
		Headline string
		Search   decisionSearch
		// Shown is the choice of how they stand.
		Shown []kindView
		// Sorts are the decisions by how they stand; Any says that there are some.
		Sorts []decisionSort
		Any   bool
		// Table and Document are the addresses of all of it in files.
		Table, Document string
	}
	// decisionSearch is the form above the decisions.
	decisionSearch struct {
		Words        string
		Fields       []field
		Since, Until string
		// Active says that something is chosen, Open that it is more than how they stand.
		Active, Open bool
	}
	// decisionSort are the decisions of one state.
	decisionSort struct {
		ID, Name, Note string
		List           []decisionView
		// Folded says that they are to be unfolded. More counts those behind the last, at the address Rest; Before is the address of
		// those before the first, empty where there are none.
		Folded       bool
		More         int
		Rest, Before string
	}
	// decisionView is a decision as a line.
	decisionView struct {
		State            string
		Title, URL       string
		Who, WhoURL, Did string
		At               moment
		Day              string
		Item             itemView
		// Itself says that the decision is what the item is about.
		Itself bool
		// Also counts the other places in which it was written down.
		Also int
		// Waits says who is to decide, and Late that they should have.
		Waits string
		Late  bool
		// Why is the beginning of the rationale; Misplaced is what belongs elsewhere.
		Why, Misplaced string
		// Ask is where a suggestion is confirmed, empty where there is nothing to confirm.
		Ask string
	}
)

// decisionFilters are the filters that the page of decisions has.
var decisionFilters = []string{"q", "state", "source", "tool", "person", "team", "since", "until"}

// sorts are the states in the order in which the page shows them, with the key of what is said below the name.
var sorts = []struct {
	state  feed.DecisionState
	note   string
	folded bool
}{
	{feed.DecisionProposed, "", false},
	{feed.DecisionDecided, "", false},
	{feed.DecisionSuggested, "decisions.sort-suggested-note", false},
	{feed.DecisionSuperseded, "", true},
	{feed.DecisionRejected, "", true},
}

func (s *server) decisions(w http.ResponseWriter, r *http.Request) error {
	t := s.times(r)
	chosen, err := s.chosenDecisions(r, t)
	if err != nil {
		return err
	}
	list, values := chosen.heads, chosen.values
	pending, err := s.Asks(r.Context(), AskFilter{Kinds: []feed.AskKind{feed.Pending}}, maxDecisions*4)
	if err != nil {
		return err
	}
	page := decisionsPage{
		Layout: s.layout(r), Headline: decided(list, t), Any: len(list) > 0,
		Table: address("/decisions.csv", values), Document: address("/decisions.md", values),
		Search: decisionSearch{
			Words: first(values["q"]), Since: first(values["since"]), Until: first(values["until"]),
			Active: len(values) > 0, Open: len(only(values, "state", "")) > 0,
			Fields: []field{
				{
					Name: "state", Label: t.Say("filter.state"), All: t.Say("filter.any-state"),
					Options: options(query.Texts(feed.DecisionStates()), values["state"], t.standing),
				},
				t.personField(s.names(), values), t.sourceField(chosen.sources, values),
			},
		},
	}
	page.Layout.Title, page.Layout.Place = t.Say("place.decisions"), "decisions"
	if page.Any || page.Search.Active {
		page.Shown = t.standings(values)
	}
	from, size := 0, maxDecisions
	one := len(values["state"]) == 1
	if one {
		if from, err = readFrom(r.URL.Query()); err != nil {
			return err
		}
		size = pageOfDecisions
	}
	late := map[[2]string]bool{}
	for _, a := range pending {
		late[[2]string{a.Source, a.Item}] = late[[2]string{a.Source, a.Item}] || !a.Flagged.IsZero()
	}
	var shown []feed.DecisionHead
	for _, sort := range sorts {
		var of []*feed.DecisionHead
		for i := range list {
			if list[i].State == sort.state {
				of = append(of, &list[i])
			}
		}
		if len(of) == 0 {
			continue
		}
		v := decisionSort{ID: string(sort.state), Name: t.Say("decisions.sort-" + string(sort.state)), Folded: sort.folded && !one}
		if sort.note != "" {
			v.Note = t.Say(sort.note)
		}
		if sort.state == feed.DecisionProposed { // what waits longest comes first, and what is late before it
			slices.Reverse(of)
			slices.SortStableFunc(of, func(a, b *feed.DecisionHead) int {
				return cmp.Compare(flagged(late[[2]string{b.Source, b.Item}]), flagged(late[[2]string{a.Source, a.Item}]))
			})
		}
		here, start := only(values, "state", string(sort.state)), min(from, len(of))
		if start > 0 {
			v.Before = address("/decisions", here, setting{"from", strconv.Itoa(max(start-size, 0))})
		}
		of = of[start:]
		size := size
		if sort.state == feed.DecisionProposed && !one { // what was decided is to be seen below them
			size = maxProposals
		}
		if n := len(of); n > size {
			of, v.More, v.Rest = of[:size], n-size, address("/decisions", here)
			if one {
				v.Rest = address("/decisions", here, setting{"from", strconv.Itoa(start + size)})
			}
		}
		for _, h := range of {
			shown = append(shown, *h)
		}
		page.Sorts = append(page.Sorts, v)
	}
	told, err := chosen.made.Tell(r.Context(), shown)
	if err != nil {
		return err
	}
	for _, d := range told {
		for i := range page.Sorts {
			if v := &page.Sorts[i]; v.ID == string(d.State) {
				v.List = append(v.List, s.decisionLine(d, pending, t))
			}
		}
	}
	return s.show(w, r, http.StatusOK, "decisions.html", page)
}

// standings are the choice of how the decisions stand.
func (t times) standings(values url.Values) []kindView {
	chosen := values["state"]
	shown := []kindView{{Word: t.Say("asks.everything"), URL: address("/decisions", only(values, "state", "")), Current: len(chosen) == 0}}
	for _, sort := range sorts {
		state := string(sort.state)
		shown = append(shown, kindView{
			Word: t.Say("decisions.sort-" + state), URL: address("/decisions", only(values, "state", state)),
			Current: slices.Equal(chosen, []string{state}),
		})
	}
	return shown
}

func flagged(late bool) int {
	if late {
		return 1
	}
	return 0
}

// A decisionChoice is what an address chooses of the decisions.
type decisionChoice struct {
	made    Register
	heads   []feed.DecisionHead
	values  url.Values
	sources []feed.Source
}

// chosenDecisions are the decisions that an address chooses.
func (s *server) chosenDecisions(r *http.Request, t times) (c decisionChoice, err error) {
	if s.Decisions == nil {
		return c, errMissing
	}
	if c.sources, err = s.Sources.Sources(r.Context()); err != nil {
		return c, err
	}
	given := r.URL.Query()
	states := query.Tidy(url.Values{"state": given["state"]})["state"]
	given.Del("state")
	given.Del("from")
	q, err := s.read(given, c.sources, t)
	if err != nil {
		return c, err
	}
	for name := range q.values {
		if !slices.Contains(decisionFilters, name) {
			return c, mistake("", "decision-filter", name, decisionFilters)
		}
	}
	f := decisionFilter(q)
	c.values = q.values
	for _, v := range states {
		if !slices.Contains(feed.DecisionStates(), feed.DecisionState(v)) {
			return c, mistake("state", "decision-state", v, query.Texts(feed.DecisionStates()))
		}
		f.States = append(f.States, feed.DecisionState(v))
		c.values.Add("state", v)
	}
	if c.made, err = s.Decisions(r.Context()); err != nil {
		return c, err
	}
	c.heads, err = c.made.Heads(r.Context(), f)
	return c, err
}

// decisionFilter is what an address's filters mean for decisions.
func decisionFilter(q choice) feed.DecisionFilter {
	return feed.DecisionFilter{
		Sources: q.asks.Sources, Query: q.filter.Query, Since: q.filter.Since, Until: q.filter.Until,
		Accounts: q.filter.Accounts, Without: q.filter.Without.Accounts,
	}
}

// decided says in a line how it stands.
func decided(list []feed.DecisionHead, t times) string {
	made, waiting := 0, 0
	for _, h := range list {
		switch {
		case h.State == feed.DecisionProposed:
			waiting++
		case h.State == feed.DecisionDecided && t.now.Sub(h.At) < recent:
			made++
		}
	}
	var parts []string
	if waiting > 0 {
		parts = append(parts, t.Count("decisions.headline-waits", waiting))
	}
	if made > 0 {
		parts = append(parts, t.Count("decisions.headline-made", made))
	}
	switch {
	case len(list) == 0:
		return t.Say("decisions.headline-none")
	case len(parts) == 0:
		return t.Say("decisions.headline-nothing")
	case waiting == 0:
		return t.Count("decisions.headline-recent", made)
	}
	return strings.Join(parts, ", ")
}

func (s *server) decisionLine(d feed.DecisionEntry, pending []feed.AskEntry, t times) decisionView {
	v := decisionView{
		State: string(d.State), Title: shorten(d.Title, titleText), URL: decisionPath(d.ID),
		Item: t.item(d.Tool, d.Source, d.Item, d.On),
		Also: len(d.Same), At: t.moment(d.At()), Misplaced: shorten(d.Misplaced, nameText),
		Why: s.prose.Excerpt(d.Rationale, excerptText, t.Say("page.picture")),
	}
	v.Itself = (v.Item.Page != "" || v.Item.URL != "") && strings.EqualFold(d.Title, d.On.Title)
	name, _ := t.day(d.At())
	v.Day = cmp.Or(name, t.short(d.At()))
	by, did := d.Decider, "decided"
	switch d.State {
	case feed.DecisionProposed, feed.DecisionSuggested:
		by, did = d.Proposer, "proposed"
	case feed.DecisionRejected:
		did = "rejected"
	case feed.DecisionSuperseded, feed.DecisionDecided:
	}
	if d.State == feed.DecisionSuggested {
		did = "wrote"
		if s.Say != nil {
			v.Ask = decisionPath(d.ID)
		}
	}
	v.Who, v.WhoURL, v.Did = shorten(syndication.Name(d.Tool, by, s.who.Person), nameText), s.everything(d.Tool, by), did
	var whom []string
	for _, a := range pending {
		if d.State != feed.DecisionProposed || a.Source != d.Source || a.Item != d.Item {
			continue
		}
		if who := syndication.Name(a.Tool, a.Responder, s.who.Person); !slices.Contains(whom, who) {
			whom = append(whom, shorten(who, nameText))
		}
		v.Late = v.Late || !a.Flagged.IsZero()
	}
	if d.State != feed.DecisionProposed {
		return v
	}
	span, names := t.span(t.now.Sub(d.Proposed)), strings.Join(whom, ", ")
	switch {
	case names == "":
		v.Waits = t.Say("decision.waits-nobody", "span", span)
	case v.Late:
		v.Waits = t.Say("decision.waits-late", "span", span, "whom", names)
	default:
		v.Waits = t.Say("decision.waits", "span", span, "whom", names)
	}
	return v
}

// decidedOn are the decisions of an item.
func (s *server) decidedOn(ctx context.Context, it feed.ItemEntry, asks []feed.AskEntry, t times) (list []decisionView, err error) {
	if s.Decisions == nil {
		return nil, nil
	}
	made, err := s.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := made.Heads(ctx, feed.DecisionFilter{Sources: []string{it.Source}, Item: it.ID})
	if err != nil {
		return nil, err
	}
	decisions, err := made.Tell(ctx, heads[:min(len(heads), maxDecisions)])
	if err != nil {
		return nil, err
	}
	pending := slices.DeleteFunc(slices.Clone(asks), func(a feed.AskEntry) bool { return a.Kind != feed.Pending || !a.Open() })
	for _, d := range decisions {
		list = append(list, s.decisionLine(d, pending, t))
	}
	return list, nil
}

func decisionPath(id string) string { return "/decisions/" + url.PathEscape(id) }

// decisionFile answers with all chosen decisions in one file.
func decisionFile(mediaType string, write func(io.Writer, []feed.DecisionEntry, feed.Namer) error) func(
	*server, http.ResponseWriter, *http.Request) error {
	return func(s *server, w http.ResponseWriter, r *http.Request) error {
		chosen, err := s.chosenDecisions(r, s.times(r))
		if err != nil {
			return err
		}
		list, err := chosen.made.Tell(r.Context(), chosen.heads)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := write(&b, list, s.who.Person); err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "private, no-cache")
		respond.Send(w, r, http.StatusOK, mediaType, b.Bytes())
		return nil
	}
}
