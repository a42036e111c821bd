package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/respond"
)

// Reports counts the asks that ended since a time, or are open, in the weeks of a zone.
type Reports func(ctx context.Context, since time.Time, f AskFilter, zone *time.Location) (reports.Result, error)

type (
	// reportsPage says how soon responses come.
	reportsPage struct {
		Layout layout
		// Headline says it in a line, Compared how it was before.
		Headline, Compared string
		Periods            []kindView
		Fields             []field
		Active             []chip
		Days               string
		Figures            []figureView
		Shares             *shareChart
		Times              *timeChart
		Tables             []reportTable
		None               bool
	}
	// figureView is a number with its name.
	figureView struct{ Name, Value, Note, URL string }
	// reportTable is a table of groups, with its address as a file.
	reportTable struct {
		ID, Name, CSV string
		Rows          []reportRow
	}
	reportRow struct {
		Name, URL       string
		Asked, Answered int
		Share           string
		// Bar is the share in percent, -1 where there is none.
		Bar           int
		First, Next   string
		Open, Flagged int
		Small         bool
	}
)

// reportFilters are the filters that the page of reports has.
var reportFilters = []string{"days", "source", "tool", "team", "by"}

// periods are how far back a report can look, in days; 0 is as far as there is anything.
var periods = []struct {
	days int
	word string
}{{30, "30 days"}, {90, "90 days"}, {365, "A year"}, {0, "Everything"}}

// usualPeriod is that of a report of which nothing is said.
const usualPeriod = 90

// reportQuery is an address of the page of reports, read.
type reportQuery struct {
	values url.Values
	days   int
	filter AskFilter
	by     string
}

func (s *server) readReport(r *http.Request, sources []feed.Source, t times) (reportQuery, error) {
	q := reportQuery{values: query.Tidy(r.URL.Query()), days: usualPeriod}
	for name := range q.values {
		if !slices.Contains(reportFilters, name) {
			return q, mistake("", "Reports have no filter called", name, reportFilters)
		}
	}
	if v := first(q.values["days"]); v != "" {
		days, err := strconv.Atoi(v)
		if err != nil || days < 0 || days > 3650 {
			return q, mistake("days", "A report does not look back so many days:", v, []string{"30", "90", "365", "0"})
		}
		q.days = days
	}
	rest := url.Values{}
	for _, name := range []string{"source", "tool", "team"} {
		rest[name] = q.values[name]
	}
	read, err := s.read(rest, sources, t)
	q.filter, q.by = read.asks, first(q.values["by"])
	return q, err
}

func (q reportQuery) since(now time.Time) time.Time {
	if q.days == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, -q.days)
}

func (s *server) reports(w http.ResponseWriter, r *http.Request) error {
	if s.Reports == nil {
		return errMissing
	}
	ctx, t := r.Context(), times{s.Now(), zoneOf(r)}
	sources, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	q, err := s.readReport(r, sources, t)
	if err != nil {
		return err
	}
	result, err := s.Reports(ctx, q.since(t.now), q.filter, t.zone)
	if err != nil {
		return err
	}
	page := reportsPage{Layout: s.layout(r), None: result.All.Asked == 0, Figures: figures(result.All)}
	page.Layout.Title, page.Layout.Place = "Reports", "reports"
	page.Headline = reported(result.All)
	if q.days > 0 {
		page.Days = strconv.Itoa(q.days)
		longer := q
		longer.days *= 2
		before, err := s.Reports(ctx, longer.since(t.now), q.filter, t.zone)
		if err != nil {
			return err
		}
		page.Compared = compared(result.All, before.All, q.days)
	}
	s.reportChoices(&page, q, sources)
	page.Shares, page.Times = drawShares(result.Weeks), drawTimes(result.Weeks)
	for _, table := range []struct {
		by, name string
		rows     []reports.Row
	}{{"kind", "By what is owed", result.Kinds}, {"team", "By team", result.Teams}, {"tool", "By tool", result.Tools},
		{"window", "By window", result.Windows}, {"week", "By week", result.Weeks}} {
		page.Tables = append(page.Tables, tableOf(table.by, table.name, table.rows, q))
	}
	return s.show(w, r, http.StatusOK, "reports.html", page)
}

func (s *server) reportChoices(page *reportsPage, q reportQuery, sources []feed.Source) {
	for _, p := range periods {
		value := strconv.Itoa(p.days)
		if p.days == usualPeriod {
			value = ""
		}
		page.Periods = append(page.Periods, kindView{Word: p.word, URL: address("/reports", only(q.values, "days", value)), Current: q.days == p.days})
	}
	page.Fields = []field{
		{Name: "source", Label: "Source", All: "Any source", Options: options(query.Sources(sources), q.values["source"], nil)},
		{Name: "tool", Label: "Tool", All: "Any tool", Options: options(query.Tools(sources), q.values["tool"], func(v string) string { return tool(v).Word })},
	}
	if len(s.Teams) > 0 {
		page.Fields = append(page.Fields, field{Name: "team", Label: "Team", All: "Any team", Options: options(s.Teams, q.values["team"], nil)})
	}
	for _, name := range []string{"source", "tool", "team"} {
		for _, value := range q.values[name] {
			page.Active = append(page.Active, chip{Label: labels[name], Value: worded(name, value), URL: address("/reports", without(q.values, name, value))})
		}
	}
}

