package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/syndication"
)

const (
	// maxLinked is how many linked items a page gathers, openLinked how many it lists without unfolding.
	maxLinked  = 40
	openLinked = 8
	// threadSize is how many events of a thread a page shows.
	threadSize = 100
	// maxItemAsks is how many of an item's asks a page shows.
	maxItemAsks = 50
)

type (
	// itemPage is an item, what it is linked with, and what happened to all of it.
	itemPage struct {
		Layout layout
		Item   itemView
		Gone   bool
		// Facts are what the tool says of it now.
		Facts []fact
		// Open are the asks that are waited for, Ended those that are not any more.
		Open  []waitView
		Ended []endedView
		// Decisions are what was decided on it.
		Decisions []decisionView
		// Linked are the items whose events stand in the thread too; Folded those that are to be unfolded.
		Linked, Folded []itemView
		// Latest is what happened last; nil where that is not on the page.
		Latest *latestView
		// Days are the thread, oldest first. Earlier is the address of what came before, Newest that of its end.
		Days            []dayView
		Earlier, Newest string
		// Followable is the address of the source's feed.
		Source, SourceURL string
	}
	// fact is something that is known of an item.
	fact struct {
		Name string
		// Values are one or several.
		Values []factValue
	}
	// factValue is a word, a person or a time.
	factValue struct {
		Text, URL string
		// Label and Plain say that it is a label, and words of our own.
		Label, Plain bool
		At           moment
	}
	// latestView is what happened last, with the item where that is one that is linked. Said is the beginning of what was written.
	latestView struct {
		Item  itemView
		Event eventView
		Said  string
	}
	// endedView is an ask that was answered or withdrawn.
	endedView struct {
		Who, Whom, What, How string
		At                   moment
		Late                 bool
	}
)

var errNoItem = newProblem(http.StatusNotFound, "item")

func (s *server) item(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), s.times(r)
	source, id := r.PathValue("source"), r.PathValue("id")
	before, err := readPlace(r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	it, found, err := s.Items.Item(ctx, source, id)
	if err != nil {
		return err
	}
	if !found {
		return errNoItem
	}
	linked, err := s.Items.Linked(ctx, source, id, maxLinked)
	if err != nil {
		return err
	}
	entries, err := s.Items.Thread(ctx, append([]feed.ItemEntry{it}, linked...), before, threadSize+1)
	if err != nil {
		return err
	}
	asks, err := s.Asks(ctx, AskFilter{Sources: []string{source}, Item: id, Ended: true}, maxItemAsks)
	if err != nil {
		return err
	}
	page := itemPage{
		Layout: s.layout(r), Item: t.item(it.Tool, source, id, it.Item), Gone: it.Gone, Facts: s.facts(it, t),
		Source: source, SourceURL: address("/", map[string][]string{"source": {source}}),
	}
	page.Layout.Title = strings.TrimSpace(page.Item.Key + " " + shorten(it.Title, titleText))
	if len(entries) > threadSize {
		entries = entries[:threadSize]
		page.Earlier = address(page.Item.Page, nil, setting{"before", place(entries[threadSize-1].Pos)})
	}
	if before != 0 {
		page.Newest = page.Item.Page
	}
	entries = slices.DeleteFunc(entries, settled)
	if before == 0 {
		page.Latest = s.latest(entries, source, id, t)
	}
	page.Days = oldestFirst(s.days(entries, t))
	shortened(page.Days, len(linked) > 0)
	for _, a := range asks {
		if a.Open() {
			open := t.stands(a)
			s.describe(&open, a, 0, t)
			open.Item = itemView{} // the page is about it
			page.Open = append(page.Open, open)
			continue
		}
		page.Ended = append(page.Ended, s.ended(a, t))
	}
	if page.Decisions, err = s.decidedOn(ctx, it, asks, t); err != nil {
		return err
	}
	for _, other := range linked {
		page.Linked = append(page.Linked, t.item(other.Tool, other.Source, other.ID, other.Item))
	}
	if len(page.Linked) > openLinked+2 {
		page.Linked, page.Folded = page.Linked[:openLinked], page.Linked[openLinked:]
	}
	return s.show(w, r, http.StatusOK, "item.html", page)
}

