package web

import (
	"bytes"
	"cmp"
	"context"
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

// Reports counts the asks that ended since a time, or are open, in the weeks of a zone; and by themselves those that ended before
// but after an earlier time, unless that is zero.
type Reports func(ctx context.Context, earlier, since time.Time, f AskFilter, zone *time.Location) (reports.Result, error)

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
		Name, URL string
		// Week is the name of a week for machines; empty of what is none.
		Week            string
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
var periods = []int{30, 90, 365, 0}

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
			return q, mistake("", "report-filter", name, reportFilters)
		}
	}
	if v := first(q.values["days"]); v != "" {
		days, err := strconv.Atoi(v)
		if err != nil || days < 0 || days > 3650 {
			return q, mistake("days", "report-days", v, []string{"30", "90", "365", "0"})
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
	ctx, t := r.Context(), s.times(r)
	sources, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	q, err := s.readReport(r, sources, t)
	if err != nil {
		return err
	}
	longer := q
	longer.days *= 2
	result, err := s.Reports(ctx, longer.since(t.now), q.since(t.now), q.filter, t.zone)
	if err != nil {
		return err
	}
	page := reportsPage{Layout: s.layout(r), None: result.All.Asked == 0, Figures: t.figures(result.All)}
	page.Layout.Title, page.Layout.Place = t.Say("place.reports"), "reports"
	page.Headline = t.reported(result.All)
	if q.days > 0 {
		page.Days = strconv.Itoa(q.days)
		page.Compared = t.compared(result.All, result.Earlier, q.days)
	}
	s.reportChoices(&page, q, sources, t)
	page.Shares, page.Times = drawShares(result.Weeks, t), drawTimes(result.Weeks, t)
	for _, table := range []struct {
		by   string
		rows []reports.Row
	}{
		{"kind", result.Kinds}, {"team", result.Teams}, {"tool", result.Tools}, {"window", result.Windows}, {"week", result.Weeks},
	} {
		page.Tables = append(page.Tables, tableOf(table.by, table.rows, q, t))
	}
	return s.show(w, r, http.StatusOK, "reports.html", page)
}

func (s *server) reportChoices(page *reportsPage, q reportQuery, sources []feed.Source, t times) {
	for _, p := range periods {
		value := strconv.Itoa(p)
		one := kindView{Word: t.Say("reports.days-" + value), Current: q.days == p}
		if p == usualPeriod {
			value = ""
		}
		one.URL = address("/reports", only(q.values, "days", value))
		page.Periods = append(page.Periods, one)
	}
	page.Fields = []field{t.sourceField(sources, q.values), t.toolField(sources, q.values)}
	if len(s.Teams) > 0 {
		page.Fields = append(page.Fields, t.teamField(s.Teams, q.values))
	}
	for _, name := range []string{"source", "tool", "team"} {
		for _, value := range q.values[name] {
			page.Active = append(page.Active, t.chip("/reports", q.values, name, value))
		}
	}
}

// reported says in a line how it stands.
func (t times) reported(all reports.Row) string {
	switch {
	case all.Asked == 0:
		return t.Say("reports.headline-nothing")
	case all.Share == nil:
		return t.Count("reports.headline-awaited", all.Open)
	}
	return t.Count("reports.headline", all.Answered, "share", reports.Percent(all.Share))
}

// compared says how that compares with what was before, in as many days.
func (t times) compared(all reports.Row, before *reports.Row, days int) string {
	if all.Share == nil || before == nil || before.Share == nil || before.Answered-before.Untold < 5 {
		return t.Say("reports.period", "days", days)
	}
	points := int(100*(*all.Share)+0.5) - int(100*(*before.Share)+0.5)
	switch {
	case points > 0:
		return t.Count("reports.period-better", points, "days", days)
	case points < 0:
		return t.Count("reports.period-worse", -points, "days", days)
	}
	return t.Say("reports.period-same", "days", days)
}

func (t times) figures(all reports.Row) []figureView {
	spread := func(s reports.Spread) (value, note string) {
		if s.Count == 0 {
			return "–", t.Say("reports.unanswered")
		}
		return t.worked(s.Median), t.Say("reports.nine-in-ten", "p90", t.worked(s.P90))
	}
	v := []figureView{
		{Name: t.Say("reports.open"), Value: strconv.Itoa(all.Open), URL: "/asks"},
		{Name: t.Say("reports.late"), Value: strconv.Itoa(all.Flagged), URL: "/asks?state=late"},
		{Name: t.Say("reports.approvals"), Value: strconv.Itoa(all.Approvals), Note: t.Say("reports.approvals-note")},
	}
	value, note := spread(all.First)
	v = append(v, figureView{Name: t.Say("reports.first"), Value: value, Note: note})
	value, note = spread(all.Next)
	v = append(v, figureView{Name: t.Say("reports.next"), Value: value, Note: note})
	if all.Promised > 0 {
		kept := t.Say("reports.kept", "kept", all.Kept, "promised", all.Promised)
		v = append(v, figureView{Name: t.Say("reports.promises"), Value: kept})
	}
	held := "–"
	if all.Held > 0 {
		held = t.span(all.Held.Duration())
	}
	return append(v, figureView{Name: t.Say("reports.pauses"), Value: held})
}

func tableOf(by string, rows []reports.Row, q reportQuery, t times) reportTable {
	v := reportTable{ID: by, Name: t.Say("reports.by-" + by), CSV: address("/reports.csv", q.values, setting{"by", by})}
	for _, r := range rows {
		row := reportRow{
			Name: cmp.Or(r.Name, t.Say("reports.none")), Asked: r.Asked, Answered: r.Answered,
			Share: reports.Percent(r.Share), Bar: -1,
			First: t.lengths(r.First), Next: t.lengths(r.Next), Open: r.Open, Flagged: r.Flagged, Small: r.Small && r.Answered > 0,
		}
		if r.Share != nil {
			row.Bar = int(*r.Share * 100)
		}
		switch by {
		case "kind":
			row.Name, row.URL = capital(t.owed(feed.AskKind(r.Name))), address("/asks", url.Values{"kind": {r.Name}})
		case "tool":
			row.Name = t.toolWord(r.Name)
		case "week":
			row.Name, row.Week = t.week(r.Name), r.Name
		case "team":
			if r.Name == reports.Others {
				row.Name = capital(t.Say("reports.others"))
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if by == "week" {
		slices.Reverse(v.Rows)
	}
	return v
}

// lengths are the median and the 90th percentile in a cell.
func (t times) lengths(s reports.Spread) string {
	if s.Count == 0 {
		return "–"
	}
	return t.worked(s.Median) + " / " + t.worked(s.P90)
}

// reportFile answers with one table as a file.
func (s *server) reportFile(w http.ResponseWriter, r *http.Request) error {
	if s.Reports == nil {
		return errMissing
	}
	t := s.times(r)
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return err
	}
	q, err := s.readReport(r, sources, t)
	if err != nil {
		return err
	}
	result, err := s.Reports(r.Context(), time.Time{}, q.since(t.now), q.filter, t.zone)
	if err != nil {
		return err
	}
	rows, known := map[string][]reports.Row{
		"kind": result.Kinds, "tool": result.Tools, "team": result.Teams, "window": result.Windows, "week": result.Weeks, "": {},
	}[q.by]
	if !known {
		return mistake("by", "report-table", q.by, []string{"kind", "tool", "team", "window", "week"})
	}
	var b bytes.Buffer
	if err := reports.WriteCSV(&b, append(rows, result.All)); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	respond.Send(w, r, http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
	return nil
}
