package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// AfterDecision returns what continues a list of decisions behind this one. See [DB.Decisions].
func AfterDecision(d feed.DecisionEntry) string {
	return strconv.FormatInt(micros(d.At()), 10) + " " + d.ID
}

// Decisions returns the decisions that f chooses, newest first, at most limit of them, and those behind another if after is
// what [AfterDecision] returned for that. Each is told as its item tells it: package decisions joins what was decided twice.
func (db *DB) Decisions(ctx context.Context, f feed.DecisionFilter, after string, limit int) ([]feed.DecisionEntry, error) {
	list, err := db.decisions(ctx, f, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list the decisions: %w", err)
	}
	return list, nil
}

// Decision returns the decision of an id, or of the beginning of one that no other has. The error is ErrNotFound if there is
// none.
func (db *DB) Decision(ctx context.Context, id string) (feed.DecisionEntry, error) {
	list, err := collect(ctx, db.read, readDecision,
		"select "+decisionColumns+decisionTables+"where d.id >= $1 and d.id < $2 order by d.id limit 2", id, id+"~")
	switch {
	case err != nil:
		return feed.DecisionEntry{}, fmt.Errorf("read the decision %s: %w", id, err)
	case len(list) == 0 || id == "":
		return feed.DecisionEntry{}, ErrNotFound
	case len(list) > 1 && list[0].ID != id:
		return feed.DecisionEntry{}, fmt.Errorf("several decisions begin with %s; %w", id, ErrSeveral)
	}
	return list[0], nil
}

// DecisionIDs returns the ids of the decisions that f chooses, in no order.
func (db *DB) DecisionIDs(ctx context.Context, f feed.DecisionFilter) ([]string, error) {
	c, err := db.choosing(ctx, f, "")
	if err != nil {
		return nil, fmt.Errorf("choose decisions: %w", err)
	}
	ids, err := collect(ctx, db.read, one[string], "select d.id from decisions d join sources s on s.id = d.source"+c.where(), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list the ids of decisions: %w", err)
	}
	return ids, nil
}

func (db *DB) decisions(ctx context.Context, f feed.DecisionFilter, after string, limit int) ([]feed.DecisionEntry, error) {
	c, err := db.choosing(ctx, f, after)
	if err != nil {
		return nil, err
	}
	return collectMost(ctx, db.read, limit, readDecision, "select "+decisionColumns+decisionTables+c.where()+
		" order by d.at desc, d.id desc"+c.limit(limit), c.args...)
}

// choosing are the conditions that choose decisions, behind another if after is not empty.
func (db *DB) choosing(ctx context.Context, f feed.DecisionFilter, after string) (*conditions, error) {
	c := &conditions{dialect: db.dialect}
	if after != "" {
		at, id, _ := strings.Cut(after, " ")
		us, err := strconv.ParseInt(at, 10, 64)
		if err != nil || !writable(id) {
			return nil, misplaced(after)
		}
		c.add("(d.at, d.id) < ($%d, $%d)", us, id)
	}
	if len(f.IDs) > 0 {
		c.among(f.IDs, "d.id")
	}
	if !f.Since.IsZero() {
		c.add("d.at >= $%d", f.Since.UnixMicro())
	}
	if !f.Until.IsZero() {
		c.add("d.at < $%d", f.Until.UnixMicro())
	}
	if len(f.States) > 0 {
		c.among(each(f.States, func(s feed.DecisionState) string { return string(s) }), "d.state")
	}
	if f.Item != "" {
		c.add("d.item = $%d", f.Item)
	}
	if len(f.Sources) > 0 {
		ids, err := db.partIDs(ctx, f.Sources)
		if err != nil {
			return nil, err
		}
		c.among(ids, "d.source")
	}
	if len(f.Hidden) > 0 {
		ids, err := db.partIDs(ctx, f.Hidden)
		if err != nil {
			return nil, err
		}
		c.beyond(ids, "d.source")
	}
	if len(f.Tools) > 0 {
		c.among(f.Tools, "s.tool")
	}
	if len(f.Accounts) > 0 {
		c.among(f.Accounts, "s.tool || '/' || d.proposer_id", "s.tool || '/' || d.decider_id")
	}
	if len(f.Without) > 0 {
		c.beyond(f.Without, "s.tool || '/' || d.proposer_id")
		c.beyond(f.Without, "s.tool || '/' || d.decider_id")
	}
	with, without := terms(f.Query)
	for _, phrase := range with {
		c.add("d.words like $%d", "%"+spaced(phrase)+"%")
	}
	for _, phrase := range without {
		c.add("d.words not like $%d", "%"+spaced(phrase)+"%")
	}
	return c, c.err
}
