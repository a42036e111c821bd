package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/reports"
)

func (s *server) apiEvents(r *http.Request) (any, error) {
	q, _, err := s.readCall(r, query.Names(), nil)
	if err != nil {
		return nil, err
	}
	place, err := q.place()
	if err != nil {
		return nil, err
	}
	before, _ := strconv.ParseInt(place, 10, 64) // "" is the beginning
	entries, err := s.Log.Events(r.Context(), q.filter, before, q.limit+1)
	if err != nil {
		return nil, err
	}
	list := listing[feed.EventRecord]{Data: []feed.EventRecord{}}
	if len(entries) > q.limit {
		entries = entries[:q.limit]
		list.Next = onward(strconv.FormatInt(entries[q.limit-1].Pos, 10))
	}
	for _, e := range entries {
		list.Data = append(list.Data, e.Record(s.who.Person))
	}
	return list, nil
}

func (s *server) apiAsks(r *http.Request) (any, error) {
	if s.AskPages == nil {
		return nil, errMissing
	}
	q, _, err := s.readCall(r, []string{"source", "tool", "person", "team"}, []string{"kind", "state"})
	if err != nil {
		return nil, err
	}
	f := q.asks
	for _, k := range q.rest["kind"] {
		if !slices.Contains(feed.AskKinds(), feed.AskKind(k)) {
			return nil, mistake("kind", "There is no kind of ask called", k, query.Texts(feed.AskKinds()))
		}
		f.Kinds = append(f.Kinds, feed.AskKind(k))
	}
	switch state := first(q.rest["state"]); state {
	case "", "open":
	case "all":
		f.Ended = true
	default:
		return nil, mistake("state", "Asks cannot be listed by", state, []string{"open", "all"})
	}
	place, err := q.place()
	if err != nil {
		return nil, err
	}
	asks, next, err := s.AskPages(r.Context(), f, place, q.limit)
	if err != nil {
		return nil, err
	}
	list := listing[feed.AskRecord]{Data: []feed.AskRecord{}, Next: onward(next)}
	for _, a := range asks {
		list.Data = append(list.Data, a.Record(s.who.Person))
	}
	return list, nil
}

// apiReceipt explains an ask.
func (s *server) apiReceipt(r *http.Request) (any, error) {
	if s.Receipt == nil {
		return nil, errNoAsk
	}
	got, found, err := s.Receipt(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, errNoAsk
	}
	return struct {
		Data receipt.Receipt `json:"data"`
	}{got}, nil
}

func (s *server) apiDecisions(r *http.Request) (any, error) {
	if s.Decisions == nil {
		return nil, errMissing
	}
	q, _, err := s.readCall(r, []string{"q", "source", "tool", "person", "team", "since", "until"}, []string{"state"})
	if err != nil {
		return nil, err
	}
	f := decisionFilter(q.choice)
	for _, v := range q.rest["state"] {
		if !slices.Contains(feed.DecisionStates(), feed.DecisionState(v)) {
			return nil, mistake("state", "Decisions have no state", v, query.Texts(feed.DecisionStates()))
		}
		f.States = append(f.States, feed.DecisionState(v))
	}
	after, err := q.place()
	if err != nil {
		return nil, err
	}
	all, err := s.Decisions(r.Context(), f)
	if err != nil {
		return nil, err
	}
	if after != "" {
		i := slices.IndexFunc(all, func(d feed.DecisionEntry) bool { return d.ID == after })
		if i < 0 {
			return nil, &problem{Status: http.StatusGone, Title: "The list cannot go on", Filter: "after",
				Text: "The decision that it would go on behind is no longer there. Begin again without after."}
		}
		all = all[i+1:]
	}
	list := listing[feed.DecisionRecord]{Data: []feed.DecisionRecord{}}
	if len(all) > q.limit {
		all = all[:q.limit]
		list.Next = onward(all[q.limit-1].ID)
	}
	for _, d := range all {
		list.Data = append(list.Data, d.Record(s.who.Person))
	}
	return list, nil
}

func (s *server) apiDecision(r *http.Request) (any, error) {
	d, _, err := s.oneDecision(r, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return struct {
		Data feed.DecisionRecord `json:"data"`
	}{d.Record(s.who.Person)}, nil
}

func (s *server) apiReports(r *http.Request) (any, error) {
	if s.Reports == nil {
		return nil, errMissing
	}
	t := times{s.Now(), zoneOf(r)}
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	q, err := s.readReport(r, sources, t)
	if err != nil {
		return nil, err
	}
	result, err := s.Reports(r.Context(), q.since(t.now), q.filter, t.zone)
	if err != nil {
		return nil, err
	}
	return struct {
		Data reports.Result `json:"data"`
	}{result}, nil
}

func (s *server) apiBacktest(r *http.Request) (any, error) {
	if s.Backtest == nil {
		return nil, errMissing
	}
	query := r.URL.Query()
	_, days, err := s.backtestPage(r, query.Get("days"))
	if err != nil {
		return nil, err
	}
	p, err := reports.ParseProposal(query.Get("window"))
	if err != nil {
		return nil, &problem{Status: http.StatusBadRequest, Title: "That is no window", Filter: "window", Text: sentence(err.Error())}
	}
	o, err := s.Backtest(r.Context(), p, days)
	if err != nil {
		return nil, err
	}
	return struct {
		Data reports.Outcome `json:"data"`
	}{o}, nil
}
