package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
)

type (
	// Backtest tries a window on the asks of the last days; 0 is as far back as there is anything.
	Backtest func(ctx context.Context, p reports.Proposal, days int) (reports.Outcome, error)
	// Try tries a whole agreement, as it is written in a configuration. missing are calendars that it names and that are not
	// known here; the error says in lines what is wrong with the text.
	Try func(ctx context.Context, text []byte, days int) (o reports.Outcome, missing []string, err error)
)

// maxAgreement is the length in bytes of the longest agreement that can be tried.
const maxAgreement = 256 << 10

type (
	// backtestPage says how another window, or another agreement, would have done.
	backtestPage struct {
		Layout layout
		Window string
		Days   []option
		Kinds  []string
		Text   string
		// Wrong is what cannot be tried, in lines. TooLong is the length in kB that an agreement exceeds; 0 where it does not.
		Wrong   string
		TooLong int
		Missing []string
		Result  *outcomeView
		// CanTry says that whole agreements can be tried.
		CanTry bool
		// Example is a window to begin with.
		Example string
	}
	// outcomeView is what came of it.
	outcomeView struct {
		Headline, Period string
		Percent          int
		Rows             []triedRow
		Bars             []bucketView
		// Mark is where the window is among the bars; nil where there is not one, or it goes by the clock.
		Mark        *markView
		Fewer, More int
	}
	// markView is a line across a chart. Sort says on which side of it its name stands.
	markView struct{ X, Sort, Window string }
	triedRow struct {
		Name             string
		Asks             int
		Would, Agreed    string
		WouldBar         int
		Late, CannotTell int
		Needed           string
		Small            bool
	}
	// bucketView is a bar of the distribution. X, Width and Middle are shares of the chart: 37.5%. Open is the part that is open
	// still, Figure how many there are and FigureY where that stands; empty where there is none.
	bucketView struct {
		X, Width, Middle                      string
		Y, Height, OpenY, OpenHeight, FigureY int
		Name, Label, Figure                   string
	}
)

func (s *server) backtestPage(r *http.Request, days string, t times) (backtestPage, int, error) {
	page := backtestPage{Layout: s.layout(r), CanTry: s.Try != nil, Example: "review: 8wh"}
	page.Layout.Title, page.Layout.Place = t.Say("backtest.title"), "reports"
	for _, p := range periods {
		value := strconv.Itoa(p)
		chosen := value == days || days == "" && p == usualPeriod
		page.Days = append(page.Days, option{Value: value, Text: t.Say("reports.days-" + value), Chosen: chosen})
	}
	for _, k := range feed.AskKinds() {
		page.Kinds = append(page.Kinds, string(k)+": 8wh")
	}
	if days == "" {
		return page, usualPeriod, nil
	}
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || n > 3650 {
		return page, 0, mistake("days", "backtest-days", days, []string{"30", "90", "365", "0"})
	}
	return page, n, nil
}

// backtest tries a window.
func (s *server) backtest(w http.ResponseWriter, r *http.Request) error {
	if s.Backtest == nil {
		return errMissing
	}
	query, t := r.URL.Query(), s.times(r)
	page, days, err := s.backtestPage(r, query.Get("days"), t)
	if err != nil {
		return err
	}
	if page.Window = query.Get("window"); page.Window == "" {
		return s.show(w, r, http.StatusOK, "backtest.html", page)
	}
	p, err := reports.ParseProposal(page.Window)
	if err != nil {
		page.Wrong = sentence(err.Error())
		return s.show(w, r, http.StatusBadRequest, "backtest.html", page)
	}
	o, err := s.Backtest(r.Context(), p, days)
	if err != nil {
		return err
	}
	page.Result = outcomeOf(o, t)
	if working := p.Working(); working > 0 {
		page.Result.Mark = t.mark(reports.Along(working)/float64(len(o.Buckets)), p.Within.String())
	}
	return s.show(w, r, http.StatusOK, "backtest.html", page)
}

