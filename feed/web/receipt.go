package web

import (
	"context"
	"net/http"
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
	// factView is a line under a name, with the address of what it is about and what was written there.
	factView struct{ Name, Text, Quote, URL string }
	// lineView is a piece of time: when, how long, what counted up to its end, and why it did not count.
	lineView struct{ When, Length, Total, Why string }
)

var errNoAsk = &problem{Status: http.StatusNotFound, Title: "There is no such ask",
	Text: "No ask of this address is known. It may have been asked of somebody else since, or the address was cut short where it was copied."}

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
	page := receiptOf(got, zoneOf(r))
	page.Layout = s.layout(r)
	page.Layout.Title, page.Layout.Place = page.Title, "asks"
	page.Told = told[asks.Saying(r.URL.Query().Get("said"))]
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

// receiptOf arranges a receipt for a reader in a zone.
func receiptOf(r receipt.Receipt, reader *time.Location) receiptPage {
	zone := r.Location()
	at := func(t time.Time) string {
		text := t.In(zone).Format("Mon 2 Jan 2006 15:04") + " in " + zone.String()
		if local := t.In(reader).Format("Mon 2 Jan 15:04"); local != t.In(zone).Format("Mon 2 Jan 15:04") {
			text += " (" + local + " for you)"
		}
		return text
	}
	p := receiptPage{
		Title: shorten(r.Responder, nameText) + " owes " + shorten(r.Asker, nameText) + " " + r.Owed,
		Item:  namedLink{strings.TrimSpace(shorten(r.Item.Key, nameText) + " " + shorten(r.Item.Title, titleText)), link(r.Item.URL)},
		Used:  r.Used.String(), Stops: r.Stops, Notes: r.Notes, Protocol: r.Window.Protocol,
		Calendar: strings.TrimSpace(r.Window.Calendar + " " + r.Window.Version), Late: r.Late > 0,
	}
	asked := factView{Name: "Asked", Text: at(r.Opened)}
	if !r.NotBefore.IsZero() {
		asked.Text = "between " + at(r.NotBefore) + " and " + at(r.Opened) + "; the later time counts"
	}
	p.Asked = append(p.Asked, asked)
	if act := r.Evidence; act != nil {
		p.Asked = append(p.Asked, factView{"By", act.Says, shorten(act.Quote, titleText), link(act.URL)})
	}
	if r.HandedOn {
		text := "it was handed on from somebody else"
		if r.Spent > 0 {
			text += "; " + r.Spent.Long() + " of the window were used before, and only the rest counts"
		}
		p.Asked = append(p.Asked, factView{Name: "Before", Text: text})
	}
	if r.Nudges > 0 {
		p.Asked = append(p.Asked, factView{Name: "Again", Text: plural(r.Nudges, "time", "times") + ", which does not restart the clock"})
	}
	p.Window = windowFacts(r.Window)
	var total receipt.Duration
	for _, l := range r.Counted {
		total += l.Length
		line := lineOf(l, zone)
		line.Total = total.String()
		p.Counted = append(p.Counted, line)
	}
	p.Strips, p.MoreDays = strips(r, zone)
	for _, l := range r.Uncounted {
		p.Uncounted = append(p.Uncounted, lineOf(l, zone))
	}
	if r.Remaining > 0 {
		p.Remaining = r.Remaining.String()
	}
	for _, f := range []struct {
		name string
		at   time.Time
	}{{"Due", r.Due}, {"Promised", r.Promised}, {"Without the promise", r.Agreed}, {"Warning", r.Warn}, {"Warned", r.Warned}, {"Flagged", r.Flagged}, {"Ended", r.Ended}} {
		if !f.at.IsZero() {
			p.Deadline = append(p.Deadline, factView{Name: f.name, Text: at(f.at)})
		}
	}
	if r.Unclear != "" {
		p.Deadline = append(p.Deadline, factView{Name: "Due", Text: "Nobody can tell: " + r.Unclear})
	}
	if r.End != nil {
		p.Deadline = append(p.Deadline, factView{"By", r.End.Says, shorten(r.End.Quote, titleText), link(r.End.URL)})
	}
	if r.Why != "" {
		p.Deadline = append(p.Deadline, factView{Name: "Because", Text: r.Why})
	}
	p.Verdict = string(r.State)
	if r.Late > 0 {
		p.Verdict += ", late by " + receipt.Duration(time.Duration(r.Late).Truncate(time.Minute)).Long()
	}
	return p
}

func windowFacts(w receipt.Window) []factView {
	facts := []factView{{Name: "Window", Text: w.Name + ": " + strings.TrimSpace(w.For+" within "+w.Within)}, {Name: "Means", Text: w.Within + " " + w.Means}}
	for _, other := range w.Not {
		facts = append(facts, factView{Name: "Not", Text: other.Name + ", which is for " + other.For})
	}
	if w.AtLeast > 0 {
		facts = append(facts, factView{Name: "At least", Text: w.AtLeast.String() + " in any case"})
	}
	return facts
}

// lineOf is a piece of time in a zone.
func lineOf(l receipt.Line, zone *time.Location) lineView {
	from, until := l.From.In(zone), l.Until.In(zone)
	when := from.Format("Mon 2 Jan 15:04") + "–" + until.Format("15:04")
	if last := until.Add(-time.Second); from.Format(time.DateOnly) != last.Format(time.DateOnly) {
		when = from.Format("Mon 2 Jan 15:04") + " – " + until.Format("Mon 2 Jan 15:04")
	}
	return lineView{When: when, Length: l.Length.String(), Why: l.Why}
}
