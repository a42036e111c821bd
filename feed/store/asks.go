package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

var askTable = table{"asks", []column{
	{"id", "text"}, {"source", "bigint"}, {"item", "text"}, {"kind", "text"}, {"urgency", "text"}, {"confidence", "text"},
	{"asker_id", "text"}, {"responder_id", "text"}, {"opened", "bigint"}, {"due", "bigint"}, {"warn", "bigint"},
	{"state", "text"}, {"waiting", "bigint"}, {"ended", "bigint"}, {"flagged", "bigint"}, {"warned", "bigint"},
	{"detail", "text"}, {"responder_group", "bigint"}, {"changed", "bigint"},
}}

const (
	aloneAsk = `a.id, s.name, a.item, a.kind, a.urgency, a.confidence, a.opened, a.due, a.warn, a.state, a.ended,
		a.flagged, a.warned, a.detail, a.revision, s.tool, s.success`
	askColumns = aloneAsk + ", " + headColumns
	askTables  = ` from asks a` + askJoins
	askJoins   = ` join sources s on s.id = a.source left join items i on i.source = a.source and i.id = a.item `
	replaceAsk = `on conflict (id) do update set source = excluded.source, item = excluded.item, kind = excluded.kind,
		urgency = excluded.urgency, confidence = excluded.confidence, asker_id = excluded.asker_id,
		responder_id = excluded.responder_id, responder_group = excluded.responder_group,
		opened = excluded.opened, due = excluded.due, warn = excluded.warn,
		state = excluded.state, waiting = excluded.waiting, ended = excluded.ended, detail = excluded.detail,
		changed = excluded.changed,
		flagged = case when asks.flagged > 0 then asks.flagged else excluded.flagged end,
		warned = case when asks.warned > 0 then asks.warned else excluded.warned end,
		revision = asks.revision + case when asks.due <> excluded.due or asks.ended <> excluded.ended then 1 else 0 end
		where asks.waiting <> excluded.waiting or asks.detail <> excluded.detail or asks.state <> excluded.state or asks.due <> excluded.due or asks.warn <> excluded.warn
			or asks.opened <> excluded.opened or asks.ended <> excluded.ended or asks.urgency <> excluded.urgency
			or asks.confidence <> excluded.confidence or asks.kind <> excluded.kind or asks.item <> excluded.item
			or asks.asker_id <> excluded.asker_id or asks.responder_id <> excluded.responder_id or asks.source <> excluded.source
			or asks.flagged = 0 and excluded.flagged > 0 or asks.warned = 0 and excluded.warned > 0`
)

// An askDetail is what is kept of an ask that nothing is chosen or sorted by.
type askDetail struct {
	Asker     feed.Account `json:"asker"`
	Responder feed.Account `json:"responder"`
	Evidence  string       `json:"evidence"`
	Thread    string       `json:"thread,omitempty"`
	NotBefore time.Time    `json:"not_before,omitzero"`
	Unclear   string       `json:"unclear,omitempty"`
	Promised  time.Time    `json:"promised,omitzero"`
	Agreed    time.Time    `json:"agreed,omitzero"`
	Protocol  string       `json:"protocol,omitempty"`
	Calendar  string       `json:"calendar,omitempty"`
	Window    string       `json:"window,omitempty"`
	Within    string       `json:"within,omitempty"`
	Paused    []feed.Pause `json:"paused,omitempty"`
	End       string       `json:"end,omitempty"`
	EndedBy   feed.Account `json:"ended_by,omitzero"`
	Why       string       `json:"why,omitempty"`
	After     string       `json:"after,omitempty"`
	// Spent is in nanoseconds.
	Spent        time.Duration `json:"spent_ns,omitempty"`
	Nudges       int           `json:"nudges,omitempty"`
	Acknowledged time.Time     `json:"acknowledged,omitzero"`
	First        bool          `json:"first,omitempty"`
}

func detailOf(a feed.Ask) askDetail {
	return askDetail{
		Asker: a.Asker, Responder: a.Responder, Evidence: a.Evidence, Thread: a.Thread, NotBefore: a.NotBefore, Unclear: a.Unclear,
		Promised: a.Promised, Agreed: a.Agreed, Protocol: a.Protocol, Calendar: a.Calendar, Window: a.Window, Within: a.Within,
		Paused: a.Paused, End: a.End, EndedBy: a.EndedBy, Why: a.Why, After: a.After, Spent: a.Spent,
		Nudges: a.Nudges, Acknowledged: a.Acknowledged, First: a.First,
	}
}

