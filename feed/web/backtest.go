package web

import (
	"context"
	"fmt"
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
		// Wrong is what cannot be tried, in lines.
		Wrong   string
		Missing []string
		Result  *outcomeView
		// CanTry says that whole agreements can be tried.
		CanTry bool
	}
	// outcomeView is what came of it.
	outcomeView struct {
		Headline, Period string
		Percent          int
		Rows             []triedRow
		Bars             []bucketView
		Fewer, More      int
	}
	triedRow struct {
		Name             string
		Asks             int
		Would, Agreed    string
		WouldBar         int
		Late, CannotTell int
		Needed           string
		Small            bool
	}
	// bucketView is a bar of the distribution. Open is the part that is open still.
	bucketView struct {
		X, Y, Height, OpenY, OpenHeight, LabelX int
		Name, Label                             string
	}
)

func (s *server) backtestPage(r *http.Request, days string) (backtestPage, int, error) {
	page := backtestPage{Layout: s.layout(r), CanTry: s.Try != nil}
	page.Layout.Title, page.Layout.Place = "Try another window", "reports"
	for _, p := range periods {
		value := strconv.Itoa(p.days)
		page.Days = append(page.Days, option{Value: value, Text: p.word, Chosen: value == days || days == "" && p.days == usualPeriod})
	}
	for _, k := range feed.AskKinds() {
		page.Kinds = append(page.Kinds, string(k)+": 8wh")
	}
	if days == "" {
		return page, usualPeriod, nil
	}
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || n > 3650 {
		return page, 0, mistake("days", "One cannot look back so many days:", days, []string{"30", "90", "365", "0"})
	}
	return page, n, nil
}

// backtest tries a window.
func (s *server) backtest(w http.ResponseWriter, r *http.Request) error {
	if s.Backtest == nil {
		return errMissing
	}
	query := r.URL.Query()
	page, days, err := s.backtestPage(r, query.Get("days"))
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
	page.Result = outcomeOf(o)
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
	page, days, err := s.backtestPage(r, r.PostForm.Get("days"))
	if err != nil {
		return err
	}
	page.Text = r.PostForm.Get("agreement")
	if len(page.Text) > maxAgreement {
		page.Wrong = fmt.Sprintf("An agreement of more than %d kB is not tried here; use dateline backtest --protocol.", maxAgreement>>10)
		return s.show(w, r, http.StatusRequestEntityTooLarge, "backtest.html", page)
	}
	o, missing, err := s.Try(r.Context(), []byte(page.Text), days)
	if err != nil {
		page.Wrong = err.Error()
		return s.show(w, r, http.StatusBadRequest, "backtest.html", page)
	}
	page.Result, page.Missing = outcomeOf(o), missing
	return s.show(w, r, http.StatusOK, "backtest.html", page)
}

func outcomeOf(o reports.Outcome) *outcomeView {
	v := &outcomeView{Percent: o.Percent, Fewer: o.Fewer, More: o.More, Period: "Of all that was asked."}
	if !o.Since.IsZero() {
		v.Period = "Of what was answered since " + o.Since.Format("2 January 2006") + ", and of what is open."
	}
	switch would, agreed := o.All.Would.Share, o.All.Agreed.Share; {
	case o.All.Asks == 0:
		v.Headline = "Nothing was asked that this would be about."
	case would == nil:
		v.Headline = "Nobody can tell: it is not known when whoever owes these responses works."
	default:
		v.Headline = fmt.Sprintf("%s would have been in time; %s are as it is agreed now.", reports.Percent(would), reports.Percent(agreed))
	}
	for _, t := range o.Rows() {
		row := triedRow{
			Name: t.Name, Asks: t.Asks, Would: reports.Percent(t.Would.Share), Agreed: reports.Percent(t.Agreed.Share), WouldBar: -1,
			Late: t.Would.Late, CannotTell: t.Would.CannotTell, Needed: t.Needed, Small: t.Small,
		}
		if t.Would.Share != nil {
			row.WouldBar = int(*t.Would.Share * 100)
		}
		v.Rows = append(v.Rows, row)
	}
	most := 1
	for _, b := range o.Buckets {
		most = max(most, b.Answered+b.Open)
	}
	step := chartWidth / max(len(o.Buckets), 1)
	for i, b := range o.Buckets {
		bar := bucketView{X: i*step + 4, LabelX: i*step + step/2, Name: b.Name, Label: fmt.Sprintf("%s: %d answered, %d open still", b.Name, b.Answered, b.Open)}
		bar.Height, bar.OpenHeight = b.Answered*chartHeight/most, b.Open*chartHeight/most
		bar.Y = chartHeight - bar.Height
		bar.OpenY = bar.Y - bar.OpenHeight
		v.Bars = append(v.Bars, bar)
	}
	return v
}
