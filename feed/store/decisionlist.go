package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A DecisionFilter chooses decisions. The zero filter chooses all; several fields must all hold.
type DecisionFilter struct {
	States  []feed.DecisionState
	Sources []string // a name chooses the source and its parts
	Tools   []string
	// Query is searched for in titles and rationales, in the language of [feed.Filter].
	Query string
	// Since and Until bound when it was decided, else proposed: Since ≤ At < Until. Zero is no bound.
	Since, Until time.Time
	// Accounts chooses by who proposed or decided, as "tool/id".
	Accounts []string
	// Item chooses the decisions of one item; Sources must then name its source.
	Item string
}

// AfterDecision returns what continues a list of decisions behind this one. See [DB.Decisions].
func AfterDecision(d feed.DecisionEntry) string {
	return strconv.FormatInt(micros(d.At()), 10) + " " + d.ID
}

// Decisions returns the decisions that f chooses, newest first, at most limit of them, and those behind another if after is
// what [AfterDecision] returned for that. Each is told as its item tells it: package decisions joins what was decided twice.
func (db *DB) Decisions(ctx context.Context, f DecisionFilter, after string, limit int) ([]feed.DecisionEntry, error) {
	list, err := db.decisions(ctx, f, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list the decisions: %w", err)
	}
	return list, nil
}

func (db *DB) decisions(ctx context.Context, f DecisionFilter, after string, limit int) ([]feed.DecisionEntry, error) {
	c := conditions{dialect: db.dialect}
	if after != "" {
		at, id, _ := strings.Cut(after, " ")
		us, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("continue from %q: %w", after, err)
		}
		c.add("(d.at, d.id) < ($%d, $%d)", us, id)
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
	if len(f.Tools) > 0 {
		c.among(f.Tools, "s.tool")
	}
	if len(f.Accounts) > 0 {
		c.among(f.Accounts, "s.tool || '/' || d.proposer_id", "s.tool || '/' || d.decider_id")
	}
	with, without := terms(f.Query)
	for _, phrase := range with {
		c.add("d.words like $%d", "%"+spaced(phrase)+"%")
	}
	for _, phrase := range without {
		c.add("d.words not like $%d", "%"+spaced(phrase)+"%")
	}
	if c.err != nil {
		return nil, c.err
	}
	return collect(ctx, db.read, readDecision, "select "+decisionColumns+decisionTables+c.where()+
		" order by d.at desc, d.id desc"+c.limit(limit), c.args...)
}
