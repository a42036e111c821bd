package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/asks/receipt"
)

// Receipt explains an ask by its id. It reports false for one that does not exist.
type Receipt func(ctx context.Context, id string) (r receipt.Receipt, found bool, err error)

type (
	// receiptPage explains every minute of an ask.
	receiptPage struct {
		Layout             layout
		Title, Verdict     string
		Late               bool
		Item               namedLink
		Asked, Window      []factView
		Counted, Uncounted []lineView
		Used, Remaining    string
		// Rest is how much did not count, and RestWhy why; empty where all of it did.
		Rest, RestWhy string
		// Strips are the days in pictures, MoreDays counts those that are left out.
		Strips   []stripView
		MoreDays int
		// Form is where something can be said of it, Told what was just said.
		Form         sayForm
		Told         string
		Deadline     []factView
		Stops, Notes []string
		// Protocol and Calendar are the versions of what it was judged by.
		Protocol, Calendar string
	}
	// namedLink is a name with an address, which may be empty.
	namedLink struct{ Name, URL string }
	// factView is a line under a name, with the address of what it is about and what was written there. Said says that it is in
	// the words of another package.
	factView struct {
		Name, Text, Quote, URL string
		Said                   bool
	}
	// lineView is a piece of time: when, how long, what counted up to its end, and why it did not count.
	lineView struct{ When, Length, Total, Why string }
)

var errNoAsk = newProblem(http.StatusNotFound, "ask")

func (s *server) receipt(w http.ResponseWriter, r *http.Request) error {
	return s.explain(w, r, r.PathValue("id"), sayForm{})
}

// explain shows the receipt of an ask, with what somebody tried to say of it.
func (s *server) explain(w http.ResponseWriter, r *http.Request, id string, form sayForm) error {
	if s.Receipt == nil {
		return errNoAsk
	}
	got, found, err := s.Receipt(r.Context(), id)
	if err != nil {
		return err
	}
	if !found {
		return errNoAsk
	}
	t := s.times(r)
	page := receiptOf(got, t)
	page.Layout = s.layout(r)
	page.Layout.Title, page.Layout.Place = page.Title, "asks"
	if key, known := told[asks.Saying(r.URL.Query().Get("said"))]; known {
		page.Told = t.Say(key)
	}
	status := http.StatusOK
	if form.Wrong != "" {
		status = http.StatusBadRequest
	}
	if s.Respond != nil && got.Ended.IsZero() {
		page.Form = form
		page.Form.At, page.Form.Guess = askPath(id), got.Guess
	}
	return s.show(w, r, status, "receipt.html", page)
}

