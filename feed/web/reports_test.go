package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/windows"
)

func (m *memory) reported(ctx context.Context, earlier, since time.Time, f AskFilter, zone *time.Location) (reports.Result, error) {
	agreed, err := m.agreement(ctx)
	if err != nil {
		return reports.Result{}, err
	}
	f.Ended = true
	all, err := m.list(ctx, f, len(m.asks))
	if err != nil {
		return reports.Result{}, err
	}
	var l reports.Ledger
	for _, a := range all {
		l.Put(a)
	}
	return l.Report(reports.Options{Agreed: agreed, Earlier: earlier, Since: since, Now: noon, Zone: zone}), nil
}

func (m *memory) backtest(ctx context.Context, p reports.Proposal, days int) (reports.Outcome, error) {
	agreed, err := m.agreement(ctx)
	if err != nil {
		return reports.Outcome{}, err
	}
	b := reports.Try(reports.Trial{Proposed: agreed, Unit: reports.UnitOf(p.Within), Since: noon.AddDate(0, 0, -days), Now: noon})
	for _, a := range m.asks {
		if a.Kind == p.Kind {
			b.Add(a, reports.Under(a, windows.Term{Within: p.Within}, agreed, noon))
		}
	}
	return b.Outcome(), nil
}

func (m *memory) try(ctx context.Context, text []byte, days int) (reports.Outcome, []string, error) {
	if !strings.Contains(string(text), "windows:") {
		return reports.Outcome{}, nil, errors.New("the agreement:1: unknown key \"<b>\"; known here: windows\nthe agreement:2: and more")
	}
	o, err := m.backtest(ctx, reports.Proposal{Kind: feed.Review, Within: length("8wh")}, days)
	return o, []string{"https://calendars.example"}, err
}

func length(s string) windows.Length {
	l, err := windows.ParseLength(s)
	if err != nil {
		panic(err)
	}
	return l
}

// halfAYear is a team that got better: from week to week it answers sooner.
func halfAYear(m *memory) {
	for week := range 26 {
		for i := range 8 - week%7 {
			opened := noon.AddDate(0, 0, -7*week).Add(-time.Duration(30+i) * time.Hour)
			a := m.ask("api/209", []string{"ben", "chen", "emre"}[i%3], "ana", opened)
			a.ID, a.Item, a.Kind = fmt.Sprint(week, "/", i), fmt.Sprint("made", week, i), feed.AskKinds()[(i+week)%5]
			a.First, a.State, a.Ended, a.EndedBy = true, feed.AskAnswered, opened.Add(time.Duration(4+week+3*i)*time.Hour), account("ana")
			m.asks = append(m.asks, a)
		}
	}
}

var reportScenes = []scene{
	{name: "reports", address: "/reports", status: 200, set: halfAYear, want: []string{
		"responses came within the window", "In the last 90 days,", "points better than in the 90 days before", "Open now", "Late now", "Approvals waiting", "nine in ten within",
		"Answered within the window, by week", "Working time to a first response, by week", "By what is owed", "A review", "By team", "Week of", "Where a table ends in a shadow,", `<div class="wide" tabindex="0" role="region" aria-labelledby="week">`, `<time datetime="2026-W47" title="2026-W47">16 Nov</time>`, "Download as CSV",
	}},
	{name: "reports of a month", address: "/reports?days=30&source=api", status: 200, set: halfAYear, want: []string{"In the last 30 days", "Clear"}},
	{name: "reports of a year", address: "/reports?days=365", status: 200, set: halfAYear, want: []string{"24 Nov 2025", "25 May"}},
	{name: "reports of everything", address: "/reports?days=0", status: 200, set: halfAYear, want: []string{`<time datetime="2026-W23" title="2026-W23">1 Jun</time>`}},
	{name: "reports of nothing", address: "/reports", status: 200, set: func(m *memory) { m.asks = nil }, want: []string{"Nothing was asked yet", "There is nothing to report yet."}},
	{name: "no such period", address: "/reports?days=soon", status: 400, want: []string{"A report does not look back so many days: “soon”."}},
	{name: "no such filter of reports", address: "/reports?person=Ana", status: 400, want: []string{"Reports have no filter called “person”."}},
	{name: "hostile reports", address: "/reports", status: 200, set: hostile, want: []string{"By team"}},
	{name: "backtest", address: "/backtest", status: 200, want: []string{"How would another window have done?", "Try a whole agreement", "review: 8wh"}},
	{name: "backtest of a window", address: "/backtest?window=review:+4wh&days=90", status: 200, set: halfAYear, want: []string{
		"would have been in time", "Working time until the answer", "What would have been in time", "Others", "90 % within", "The line is the window, 4 working hours.",
	}},
	{name: "backtest of nothing", address: "/backtest?window=merge:+4wh", status: 200, want: []string{"Nothing was asked that this would be about"}},
	{name: "backtest of what is no window", address: "/backtest?window=%3Cb%3E", status: 400, want: []string{"is no window; write a kind of ask and a length"}},
}

// TestReportFiles checks the tables as files.
func TestReportFiles(t *testing.T) {
	m := week(t)
	halfAYear(m)
	h := newPages(t, optionsFor(m))
	for by, want := range map[string]string{
		"kind": "\nreview,", "team": "\ncore,", "tool": "\ngithub,", "window": "\nreview,", "week": "\n2026-W47,", "": "\nall,",
	} {
		w := get(t, h, address("/reports.csv", url.Values{"by": {by}}))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) && by != "team" || !strings.HasPrefix(w.Body.String(), "name,asked") {
			t.Errorf("by %s: %d\n%s", by, w.Code, w.Body)
		}
	}
	if w := get(t, h, "/reports.csv?by=person"); w.Code != http.StatusBadRequest {
		t.Errorf("by person: %d", w.Code)
	}
}

// TestTry tries agreements, as the page's own form does.
func TestTry(t *testing.T) {
	m := week(t)
	halfAYear(m)
	h := newPages(t, optionsFor(m))
	for _, c := range []struct {
		name, text string
		status     int
		want       string
	}{
		{"an agreement", "windows: []", http.StatusOK, "https://calendars.example</bdi> was not read yet"},
		{"what is none", "<b>: 1", http.StatusBadRequest, `the agreement:1: unknown key "<b>"`},
		{"too long", strings.Repeat("x", maxAgreement+1), http.StatusRequestEntityTooLarge, "more than 256 kB"},
	} {
		form := url.Values{"agreement": {c.text}, "days": {"90"}}.Encode()
		w := send(t, h, http.MethodPost, "/backtest", form, "Content-Type", "application/x-www-form-urlencoded")
		if w.Code != c.status || !strings.Contains(html.UnescapeString(w.Body.String()), c.want) {
			t.Errorf("%s: %d, want %d and %q", c.name, w.Code, c.status, c.want)
		}
	}
}