// latest is what somebody did last; nil where nobody did anything.
func (s *server) latest(newestFirst []feed.Entry, source, id string, t times) *latestView {
	i := slices.IndexFunc(newestFirst, func(e feed.Entry) bool { return e.Kind != feed.Flag })
	if i < 0 {
		return nil
	}
	e := newestFirst[i]
	v := &latestView{Event: s.event(e, t)}
	if e.Source != source || e.Item != id {
		v.Item = t.item(e.Tool, e.Source, e.Item, e.On)
	}
	if !e.Gone {
		v.Said = s.prose.Excerpt(commands.InWords(e), excerptText, t.Say("page.picture"))
	}
	return v
}

// shortened leaves out of a thread how items stand now, which is not how they stood, and their names where the page is about one.
func shortened(days []dayView, named bool) {
	for _, d := range days {
		for i := range d.Groups {
			d.Groups[i].Item.State = ""
			if !named {
				d.Groups[i].Item = itemView{}
			}
		}
	}
}

// oldestFirst turns the days of a feed around: the oldest first, and within them what happened first.
func oldestFirst(days []dayView) []dayView {
	slices.Reverse(days)
	for _, d := range days {
		slices.Reverse(d.Groups)
		for _, g := range d.Groups {
			slices.Reverse(g.Events)
		}
	}
	return days
}

// facts are what is known of the item, as far as the tool says.
func (s *server) facts(it feed.ItemEntry, t times) []fact {
	var facts []fact
	add := func(key string, values ...factValue) {
		if len(values) > 0 {
			facts = append(facts, fact{t.Count(key, len(values)), values})
		}
	}
	people := func(list ...feed.Account) (values []factValue) {
		for _, a := range list {
			if a.ID != "" || a.Name != "" {
				values = append(values, factValue{Text: shorten(syndication.Name(it.Tool, a, s.who.Person), nameText), URL: s.everything(it.Tool, a)})
			}
		}
		return values
	}
	add("item.by", people(it.Author)...)
	add("item.owners", people(it.Owners...)...)
	add("item.reviewers", people(it.Reviewers...)...)
	var labels []factValue
	for _, l := range it.Labels {
		labels = append(labels, factValue{Text: shorten(l, nameText), Label: true})
	}
	add("item.labels", labels...)
	for _, at := range []struct {
		key  string
		time moment
		set  bool
	}{
		{"item.due", t.moment(it.Due), !it.Due.IsZero()},
		{"item.created", t.moment(it.Created), !it.Created.IsZero()},
		{"item.ended", t.moment(it.Closed), !it.Closed.IsZero() && it.State == feed.StateClosed && !finished[it.Kind]},
		{"item.updated", t.moment(it.Updated), true},
	} {
		if at.set {
			add(at.key, factValue{Text: at.time.Full, At: at.time})
		}
	}
	return facts
}

// ended is an ask that is over.
func (s *server) ended(a feed.AskEntry, t times) endedView {
	v := endedView{
		Who:  shorten(syndication.Name(a.Tool, a.Responder, s.who.Person), nameText),
		Whom: shorten(syndication.Name(a.Tool, a.Asker, s.who.Person), nameText),
		What: t.owed(a.Kind), At: t.moment(a.Ended), Late: !a.Flagged.IsZero(),
	}
	key := "item.withdrawn"
	switch {
	case a.State == feed.AskAnswered && v.Late:
		key = "item.answered-late"
	case a.State == feed.AskAnswered:
		key = "item.answered"
	}
	v.How = t.Say(key, "span", t.span(a.Ended.Sub(a.Opened)))
	return v
}
