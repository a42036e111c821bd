package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// A site is the API over a store, reached over HTTP.
type site struct {
	t       testing.TB
	db      *store.DB
	handler http.Handler
	address string
	// orders and after count what was ordered, and what followed.
	orders, after atomic.Int64
}

// open serves the API over a store, put together as the program does.
func open(t testing.TB, db *store.DB, set func(*api.Options)) *site {
	t.Helper()
	s := &site{t: t, db: db}
	if err := db.Declare(t.Context(), []store.Declaration{
		{Name: "api", Tool: "github", Every: 2 * time.Minute, Fingerprint: "1"},
		{Name: "house", Tool: "jira", Every: time.Hour, Fingerprint: "1"},
	}, noon); err != nil {
		t.Fatal(err)
	}
	o := api.Options{
		Log: db, Item: db.Item, Items: s.items, Asks: s.asks, Ask: s.ask, Decisions: func(context.Context) (api.Register, error) { return decided{db}, nil }, Sources: db.Sources, Views: db.Views,
		Subscribers: db.Subscribers, Deliveries: s.deliveries, Ordering: s.order, Once: db.Once,
		People:  s.people,
		Reports: s.reports, Backtest: s.backtest, Teams: []string{"core"}, PublicURL: "https://dateline.example.com",
		Version: "test",
		Now:     func() time.Time { return noon }, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	ended := make(chan struct{}) // so that streams tell what there is, and end
	close(ended)
	o.Stopping = ended
	if set != nil {
		set(&o)
	}
	h, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.handler, s.address = h, server.URL+"/api/v1/"
	return s
}

func (s *site) items(ctx context.Context, f feed.Filter, after string, limit int) (list []feed.ItemEntry, next string,
	err error) {
	found, err := s.db.Items(ctx, f, after, limit+1)
	for i, it := range found {
		if i == limit {
			next = found[limit-1].Next
			break
		}
		list = append(list, it.ItemEntry)
	}
	return list, next, err
}

func (s *site) asks(ctx context.Context, f api.AskFilter, after string, limit int) (list []feed.AskEntry, next string,
	err error) {
	list, err = s.db.Asks(ctx, stored(f), after, limit+1)
	if len(list) > limit {
		return list[:limit], store.AfterAsk(list[limit-1]), err
	}
	return list, "", err
}

func stored(f api.AskFilter) store.AskFilter {
	return store.AskFilter{
		Sources: f.Sources, Accounts: f.Accounts, Without: f.Without, Kinds: f.Kinds, States: f.States, Flagged: f.Flagged, Since: f.Since,
		Until: f.Until,
	}
}

func (s *site) ask(ctx context.Context, id string) (feed.AskEntry, receipt.Receipt, bool, error) {
	a, err := s.db.Ask(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return a, receipt.Receipt{}, false, nil
	}
	return a, receipt.Explain(receipt.Input{Ask: a, Now: noon}), true, err
}

// decided are the decisions of a store, as their items tell them.
type decided struct{ db *store.DB }

func (d decided) Heads(ctx context.Context, f feed.DecisionFilter) (heads []feed.DecisionHead, err error) {
	list, err := d.db.Decisions(ctx, f, "", 1000)
	for _, e := range list {
		heads = append(heads, e.Head())
	}
	return heads, err
}

func (d decided) Head(id string) (h feed.DecisionHead, found bool) {
	e, err := d.db.Decision(context.Background(), id)
	return e.Head(), err == nil
}

func (d decided) Tell(ctx context.Context, heads []feed.DecisionHead) (list []feed.DecisionEntry, err error) {
	for _, h := range heads {
		told, err := d.db.Decisions(ctx, feed.DecisionFilter{IDs: []string{h.ID}}, "", 1)
		if err != nil {
			return nil, err
		}
		list = append(list, told...)
	}
	return list, nil
}

func (s *site) people(ctx context.Context) (*identity.Directory, error) {
	accounts, err := s.db.Accounts(ctx)
	return identity.Resolve(identity.Known{
		People: []identity.Person{
			{Name: "Ana", Accounts: []feed.Ref{{Tool: "github", ID: "ana"}, {Tool: "jira", ID: "5b10"}}},
			{Name: "Ben", Accounts: []feed.Ref{{Tool: "github", ID: "ben"}}},
			{Name: "chen", Accounts: []feed.Ref{{Tool: "jira", ID: "c1"}}},
		},
		Teams: map[string][]string{"core": {"Ana", "Ben"}}, Accounts: accounts,
	}), err
}

func (s *site) reports(ctx context.Context, since time.Time, f api.AskFilter) (reports.Result, error) {
	var l reports.Ledger
	err := s.db.AllAsks(ctx, stored(f), func(a feed.AskEntry) error { l.Put(a); return nil })
	return l.Report(reports.Options{Since: since, Now: noon}), err
}

func (s *site) backtest(ctx context.Context, p reports.Proposal, _ int) (reports.Outcome, error) {
	b := reports.Try(reports.Trial{Proposed: &protocol.Protocol{}, Now: noon, Unit: reports.UnitOf(p.Within)})
	err := s.db.AllAsks(ctx, store.AskFilter{Kinds: []feed.AskKind{p.Kind}},
		func(a feed.AskEntry) error { b.Add(a, a); return nil })
	return b.Outcome(), err
}

// fill tells the store of so many items and what happened to them, asks on every third and decisions on every fifth.
func (s *site) fill(n int) {
	s.t.Helper()
	ana, ben := feed.Account{ID: "ana", Name: "Ana <3", Email: "ana@acme.example"}, feed.Account{ID: "ben"}
	page := feed.Page{Next: feed.Cursor(fmt.Sprint(n))}
	asked, decided := map[string][]feed.Ask{}, map[string][]feed.Matter{}
	for i := range n {
		id, at := fmt.Sprint(i), noon.Add(-time.Duration(n-i)*time.Hour)
		page.Items = append(page.Items, feed.Item{
			ID: id, Kind: "issue", Key: "acme/api#" + id, Title: "Number " + id, State: feed.StateOpen, Author: ana,
			Owners: []feed.Account{ben},
			Labels: []string{"bug"}, Created: at, Updated: at, Due: at.AddDate(0, 0, 7), URL: "https://github.example/" + id,
		})
		page.Events = append(page.Events,
			feed.Event{Key: "opened/" + id, Item: id, Verb: feed.Opened, At: at, Updated: at, By: ana},
			feed.Event{Key: "asked/" + id, Item: id, Verb: feed.Requested, At: at.Add(time.Minute), Updated: at, By: ana,
				To: []feed.Account{ben}, NotBefore: at},
			feed.Event{Key: "said/" + id, Item: id, Verb: feed.Commented, At: at.Add(2 * time.Minute), Updated: at, By: ben,
				Text: "a <b> & “c”", Thread: "t"},
		)
		if i%3 == 0 {
			a := feed.Ask{
				ID: fmt.Sprintf("a%03d", i), Source: "api", Item: id, Kind: feed.Review, Urgency: "normal", Confidence: feed.Sure,
				Asker: ana, Responder: ben,
				Evidence: "asked/" + id, Opened: at, Due: at.Add(24 * time.Hour), Warn: at.Add(18 * time.Hour), Window: "review",
				Within: "24h", State: feed.AskOpen,
			}
			if i%2 == 0 {
				a.State, a.Ended, a.End, a.EndedBy = feed.AskAnswered, at.Add(time.Hour), "said/"+id, ben
				a.Paused = []feed.Pause{{From: at.Add(time.Minute), Until: at.Add(2 * time.Minute), Why: "draft"}}
			}
			asked[id] = []feed.Ask{a}
		}
		if i%5 == 0 {
			decided[id] = []feed.Matter{{
				ID: fmt.Sprintf("d%03d", i), Source: "api", Item: id, Title: "Do " + id, State: feed.DecisionDecided,
				Trust: feed.Explicit, Decider: ben, Decided: at,
				Evidence: []string{"said/" + id},
			}}
		}
	}
	s.commit(page)
	err := s.db.Within(s.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.PutAsks(ctx, "api", asked), tx.PutDecisions(ctx, "api", decided))
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) commit(page feed.Page) {
	s.t.Helper()
	_, cursor, err := s.db.Source(s.t.Context(), "api")
	if err == nil {
		_, err = s.db.Commit(s.t.Context(), store.Commit{Source: "api", After: cursor, Page: page, At: noon,
			Due: noon.Add(time.Hour)})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// get asks for an address below the root.
func (s *site) get(path string, headers ...string) (*http.Response, []byte) {
	s.t.Helper()
	return s.send(http.MethodGet, path, headers...)
}

func (s *site) send(method, path string, headers ...string) (*http.Response, []byte) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if r.Header.Get("Accept-Encoding") == "" {
		r.Header.Set("Accept-Encoding", "identity")
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return w, body
}

// A listed is a page of a list, as a program reads it.
type listed struct {
	Data []map[string]any `json:"data"`
	Next string           `json:"next"`
}

func (s *site) list(path string) listed {
	s.t.Helper()
	w, body := s.get(path)
	var p listed
	if err := json.Unmarshal(body, &p); err != nil || w.StatusCode != http.StatusOK || p.Data == nil {
		s.t.Fatalf("%s: %d %v\n%s", path, w.StatusCode, err, body)
	}
	return p
}

// walk reads a list to its end and calls between before each further page.
func (s *site) walk(path string, between func(turn int)) (all []map[string]any) {
	s.t.Helper()
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	for next, turn := "", 0; turn == 0 || next != ""; turn++ {
		address := path + joint + "limit=7"
		if next != "" {
			address += "&after=" + next
		}
		p := s.list(address)
		all, next = append(all, p.Data...), p.Next
		if next != "" && len(p.Data) != 7 {
			s.t.Errorf("%s: a page in the midst has %d records", address, len(p.Data))
		}
		if between != nil {
			between(turn)
		}
		if turn > 200 {
			s.t.Fatalf("%s does not end", path)
		}
	}
	return all
}

func (s *site) deliveries(
	ctx context.Context, subscriber, after string, limit int,
) (list []feed.Delivery, next string, err error) {
	list, err = s.db.Deliveries(ctx, subscriber, after, limit+1)
	if len(list) > limit {
		list = list[:limit]
		next = store.AfterDelivery(list[limit-1])
	}
	return list, next, err
}