func (d askDetail) fill(a *feed.Ask) {
	a.Asker, a.Responder, a.Evidence, a.Thread, a.NotBefore = d.Asker, d.Responder, d.Evidence, d.Thread, d.NotBefore
	a.Unclear, a.Promised, a.Agreed, a.Protocol, a.Calendar = d.Unclear, d.Promised, d.Agreed, d.Protocol, d.Calendar
	a.Window, a.Within, a.Paused, a.End, a.EndedBy = d.Window, d.Within, d.Paused, d.End, d.EndedBy
	a.Why, a.After, a.Spent, a.Nudges, a.Acknowledged, a.First = d.Why, d.After, d.Spent, d.Nudges, d.Acknowledged, d.First
}

// never is when an ask is due that never is: behind all others.
const never = math.MaxInt64

// What the column waiting says: an ask is over, is waited for, or was answered and waits for its source to be read to the
// end, so that it can be said whether that was in time.
const (
	over int64 = iota
	waited
	unsaid
)

// waits is what the column says of an ask.
func waits(src place, a feed.Ask) int64 {
	switch {
	case slices.Contains(feed.OpenStates(), a.State):
		return waited
	case a.State == feed.AskAnswered && a.Confidence != feed.Possible && !a.Due.IsZero() && src.read <= micros(a.Ended):
		return unsaid
	}
	return over
}

// falls is when an ask is due, as it is stored.
func falls(due time.Time) int64 {
	if due.IsZero() {
		return never
	}
	return micros(due)
}

// askReader returns what reads the asks of a query one after the other, with their items or alone.
func askReader(withItems bool) func(scanner) (feed.AskEntry, error) {
	var (
		a                                               feed.AskEntry
		rest                                            askDetail
		detail                                          string
		opened, due, warn, ended, flagged, warned, read int64
		on                                              headFields
		dest                                            = []any{
			&a.ID, &a.Source, &a.Item, &a.Kind, &a.Urgency, &a.Confidence, &opened, &due, &warn, &a.State,
			&ended, &flagged, &warned, &detail, &a.Revision, &a.Tool, &read,
		}
	)
	if withItems {
		dest = append(dest, on.dest()...)
	}
	return func(row scanner) (feed.AskEntry, error) {
		if err := row.Scan(dest...); err != nil {
			return feed.AskEntry{}, err
		}
		a.Opened, a.Warn, a.Ended = instant(opened), instant(warn), instant(ended)
		a.Flagged, a.Warned, a.Read = instant(flagged), instant(warned), instant(read)
		if a.Due = (time.Time{}); due < never {
			a.Due = instant(due)
		}
		var d decoder
		rest = askDetail{}
		if d.read(detail, &rest); d.err != nil {
			return feed.AskEntry{}, d.err
		}
		rest.fill(&a.Ask)
		if withItems {
			a.On = on.value()
		}
		return a, nil
	}
}

func askRow(src place, item string, a feed.Ask, changed int64) ([]any, error) {
	detail, err := json.Marshal(detailOf(a))
	if err != nil { // a time that no calendar holds
		return nil, fmt.Errorf("write the ask %s: %w", a.ID, err)
	}
	return []any{
		a.ID, src.id, item, string(a.Kind), a.Urgency, string(a.Confidence), a.Asker.ID, a.Responder.ID, micros(a.Opened),
		falls(a.Due), micros(a.Warn), string(a.State), waits(src, a), micros(a.Ended),
		micros(a.Flagged), micros(a.Warned), string(detail), flag(a.Responder.Group), changed,
	}, nil
}

// PutAsks makes these the asks of items of a source, in place of those that were derived before. One that stays keeps when it
// was flagged and when its responder was warned, and one that is as it was is not written again.
func (t *Tx) PutAsks(ctx context.Context, source string, derived map[string][]feed.Ask) error {
	if err := t.putAsks(ctx, source, derived); err != nil {
		return fmt.Errorf("store the asks of %d items in %q: %w", len(derived), source, err)
	}
	return nil
}

func (t *Tx) putAsks(ctx context.Context, source string, derived map[string][]feed.Ask) error {
	src, err := t.place(ctx, source)
	if err != nil {
		return err
	}
	changed, err := t.next(ctx, asksChanged)
	if err != nil {
		return err
	}
	var rows [][]any
	ids := []string{}
	items := slices.Sorted(maps.Keys(derived))
	for _, item := range items {
		for _, a := range derived[item] {
			row, err := askRow(src, item, a, changed)
			if err != nil {
				return err
			}
			rows, ids = append(rows, row), append(ids, a.ID)
		}
	}
	c := conditions{dialect: t.db.dialect}
	c.add("source = $%d", src.id)
	c.among(items, "item")
	c.beyond(ids, "id")
	if c.err != nil {
		return c.err
	}
	taken, err := affect(ctx, t.tx, "delete from asks"+c.where(), c.args...)
	if err != nil {
		return err
	}
	if taken > 0 {
		if _, err := t.next(ctx, asksTaken); err != nil {
			return err
		}
	}
	_, err = t.db.dialect.insert(ctx, t.tx, askTable, rows, replaceAsk)
	return err
}
