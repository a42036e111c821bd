package api

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/reports"
)

// groupings are what a report can be by.
var groupings = []string{"kind", "tool", "team", "window", "week"}

// A reportAnswer is one grouping of a report.
type reportAnswer struct {
	// Data are the groups.
	Data []reports.Row `json:"data"`
	// All is the sum: not that of teams, for an ask counts in each of its responder's.
	All reports.Row `json:"all"`
	// By is what the groups are by.
	By string `json:"by"`
	// Since is from when on asks that ended are counted; left out, from the beginning. Now is when they were.
	Since time.Time `json:"since,omitzero"`
	Now   time.Time `json:"now"`
}

var report = endpoint{
	path: "reports", name: "reports", summary: "How soon responses come, by kind, tool, team, window or week",
	text: "Of the asks that ended in the last days, and of those that are open. Lengths are seconds of working time. " +
		"Of people nothing is told.",
	parameters: slices.Concat(filters("tool", "source", "team"), []parameter{
		{name: "by", text: "What the groups are by.", values: groupings, usual: "kind"}, daysBack,
	}),
	example: "reports?by=team&days=90",
	of:      reflect.TypeFor[reportAnswer](),
	answer: func(c *call) (any, error) {
		days, err := c.days()
		if err != nil {
			return nil, err
		}
		by := cmp.Or(c.own.Get("by"), "kind")
		if !slices.Contains(groupings, by) {
			return nil, query.Unknown("by", "Reports are not by", by, groupings)
		}
		since := time.Time{}
		if days > 0 {
			since = c.now.AddDate(0, 0, -days).UTC()
		}
		result, err := c.Reports(c.ctx, since, AskFilter{Sources: c.query.Sources,
			Accounts: c.query.Filter.Accounts, Without: c.query.Filter.Without.Accounts})
		if err != nil {
			return nil, err
		}
		rows := map[string][]reports.Row{
			"kind": result.Kinds, "tool": result.Tools, "team": result.Teams, "window": result.Windows, "week": result.Weeks,
		}[by]
		return reportAnswer{Data: rows, All: result.All, By: by, Since: since, Now: result.Now.UTC()}, nil
	},
}

var backtest = endpoint{
	path: "backtest", name: "backtest", summary: "How many asks would have been answered in time by another window",
	text: "Nothing is changed, and nobody is told.",
	parameters: []parameter{
		{name: "window", text: "A kind of ask and the window to try for it, such as review:8wh.", needed: true}, daysBack,
	},
	example: "backtest?window=review:8wh&days=90",
	of:      reflect.TypeFor[single[reports.Outcome]](),
	answer: func(c *call) (any, error) {
		days, err := c.days()
		if err != nil {
			return nil, err
		}
		if c.own.Get("window") == "" {
			return nil, wrong("window", "Say what to try: a kind of ask and a window for it, such as review:8wh.")
		}
		proposed, err := reports.ParseProposal(c.own.Get("window"))
		if err != nil {
			return nil, wrong("window", strings.ToUpper(err.Error()[:1])+err.Error()[1:]+".")
		}
		o, err := c.Backtest(c.ctx, proposed, days)
		if err != nil {
			return nil, err
		}
		o.Since, o.Now = o.Since.UTC(), o.Now.UTC()
		return single[reports.Outcome]{o}, nil
	},
}
