package store

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

var decisionTable = table{"decisions", []column{
	{"id", "text"}, {"source", "bigint"}, {"item", "text"}, {"title", "text"}, {"state", "text"}, {"trust", "text"},
	{"proposer", "text"}, {"proposer_id", "text"}, {"decider", "text"}, {"decider_id", "text"}, {"proposed", "bigint"},
	{"decided", "bigint"}, {"ended", "bigint"}, {"at", "bigint"}, {"rationale", "text"}, {"options", "text"},
	{"evidence", "text"}, {"supersedes", "text"}, {"superseded_by", "text"}, {"refs", "text"}, {"misplaced", "text"},
	{"words", "text"},
}}

const (
	decisionColumns = `d.id, s.name, d.item, d.title, d.state, d.trust, d.proposer, d.decider, d.proposed, d.decided, d.ended,
		d.rationale, d.options, d.evidence, d.supersedes, d.superseded_by, d.refs, d.misplaced, s.tool, ` + itemColumns
	decisionTables = ` from decisions d join sources s on s.id = d.source
		left join items i on i.source = d.source and i.id = d.item `
)

// PutDecisions makes these the decisions of items of a source, in place of those that were derived before.
func (t *Tx) PutDecisions(ctx context.Context, source string, derived map[string][]feed.Matter) error {
	if err := t.putDecisions(ctx, source, derived); err != nil {
		return fmt.Errorf("store the decisions of %d items in %q: %w", len(derived), source, err)
	}
	return nil
}

func (t *Tx) putDecisions(ctx context.Context, source string, derived map[string][]feed.Matter) error {
	src, err := t.place(ctx, source)
	if err != nil {
		return err
	}
	items := slices.Sorted(maps.Keys(derived))
	c := conditions{dialect: t.db.dialect}
	c.add("d.source = $%d", src.id)
	c.among(items, "d.item")
	if c.err != nil {
		return c.err
	}
	before, err := collect(ctx, t.tx, readDecision, "select "+decisionColumns+decisionTables+c.where(), c.args...)
	if err != nil {
		return err
	}
	var rows, were [][]any
	for _, item := range items {
		for _, d := range derived[item] {
			rows = append(rows, decisionRow(src, item, d))
		}
	}
	for _, d := range before {
		were = append(were, decisionRow(src, d.Item, d.Matter))
	}
	byID := func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) } //nolint:forcetypeassert // the id
	slices.SortFunc(were, byID)
	if reflect.DeepEqual(were, slices.SortedFunc(slices.Values(rows), byID)) {
		return nil
	}
	if _, err := t.next(ctx, decisionsChanged); err != nil {
		return err
	}
	ids := each(before, func(d feed.DecisionEntry) string { return d.ID })
	c = conditions{dialect: t.db.dialect}
	c.among(ids, "id")
	if c.err != nil {
		return c.err
	}
	if _, err := affect(ctx, t.tx, "delete from decisions"+c.where(), c.args...); err != nil {
		return err
	}
	_, err = t.db.dialect.insert(ctx, t.tx, decisionTable, rows, once)
	return err
}

func decisionRow(src place, item string, d feed.Matter) []any {
	return []any{
		d.ID, src.id, item, d.Title, string(d.State), string(d.Trust), encode(d.Proposer), d.Proposer.ID, encode(d.Decider),
		d.Decider.ID, micros(d.Proposed), micros(d.Decided), micros(d.Ended), micros(d.At()), d.Rationale, encode(d.Options),
		encode(d.Evidence), encode(d.Supersedes), encode(d.SupersededBy), encode(d.Refs), d.Misplaced,
		spaced(document(d.Title, d.Rationale)),
	}
}

// spaced are words with a space on either side of each.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

func readDecision(row scanner) (e feed.DecisionEntry, err error) {
	var proposer, decider, options, evidence, supersedes, supersededBy, refs string
	var proposed, decided, ended int64
	var on itemFields
	err = row.Scan(append([]any{&e.ID, &e.Source, &e.Item, &e.Title, &e.State, &e.Trust, &proposer, &decider, &proposed,
		&decided, &ended, &e.Rationale, &options, &evidence, &supersedes, &supersededBy, &refs,
		&e.Misplaced, &e.Tool}, on.dest()...)...)
	if err != nil {
		return e, err
	}
	var d decoder
	e.Proposer, e.Decider = d.account(proposer), d.account(decider)
	e.Proposed, e.Decided, e.Ended = instant(proposed), instant(decided), instant(ended)
	e.Options, e.Evidence = d.strings(options), d.strings(evidence)
	e.Supersedes, e.SupersededBy, e.Refs = d.strings(supersedes), d.strings(supersededBy), d.strings(refs)
	if d.err != nil {
		return e, d.err
	}
	item, err := on.value()
	e.On = item.Item
	return e, err
}
