package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// spring is when the history of these teams ends: two months in which the clocks change on both sides of the world, and Easter.
var spring = time.Date(2026, 4, 21, 12, 0, 0, 0, time.UTC)

func stopped() time.Time { return spring }

// Everything that is derived from a whole team at work, in all tools and in both databases, is what may be derived; it is the
// same, however the log came in pages; and what was staged is found.
func TestTheTeamIsJudged(t *testing.T) {
	s, sim, _, _ := filledWith(t, simulator.Options{Seed: 2, Now: spring, Clock: stopped})
	s.tick()
	whole := s.judged()
	whole.check(t)
	t.Run("staged", func(t *testing.T) { whole.staged(t, sim) })
	t.Logf("%d asks, %d decisions", len(whole.asks), len(whole.matters))
	configs := map[string]string{"sqlite": s.config}
	if !testing.Short() { // what judges is the same
		configs["postgres"] = s.copied(storetest.PostgresDSN(t))
	}
	for name, config := range configs {
		t.Run(name, func(t *testing.T) {
			again := &site{t: t, config: config, data: t.TempDir(), now: s.now}
			whole.retell(t, again, 40)
			parts := again.judged()
			parts.check(t)
			if diff := gocmp.Diff(whole.told(), parts.told()); diff != "" {
				t.Errorf("in pages of 40 and judged now and then, it is (-whole +pages):\n%s", diff)
			}
		})
	}
}

// A judged is a log and all that was derived from it.
type judged struct {
	now      time.Time
	agreed   *protocol.Protocol
	db       *store.DB
	sources  []feed.Source
	items    map[store.Place]feed.Item
	logs     map[store.Place][]feed.Entry
	accounts map[string]bool
	asks     []feed.AskEntry
	receipts map[string]receipt.Receipt
	matters  []feed.DecisionEntry
}

// judged reads what is in the store.
func (s *site) judged() *judged {
	s.t.Helper()
	h := s.host()
	j := &judged{
		now: h.now(), db: h.db, items: map[store.Place]feed.Item{}, logs: map[store.Place][]feed.Entry{}, accounts: map[string]bool{},
		receipts: map[string]receipt.Receipt{},
	}
	ctx := s.t.Context()
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var err error
	j.agreed, err = h.agreed.now(ctx)
	must(err)
	j.sources, err = h.db.Sources(ctx)
	must(err)
	accounts, err := h.db.Accounts(ctx)
	must(err)
	for _, a := range accounts {
		j.accounts[strings.ToLower(a.Tool+"/"+a.ID)] = true
	}
	all, _ := items(s.t, h.db)
	must(h.db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, list := range all {
			for _, it := range list {
				at := store.Place{Source: it.Source, Item: it.ID}
				item, log, err := tx.History(ctx, it.Source, it.ID)
				if err != nil {
					return err
				}
				j.items[at], j.logs[at] = item, log
			}
		}
		return nil
	}))
	must(h.db.AllAsks(ctx, store.AskFilter{}, func(a feed.AskEntry) error {
		j.asks = append(j.asks, a)
		return nil
	}))
	for _, a := range j.asks {
		j.receipts[a.ID], err = h.receipt(ctx, a.ID)
		must(err)
	}
	j.matters, err = h.db.Decisions(ctx, feed.DecisionFilter{}, "", 10_000)
	must(err)
	return j
}

// check looks at every ask and every decision.
func (j *judged) check(t *testing.T) {
	t.Helper()
	open := map[string]feed.AskEntry{}
	for _, a := range j.asks {
		for _, wrong := range j.wrong(a) {
			t.Errorf("%s: %s", wrong, describe(a))
		}
		if a.Open() {
			wait := strings.Join([]string{a.Source, a.Item, strings.ToLower(cmp.Or(j.agreed.Person(a.Tool, a.Responder.ID), a.Responder.ID)), a.Thread}, " ")
			if a.Kind == feed.Checklist {
				wait += " line"
			}
			if b, twice := open[wait]; twice {
				t.Errorf("one wait is waited for twice:\n%s\n%s", describe(a), describe(b))
			}
			open[wait] = a
		}
	}
	for _, d := range j.matters {
		for _, wrong := range j.wrongMatter(d) {
			t.Errorf("%s: %s %s of %s/%s", wrong, d.State, d.ID, d.Source, d.Item)
		}
	}
}

func describe(a feed.AskEntry) string {
	return fmt.Sprintf("%s %s owes %s %s on %s/%s since %s, due %s, %s %s (%s)", a.ID[:8], a.Responder.ID, a.Asker.ID, a.Kind, a.Source,
		a.Item, a.Opened.Format(time.DateTime), a.Due.Format(time.DateTime), a.State, a.Ended.Format(time.DateTime), a.Evidence)
}

