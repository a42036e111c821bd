package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/compare"
	"github.com/datelinehq/dateline/feed/protocol/wording"
)

// Versions returns the agreements that were in force, the newest first: the first is the present one.
type Versions func(ctx context.Context) ([]Version, error)

// A Version is an agreement that was in force.
type Version struct {
	// Name is its version, Since when it came into force.
	Name  string
	Since time.Time
	// Changes are what it changed of the one before it, Unclear why nobody can tell.
	Changes []compare.Line
	Unclear string
}

type (
	// protocolPage is what is agreed, as newcomers read it.
	protocolPage struct {
		Layout  layout
		Version string
		// Now is when the examples are asked.
		Now string
		// Rest is how many days ahead holidays are told.
		Rest  int
		Since moment
		Day   string
		// Warnings are for those who can mend what is wrong. Others are only told that something is: Unwell.
		Warnings []string
		Unwell   bool
		Purposes []purposeView
		Windows  []windowView
		People   []workerView
		// Meant are what places and labels mean, for decisions and for clocks.
		Meant, Rests []meaningView
		Waiting      []string
		Urgency      []urgencyView
		Late         []string
		HandOff      string
		Triage       string
		// Headings and Phrases are the words by which decisions are known.
		Headings, Phrases string
		Teams             []teamView
		Bots              []botView
		Earlier           []versionView
	}
	// purposeView is what a place is for.
	purposeView struct {
		For, Source string
		Tool        named
		Note        string
	}
	// windowView is how soon something is owed, with examples of now. Due is when it is due for those who have no calendar.
	windowView struct {
		Name, Says, Due string
		Examples        []exampleView
	}
	// exampleView is when a response would be due that is asked of some people now.
	exampleView struct{ Who, When string }
	// urgencyView is what makes something urgent.
	urgencyView struct{ Level, Says string }
	// teamView is a team.
	teamView struct{ Name, URL, Lead, Members string }
	// botView are the programs of a tool.
	botView struct {
		Tool named
		IDs  string
	}
	// versionView is an agreement and what it changed.
	versionView struct {
		Name, Unclear string
		Since         moment
		Day           string
		First         bool
		Changes       []compare.Line
	}
)

func (s *server) protocol(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), s.times(r)
	agreed, err := s.agreed(ctx)
	if err != nil {
		return err
	}
	sources, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	page := protocolPage{
		Layout: s.layout(r), Version: agreed.Version(), Now: t.Date("date.moment", t.now.In(t.zone)),
		Rest: restDays, Purposes: purposes(agreed, t),
		Windows: windowViews(agreed, t), People: workers(agreed, t), Urgency: urgencies(agreed.Urgency, t),
		HandOff: wording.HandOff(agreed.HandOff), Triage: agreed.Triage, Teams: teamViews(agreed, t),
	}
	page.Layout.Title = t.Say("protocol.title")
	if page.Warnings, page.Unwell, err = s.warned(ctx); err != nil {
		return err
	}
	if s.Versions != nil {
		if err := page.versions(ctx, s.Versions, t); err != nil {
			return err
		}
	}
	page.Meant, page.Rests = s.meanings(sources, t)
	for _, place := range slices.Sorted(maps.Keys(agreed.Waiting)) {
		whom := shorten(wording.Whom(agreed.Waiting[place]), nameText)
		page.Waiting = append(page.Waiting, t.Say("protocol.waits", "place", shorten(place, nameText), "whom", whom))
	}
	for _, step := range agreed.Escalation {
		page.Late = append(page.Late, wording.Step(step))
	}
	headings, phrases := agreed.Decisions.Words()
	page.Headings, page.Phrases = t.either(t.quoted(headings)), t.either(t.quoted(phrases))
	for _, name := range slices.Sorted(maps.Keys(agreed.Bots)) {
		page.Bots = append(page.Bots, botView{t.tool(name), strings.Join(agreed.Bots[name], ", ")})
	}
	return s.show(w, r, http.StatusOK, "protocol.html", page)
}