// try tries a whole agreement.
func (s *server) try(w http.ResponseWriter, r *http.Request) error {
	if s.Try == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 3*maxAgreement) // as forms encode it
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	t := s.times(r)
	page, days, err := s.backtestPage(r, r.PostForm.Get("days"), t)
	if err != nil {
		return err
	}
	page.Text = r.PostForm.Get("agreement")
	if len(page.Text) > maxAgreement {
		page.TooLong = maxAgreement >> 10
		return s.show(w, r, http.StatusRequestEntityTooLarge, "backtest.html", page)
	}
	o, missing, err := s.Try(r.Context(), []byte(page.Text), days)
	if err != nil {
		page.Wrong = err.Error()
		return s.show(w, r, http.StatusBadRequest, "backtest.html", page)
	}
	page.Result, page.Missing = outcomeOf(o, t), missing
	return s.show(w, r, http.StatusOK, "backtest.html", page)
}

// barHeight is the height of the longest bar of a distribution, above which there is room for its figure.
const barHeight = chartHeight - 20

// mark is the line of a window where a share of a chart ends. Its name stays on the page.
func (t times) mark(along float64, within string) *markView {
	m := &markView{percent(along, 1), "middle", t.length(within)}
	switch {
	case along < 0.3:
		m.Sort = "start"
	case along > 0.7:
		m.Sort = "end"
	}
	return m
}

func outcomeOf(o reports.Outcome, t times) *outcomeView {
	v := &outcomeView{Percent: o.Percent, Fewer: o.Fewer, More: o.More, Period: t.Say("backtest.period-all")}
	if !o.Since.IsZero() {
		v.Period = t.Say("backtest.period", "day", t.Date("date.long-without-weekday", o.Since))
	}
	switch would, agreed := o.All.Would.Share, o.All.Agreed.Share; {
	case o.All.Asks == 0:
		v.Headline = t.Say("backtest.headline-nothing")
	case would == nil:
		v.Headline = t.Say("backtest.headline-unknown")
	default:
		v.Headline = t.Say("backtest.headline", "would", reports.Percent(would), "agreed", reports.Percent(agreed))
	}
	v.Rows = append(v.Rows, t.triedRow(t.Say("backtest.all"), o.All))
	for _, kind := range o.Kinds {
		v.Rows = append(v.Rows, t.triedRow(t.owed(feed.AskKind(kind.Name)), kind))
	}
	for _, team := range o.Teams {
		name := t.Say("backtest.team", "team", shorten(team.Name, nameText))
		if team.Name == reports.Others {
			name = t.Say("reports.others")
		}
		v.Rows = append(v.Rows, t.triedRow(name, team))
	}
	most := 1
	for _, b := range o.Buckets {
		most = max(most, b.Answered+b.Open)
	}
	n := float64(len(o.Buckets))
	for i, b := range o.Buckets {
		bar := bucketView{
			X: percent(float64(i)+barGap/2, n), Width: percent(1-barGap, n), Middle: centre(i, len(o.Buckets)), Name: b.Name,
			Label: t.Say("backtest.bar", "name", b.Name, "answered", b.Answered, "open", b.Open),
		}
		bar.Height, bar.OpenHeight = b.Answered*barHeight/most, b.Open*barHeight/most
		bar.Y = chartHeight - bar.Height
		bar.OpenY = bar.Y - bar.OpenHeight
		if all := b.Answered + b.Open; all > 0 {
			bar.Figure, bar.FigureY = strconv.Itoa(all), bar.OpenY-4
		}
		v.Bars = append(v.Bars, bar)
	}
	return v
}

func (t times) triedRow(name string, tried reports.Tried) triedRow {
	row := triedRow{
		Name: capital(name), Asks: tried.Asks, WouldBar: -1, Would: reports.Percent(tried.Would.Share), Agreed: reports.Percent(tried.Agreed.Share),
		Late: tried.Would.Late, CannotTell: tried.Would.CannotTell, Small: tried.Small,
	}
	if tried.Would.Share != nil {
		row.WouldBar = int(*tried.Would.Share * 100)
	}
	if tried.Needed != "" {
		row.Needed = t.length(tried.Needed)
	}
	return row
}
