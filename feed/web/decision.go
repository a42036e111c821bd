package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/decisions/madr"
	"github.com/datelinehq/dateline/feed/respond"
	"github.com/datelinehq/dateline/feed/syndication"
)

type (
	// decisionPage is the record of one decision.
	decisionPage struct {
		Layout layout
		decisionView
		// Standing is how it stands, in a word.
		Standing string
		// Facts say who and when, and how sure it is.
		Facts     []fact
		Rationale textView
		Options   []string
		// Places are where it was written down, Referring what refers to it.
		Places, Referring []itemView
		// Supersedes and SupersededBy are names, with the page of the decision where there is one.
		Supersedes, SupersededBy []namedLink
		// Record is the address of the decision record, empty where there is none.
		Record string
	}
)

var errNoDecision = newProblem(http.StatusNotFound, "decision")

func (s *server) decision(w http.ResponseWriter, r *http.Request) error {
	id, record := strings.CutSuffix(r.PathValue("id"), ".md")
	d, made, err := s.oneDecision(r, id)
	if err != nil {
		return err
	}
	if text := madr.Record(d, s.who.Person); record && text != "" {
		w.Header().Set("Cache-Control", "private, no-cache")
		respond.Send(w, r, http.StatusOK, "text/markdown; charset=utf-8", []byte(text))
		return nil
	} else if record {
		return errNoDecision
	}
	t := s.times(r)
	pending, err := s.Asks(r.Context(), AskFilter{Sources: []string{d.Source}, Item: d.Item, Kinds: []feed.AskKind{feed.Pending}}, maxItemAsks)
	if err != nil {
		return err
	}
	supersedes, err := decisionLinks(r.Context(), made, d.Source, d.Supersedes)
	if err != nil {
		return err
	}
	supersededBy, err := decisionLinks(r.Context(), made, d.Source, d.SupersededBy)
	if err != nil {
		return err
	}
	page := decisionPage{
		Layout: s.layout(r), decisionView: s.decisionLine(d, pending, t),
		Standing: capital(t.standing(string(d.State))), Facts: s.decisionFacts(d, t),
		Rationale: s.text(d.Rationale, nil, t), Places: []itemView{t.item(d.Tool, d.Source, d.Item, d.On)},
		Supersedes: supersedes, SupersededBy: supersededBy,
	}
	page.Layout.Title, page.Layout.Place = page.Title, "decisions"
	for _, o := range d.Options {
		page.Options = append(page.Options, shorten(o, titleText))
	}
	for _, p := range d.Same {
		page.Places = append(page.Places, t.item(p.Tool, p.Source, p.On.ID, p.On))
	}
	for _, p := range d.Referring {
		v := t.item(p.Tool, p.Source, p.On.ID, p.On)
		v.Page = decisionPath(p.ID)
		page.Referring = append(page.Referring, v)
	}
	if d.State != feed.DecisionSuggested {
		page.Record = decisionPath(d.ID) + ".md"
	}
	return s.show(w, r, http.StatusOK, "decision.html", page)
}

// oneDecision finds a decision by its id, or by that of one that it was joined with, in the register.
func (s *server) oneDecision(r *http.Request, id string) (d feed.DecisionEntry, made Register, err error) {
	if s.Decisions == nil {
		return d, nil, errNoDecision
	}
	if made, err = s.Decisions(r.Context()); err != nil {
		return d, nil, err
	}
	h, found := made.Head(id)
	if !found {
		return d, nil, errNoDecision
	}
	told, err := made.Tell(r.Context(), []feed.DecisionHead{h})
	if err != nil {
		return d, nil, err
	}
	if len(told) == 0 {
		return d, nil, errNoDecision
	}
	return told[0], made, nil
}

func (s *server) decisionFacts(d feed.DecisionEntry, t times) []fact {
	var facts []fact
	who := func(did string, a feed.Account) {
		if label := syndication.Name(d.Tool, a, s.who.Person); label != "" && (a.ID != "" || a.Name != "") {
			facts = append(facts, fact{
				Name: t.Say("decision.by-" + did), Values: []factValue{{Text: shorten(label, nameText), URL: s.everything(d.Tool, a)}},
			})
		}
	}
	at := func(did string, m moment, known bool) {
		if known {
			facts = append(facts, fact{Name: t.Say("decision.at-" + did), Values: []factValue{{Text: m.Full, At: m}}})
		}
	}
	put := "proposed"
	if d.State == feed.DecisionSuggested {
		put = "written"
	}
	who(put, d.Proposer)
	at(put, t.moment(d.Proposed), !d.Proposed.IsZero())
	made := map[bool]string{true: "rejected", false: "decided"}[d.State == feed.DecisionRejected]
	who(made, d.Decider)
	at(made, t.moment(d.Decided), !d.Decided.IsZero())
	at("ended", t.moment(d.Ended), !d.Ended.IsZero() && d.State == feed.DecisionSuperseded)
	why := factValue{Text: t.Say("decision." + string(d.Trust)), Plain: true}
	return append(facts, fact{Name: t.Say("decision.known"), Values: []factValue{why}})
}

// decisionLinks are the names of items as they are meant in a source, each with the page of the decision that was made there.
func decisionLinks(ctx context.Context, made Register, source string, names []string) (list []namedLink, err error) {
	for _, name := range names {
		l := namedLink{Name: shorten(name, nameText)}
		if h, found := made.Named(source, name); found {
			told, err := made.Tell(ctx, []feed.DecisionHead{h})
			if err != nil {
				return nil, err
			}
			for _, d := range told {
				l = namedLink{Name: shorten(d.Title, titleText), URL: decisionPath(d.ID)}
			}
		}
		list = append(list, l)
	}
	return list, nil
}

// ruleDecision keeps what somebody said of a suggestion.
func (s *server) ruleDecision(w http.ResponseWriter, r *http.Request) error {
	if s.Say == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	d, _, err := s.oneDecision(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	if d.State != feed.DecisionSuggested {
		return tooLate("decision", "state", s.times(r).standing(string(d.State)))
	}
	by := s.speaker(r)
	said := decisions.Confirm(d.Matter, by, s.Now())
	switch r.PostForm.Get("say") {
	case "confirm":
	case "waive":
		said = decisions.Waive(d.Matter, by, feed.Text(strings.TrimSpace(r.PostForm.Get("why")), feed.MaxTitle), s.Now())
	default:
		return errForm
	}
	if err := s.Say(r.Context(), d.Source, said); err != nil {
		return err
	}
	http.Redirect(w, r, "/decisions#"+string(feed.DecisionSuggested), http.StatusSeeOther)
	return nil
}