// versions tells since when the agreement is in force, and what those before it changed.
func (p *protocolPage) versions(ctx context.Context, known Versions, t times) error {
	all, err := known(ctx)
	if err != nil {
		return err
	}
	for i, v := range all {
		if i == 0 && v.Name == p.Version {
			p.Since, p.Day = t.moment(v.Since), t.short(v.Since)
		}
		p.Earlier = append(p.Earlier, versionView{
			Name: v.Name, Since: t.moment(v.Since), Day: t.short(v.Since), First: i == len(all)-1,
			Changes: v.Changes, Unclear: v.Unclear,
		})
	}
	return nil
}

// quoted puts words between quotes, shortened to what a page has room for.
func (t times) quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = t.Say("list.quoted", "words", shorten(w, nameText))
	}
	return out
}

func purposes(agreed *protocol.Protocol, t times) []purposeView {
	var views []purposeView
	for _, p := range agreed.Purposes {
		v := purposeView{For: p.For, Source: p.Source, Note: p.Note}
		if p.Tool != "" {
			v.Tool = t.tool(p.Tool)
		}
		views = append(views, v)
	}
	return views
}

// windowViews are the windows in sentences, each with when something would be due that is asked of everybody now.
func windowViews(agreed *protocol.Protocol, t times) []windowView {
	var views []windowView
	for i := range agreed.Windows {
		w := &agreed.Windows[i]
		v := windowView{Name: w.Name, Says: wording.Window(w), Examples: examples(w, agreed, t)}
		if asked := wording.Asked(w, nil, t.now); len(v.Examples) == 0 && asked.Never == "" {
			v.Due = t.Date("date.day-clock", asked.Due.In(t.zone))
		}
		views = append(views, v)
	}
	return views
}

// examples say when something is due that is asked of people now: those of whom the same is true are told together.
func examples(w *protocol.Window, agreed *protocol.Protocol, t times) (views []exampleView) {
	var names [][]string
	for _, name := range namesIn(agreed) {
		asked := wording.Asked(w, agreed.HoursOf(name), t.now)
		when := t.Date("date.day-clock", asked.Due.In(t.zone))
		if asked.Never != "" {
			when = t.Say("protocol.never", "why", asked.Never)
		}
		i := slices.IndexFunc(views, func(v exampleView) bool { return v.When == when })
		if i < 0 {
			i, views, names = len(views), append(views, exampleView{When: when}), append(names, nil)
		}
		names[i] = append(names[i], name)
	}
	for i := range views {
		views[i].Who = t.listed(names[i])
	}
	return views
}

func urgencies(u protocol.Urgency, t times) []urgencyView {
	var views []urgencyView
	for _, level := range protocol.Levels() {
		var signs []string
		for _, table := range []struct {
			key   string
			names map[string]protocol.Level
		}{{"protocol.sign-label", u.Labels}, {"protocol.sign-priority", u.Priorities}, {"protocol.sign-words", u.Words}} {
			for _, name := range slices.Sorted(maps.Keys(table.names)) {
				if table.names[name] == level {
					signs = append(signs, t.Say(table.key, "name", shorten(name, nameText)))
				}
			}
		}
		if len(signs) > 0 {
			views = append(views, urgencyView{t.Say("level." + string(level)), t.either(signs)})
		}
	}
	return views
}

func teamViews(agreed *protocol.Protocol, t times) []teamView {
	var views []teamView
	for _, name := range slices.Sorted(maps.Keys(agreed.Teams)) {
		members := make([]string, len(agreed.Teams[name]))
		for i, m := range agreed.Teams[name] {
			members[i] = shorten(m, nameText)
		}
		views = append(views, teamView{
			shorten(name, nameText), address("/people", nil, teamSetting(name)...), shorten(agreed.Leads[name], nameText),
			t.all(members),
		})
	}
	return views
}