// reported says in a line how it stands.
func reported(all reports.Row) string {
	switch {
	case all.Asked == 0:
		return "Nothing was asked yet"
	case all.Share == nil:
		return plural(all.Open, "response is", "responses are") + " awaited"
	}
	return fmt.Sprintf("%s of %s came within the window", reports.Percent(all.Share), plural(all.Answered, "response", "responses"))
}

// compared says how that compares with as many days before.
func compared(all, both reports.Row, days int) string {
	line := fmt.Sprintf("In the last %d days", days)
	answered, inTime := both.Answered-both.Untold-(all.Answered-all.Untold), both.InTime-all.InTime
	if all.Share == nil || answered < 5 {
		return line + "."
	}
	points := int(100*(*all.Share)+0.5) - int(100*float64(inTime)/float64(answered)+0.5)
	switch {
	case points > 0:
		return fmt.Sprintf("%s, %s better than in the %d days before.", line, plural(points, "point", "points"), days)
	case points < 0:
		return fmt.Sprintf("%s, %s worse than in the %d days before.", line, plural(-points, "point", "points"), days)
	}
	return fmt.Sprintf("%s, as in the %d days before.", line, days)
}

func figures(all reports.Row) []figureView {
	spread := func(s reports.Spread) (value, note string) {
		if s.Count == 0 {
			return "–", "nothing was answered"
		}
		return s.Median.Hours(), "nine in ten within " + s.P90.Hours()
	}
	v := []figureView{
		{Name: "Open now", Value: strconv.Itoa(all.Open), URL: "/asks"},
		{Name: "Late now", Value: strconv.Itoa(all.Flagged), URL: "/asks?state=late"},
		{Name: "Approvals waiting", Value: strconv.Itoa(all.Approvals), Note: "approvals, mergings, decisions"},
	}
	value, note := spread(all.First)
	v = append(v, figureView{Name: "To a first response", Value: value, Note: note})
	value, note = spread(all.Next)
	v = append(v, figureView{Name: "To a later response", Value: value, Note: note})
	if all.Promised > 0 {
		v = append(v, figureView{Name: "Promises kept", Value: fmt.Sprintf("%d of %d", all.Kept, all.Promised)})
	}
	return append(v, figureView{Name: "Spent in pauses", Value: span(all.Held.Duration())})
}

func tableOf(by, name string, rows []reports.Row, q reportQuery) reportTable {
	v := reportTable{ID: by, Name: name, CSV: address("/reports.csv", q.values, setting{"by", by})}
	for _, r := range rows {
		row := reportRow{
			Name: cmp.Or(r.Name, "none"), Asked: r.Asked, Answered: r.Answered, Share: reports.Percent(r.Share), Bar: -1,
			First: lengths(r.First), Next: lengths(r.Next), Open: r.Open, Flagged: r.Flagged, Small: r.Small,
		}
		if r.Share != nil {
			row.Bar = int(*r.Share * 100)
		}
		switch by {
		case "kind":
			row.Name, row.URL = feed.AskKind(r.Name).Owed(), address("/asks", url.Values{"kind": {r.Name}})
		case "tool":
			row.Name = tool(r.Name).Word
		}
		v.Rows = append(v.Rows, row)
	}
	if by == "week" {
		slices.Reverse(v.Rows)
	}
	return v
}

// lengths are the median and the 90th percentile in a cell.
func lengths(s reports.Spread) string {
	if s.Count == 0 {
		return "–"
	}
	return s.Median.Hours() + " / " + s.P90.Hours()
}

// reportFile answers with one table as a file.
func (s *server) reportFile(w http.ResponseWriter, r *http.Request) error {
	if s.Reports == nil {
		return errMissing
	}
	t := times{s.Now(), zoneOf(r)}
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return err
	}
	q, err := s.readReport(r, sources, t)
	if err != nil {
		return err
	}
	result, err := s.Reports(r.Context(), q.since(t.now), q.filter, t.zone)
	if err != nil {
		return err
	}
	rows, known := map[string][]reports.Row{
		"kind": result.Kinds, "tool": result.Tools, "team": result.Teams, "window": result.Windows, "week": result.Weeks, "": {},
	}[q.by]
	if !known {
		return mistake("by", "Reports are not by", q.by, []string{"kind", "tool", "team", "window", "week"})
	}
	var b bytes.Buffer
	if err := reports.WriteCSV(&b, append(rows, result.All)); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	respond.Send(w, r, http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
	return nil
}