// receiptOf arranges a receipt for a reader.
func receiptOf(r receipt.Receipt, t times) receiptPage {
	zone := r.Location()
	at := func(instant time.Time) string {
		there, yours := instant.In(zone), instant.In(t.zone)
		if there.Format(time.DateTime) == yours.Format(time.DateTime) {
			return t.Say("receipt.at", "at", t.Date("date.moment", there), "zone", zone)
		}
		at, yourTime := t.Date("date.moment", there), t.Date("date.day-clock", yours)
		return t.Say("receipt.at-for-you", "at", at, "zone", zone, "yours", yourTime)
	}
	p := receiptPage{
		Title: t.Say("ask.owes", "who", shorten(r.Responder, nameText), "whom", shorten(r.Asker, nameText), "what", r.Owed),
		Item:  namedLink{strings.TrimSpace(shorten(r.Item.Key, nameText) + " " + shorten(r.Item.Title, titleText)), link(r.Item.URL)},
		Used:  t.exact(time.Duration(r.Used)), Stops: r.Stops, Notes: r.Notes, Protocol: r.Window.Protocol,
		Calendar: strings.TrimSpace(r.Window.Calendar + " " + r.Window.Version), Late: r.Late > 0,
	}
	asked := factView{Name: t.Say("receipt.when"), Text: at(r.Opened)}
	if !r.NotBefore.IsZero() {
		asked.Text = t.Say("receipt.between", "from", at(r.NotBefore), "until", at(r.Opened))
	}
	p.Asked = append(p.Asked, asked)
	if act := r.Evidence; act != nil {
		p.Asked = append(p.Asked, t.act(act))
	}
	if r.HandedOn {
		text := t.Say("receipt.handed-on")
		if r.Spent > 0 {
			text = t.Say("receipt.handed-on-spent", "span", t.long(time.Duration(r.Spent)))
		}
		p.Asked = append(p.Asked, factView{Name: t.Say("receipt.before"), Text: text})
	}
	if r.Nudges > 0 {
		p.Asked = append(p.Asked, factView{Name: t.Say("receipt.again"), Text: t.Count("receipt.nudges", r.Nudges)})
	}
	p.Window = t.windowFacts(r.Window)
	var total receipt.Duration
	for _, l := range r.Counted {
		total += l.Length
		line := t.line(l, zone)
		line.Total = t.exact(time.Duration(total))
		p.Counted = append(p.Counted, line)
	}
	p.Strips, p.MoreDays = strips(r, zone, t)
	var rest receipt.Duration
	var whys []string
	for _, l := range r.Uncounted {
		p.Uncounted = append(p.Uncounted, t.line(l, zone))
		rest += l.Length
		if !slices.Contains(whys, l.Why) {
			whys = append(whys, l.Why)
		}
	}
	if rest >= receipt.Duration(time.Minute) {
		p.Rest, p.RestWhy = t.long(time.Duration(rest).Truncate(time.Minute)), strings.Join(whys[:min(len(whys), maxNamed)], ", ")
	}
	if r.Remaining > 0 {
		p.Remaining = t.exact(time.Duration(r.Remaining))
	}
	for _, f := range []struct {
		key string
		at  time.Time
	}{
		{"receipt.due", r.Due}, {"receipt.promised", r.Promised}, {"receipt.without-promise", r.Agreed},
		{"receipt.warning", r.Warn}, {"receipt.warned", r.Warned}, {"receipt.flagged", r.Flagged}, {"receipt.ended", r.Ended},
	} {
		if !f.at.IsZero() {
			p.Deadline = append(p.Deadline, factView{Name: t.Say(f.key), Text: at(f.at)})
		}
	}
	if r.Unclear != "" {
		p.Deadline = append(p.Deadline, factView{Name: t.Say("receipt.due"), Text: t.Say("receipt.unclear", "why", r.Unclear)})
	}
	if r.End != nil {
		p.Deadline = append(p.Deadline, t.act(r.End))
	}
	if r.Why != "" {
		p.Deadline = append(p.Deadline, factView{Name: t.Say("receipt.because"), Text: r.Why, Said: true})
	}
	p.Verdict = t.Say("state." + strings.ReplaceAll(string(r.State), " ", "-"))
	if r.Late > 0 {
		p.Verdict = t.Say("receipt.late", "state", p.Verdict, "span", t.long(time.Duration(r.Late).Truncate(time.Minute)))
	}
	p.Verdict = capital(p.Verdict)
	return p
}

// act is what somebody did, and wrote there.
func (t times) act(a *receipt.Act) factView {
	return factView{t.Say("receipt.by"), a.Says, shorten(a.Quote, titleText), link(a.URL), true}
}

func (t times) windowFacts(w receipt.Window) []factView {
	within := t.Say("receipt.within-any", "name", w.Name, "window", t.length(w.Within))
	if w.For != "" {
		within = t.Say("receipt.within", "name", w.Name, "for", w.For, "window", t.length(w.Within))
	}
	_, means, _ := strings.Cut(w.Means, ": ") // the length itself is told above
	means = cmp.Or(means, w.Means)
	facts := []factView{
		{Name: t.Say("receipt.window"), Text: within},
		{Name: t.Say("receipt.means"), Text: capital(means), Said: true},
	}
	var not []string
	for _, other := range w.Not {
		not = append(not, t.Say("receipt.which-is-for", "name", other.Name, "for", other.For))
	}
	if len(not) > 0 {
		facts = append(facts, factView{Name: t.Say("receipt.not"), Text: strings.Join(not, "; ")})
	}
	if w.AtLeast > 0 {
		least := t.Say("receipt.in-any-case", "span", t.exact(time.Duration(w.AtLeast)))
		facts = append(facts, factView{Name: t.Say("receipt.at-least"), Text: least})
	}
	return facts
}

// line is a piece of time in a zone.
func (t times) line(l receipt.Line, zone *time.Location) lineView {
	from, until := l.From.In(zone), l.Until.In(zone)
	when := t.Date("date.day-clock", from) + "–" + t.Date("date.clock", until)
	if last := until.Add(-time.Second); from.Format(time.DateOnly) != last.Format(time.DateOnly) {
		when = t.Date("date.day-clock", from) + " – " + t.Date("date.day-clock", until)
	}
	return lineView{When: when, Length: t.exact(time.Duration(l.Length)), Why: l.Why}
}