// event finds an event of an item in its log.
func (j *judged) event(source, item, key string) (feed.Entry, bool) {
	log := j.logs[store.Place{Source: source, Item: item}]
	i := slices.IndexFunc(log, func(e feed.Entry) bool { return e.Key == key })
	if i < 0 {
		return feed.Entry{}, false
	}
	return log[i], true
}

// wrong lists what an ask is that none may be.
func (j *judged) wrong(a feed.AskEntry) (wrong []string) {
	bad := func(is bool, what string) {
		if is {
			wrong = append(wrong, what)
		}
	}
	known := func(b feed.Account) bool {
		_, team := j.agreed.Team(b)
		return team && b.Group || j.accounts[strings.ToLower(a.Tool+"/"+b.ID)]
	}
	person := j.agreed.Person(a.Tool, a.Responder.ID)
	log := j.logs[store.Place{Source: a.Source, Item: a.Item}]
	gone := len(log) > 0 && !slices.ContainsFunc(log, func(e feed.Entry) bool { return !e.Gone })
	evidence, found := j.event(a.Source, a.Item, a.Evidence)
	bad(!found, "its evidence is not in the log of its item")
	bad(found && evidence.Gone && !gone, "its evidence is gone")
	bad(found && evidence.At.After(a.Opened), "its evidence came after it")
	bad(a.Responder.Bot || j.agreed.Bot(a.Tool, a.Responder.ID), "a program owes it")
	bad(a.Kind != feed.Waiting && (a.Asker.Bot || j.agreed.Bot(a.Tool, a.Asker.ID)), "a program asks it")
	bad(strings.EqualFold(a.Responder.ID, a.Asker.ID) || person != "" && person == j.agreed.Person(a.Tool, a.Asker.ID), "it is owed to oneself")
	bad(!known(a.Responder), "nobody knows who owes it")
	bad(a.Asker.ID != "" && !known(a.Asker), "nobody knows who waits")
	bad(slices.Contains(feed.OpenStates(), a.State) != a.Open(), "it is open and has an end, or neither")
	bad(!slices.Contains(feed.AskStates(), a.State) || !slices.Contains(feed.AskKinds(), a.Kind), "it has a state or kind that there is none of")
	bad(!a.Open() && a.Ended.Before(a.Opened), "it ended before it began")
	bad(a.Due.IsZero() == (a.Unclear == ""), "it has neither a deadline nor a reason why not, or both")
	bad(!a.Due.IsZero() && a.Due.Before(a.Opened), "it was due before it began")
	bad(!a.Warn.IsZero() && a.Warn.After(a.Due), "its warning comes after its deadline")
	bad(a.State == feed.AskAnswered && (a.Why != "" || a.End == ""), "it was answered by nothing")
	bad(a.State == feed.AskWithdrawn && a.Why == "", "it was withdrawn without a reason")
	if a.End != "" {
		end, found := j.event(a.Source, a.Item, a.End)
		bad(!found, "its end is not in the log of its item")
		bad(found && !end.At.Equal(a.Ended) && !a.Ended.Equal(a.Opened), "it ended at another time than its end")
	}
	bad(a.State == feed.AskHandedOff && !slices.ContainsFunc(j.asks, func(b feed.AskEntry) bool { return b.After == a.ID }), "it was handed to nobody")
	for i, p := range a.Paused {
		bad(!p.Until.IsZero() && !p.From.Before(p.Until), "a pause ends before it begins")
		bad(i > 0 && p.From.Before(a.Paused[i-1].From), "its pauses are in no order")
	}
	flag, flagged := j.event(a.Source, a.Item, "flag/"+a.ID)
	bad(flagged != !a.Flagged.IsZero(), "it is flagged without a flag in the log, or the other way round")
	bad(flagged && (!flag.At.Equal(a.Due) || !a.Read.After(a.Due)), "it was flagged at another time than its deadline, or before it was read behind that")
	bad(flagged && a.Confidence == feed.Possible, "a guess was flagged")
	ripe := a.Open() && a.Confidence != feed.Possible && !a.Due.IsZero() && a.Due.Before(j.now) && a.Read.After(a.Due)
	bad(ripe && !flagged, "it is late and was not flagged")
	return append(wrong, j.wrongReceipt(a)...)
}

// wrongReceipt lists what does not add up in the receipt of an ask.
func (j *judged) wrongReceipt(a feed.AskEntry) (wrong []string) {
	r, found := j.receipts[a.ID]
	if !found {
		return []string{"it has no receipt"}
	}
	var counted, all receipt.Duration
	for _, l := range r.Counted {
		counted += l.Length
	}
	for _, l := range append(slices.Clone(r.Counted), r.Uncounted...) {
		if all += l.Length; l.Length != receipt.Duration(l.Until.Sub(l.From)) || l.Length <= 0 {
			wrong = append(wrong, "a line of its receipt has another length than it says")
		}
	}
	if counted != r.Used || all != receipt.Duration(r.Until.Sub(a.Opened)) {
		wrong = append(wrong, fmt.Sprintf("its receipt counts %v and says %v, of %v in all", counted, r.Used, r.Until.Sub(a.Opened)))
	}
	if r.Evidence == nil || !r.Due.Equal(a.Due) || r.Window.Name == "" {
		wrong = append(wrong, "its receipt says nothing of its evidence or its window, or another deadline")
	}
	return wrong
}

// wrongMatter lists what a decision is that none may be.
func (j *judged) wrongMatter(d feed.DecisionEntry) (wrong []string) {
	if len(d.Evidence) == 0 {
		wrong = append(wrong, "it has no evidence")
	}
	for _, key := range d.Evidence {
		e, found := j.event(d.Source, d.Item, key)
		switch {
		case !found:
			wrong = append(wrong, "its evidence "+key+" is not in the log of its item")
		case e.Gone:
			wrong = append(wrong, "its evidence "+key+" is gone")
		}
	}
	if !d.Proposed.IsZero() && !d.Decided.IsZero() && d.Decided.Before(d.Proposed) {
		wrong = append(wrong, "it was decided before it was proposed")
	}
	if !slices.Contains(feed.DecisionStates(), d.State) || (d.State == feed.DecisionDecided) != (!d.Decided.IsZero() && d.Ended.IsZero()) {
		wrong = append(wrong, fmt.Sprintf("its state does not go with its times: %v %v %v", d.Proposed, d.Decided, d.Ended))
	}
	return wrong
}

// copied writes the configuration again, for another database.
func (s *site) copied(dsn string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	file := filepath.Join(s.t.TempDir(), "dateline.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, "%s\ndatabase: %q\n", text, dsn), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// retell tells another site what was read, in pages of n events and with a look at the asks now and then.
func (j *judged) retell(t *testing.T, to *site, n int) {
	t.Helper()
	activities := to.activities()
	parts := map[string][]feed.Part{}
	for _, s := range j.sources {
		if s.Parent != "" {
			parts[s.Parent] = append(parts[s.Parent], s.Part)
		}
	}
	slices.SortFunc(j.sources, func(a, b feed.Source) int { return cmp.Compare(a.Parent, b.Parent) }) // parts come behind their source
	for _, s := range j.sources {
		pages := j.pages(s, n)
		pages[0].Parts = parts[s.Name]
		for i, page := range pages {
			before := feed.Cursor("")
			if i > 0 {
				before = pages[i-1].Next
			}
			if _, err := activities.Store.Commit(t.Context(), store.Commit{Source: s.Name, After: before, Page: page, At: j.now, Due: j.now}); err != nil {
				t.Fatal(err)
			}
			if i%12 == 3 {
				to.tickAs(activities)
			}
		}
	}
	to.tickAs(activities)
}

// pages are the log of a source in pages of n events: what is gone is said at the end, and an item comes with the last of
// its events.
func (j *judged) pages(s feed.Source, n int) (pages []feed.Page) {
	var log []feed.Entry
	last := feed.Page{}
	for at, entries := range j.logs {
		if at.Source != s.Name {
			continue
		}
		log = append(log, entries...)
		if len(entries) == 0 {
			last.Items = append(last.Items, j.items[at])
		}
	}
	log = slices.DeleteFunc(log, func(e feed.Entry) bool { return own[e.Verb] })
	slices.SortFunc(log, func(a, b feed.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	left := map[string]int{}
	for _, e := range log {
		left[e.Item]++
	}
	for chunk := range slices.Chunk(log, n) {
		page := feed.Page{More: true, Next: feed.Cursor(fmt.Sprint(len(pages) + 1))}
		for _, e := range chunk {
			page.Events = append(page.Events, e.Event)
			if left[e.Item]--; left[e.Item] == 0 {
				page.Items = append(page.Items, e.On)
			}
			if e.Gone {
				last.Retracted = append(last.Retracted, e.Key)
			}
		}
		pages = append(pages, page)
	}
	last.Next = "the end"
	return append(pages, last)
}

// own are the verbs of what is said about asks, which is said anew.
var own = map[feed.Verb]bool{feed.Flagged: true, feed.Warned: true, feed.Met: true, feed.Missed: true, feed.Escalated: true}

// told are the asks and decisions, and what was said of them in the log, as text in an order of their own.
func (j *judged) told() (all []string) {
	for _, a := range j.asks {
		all = append(all, fmt.Sprintf("%+v", a.Ask))
	}
	for _, d := range j.matters {
		all = append(all, fmt.Sprintf("%+v", d.Matter))
	}
	for _, log := range j.logs {
		for _, e := range log {
			if own[e.Verb] {
				all = append(all, fmt.Sprintf("%s %s %s", e.Key, e.At, e.Text))
			}
		}
	}
	slices.Sort(all)
	return all
}
