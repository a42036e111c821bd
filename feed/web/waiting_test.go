package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// TestWaits tells how waits stand at noon, each by when it was asked, flagged and last read.
func TestWaits(t *testing.T) {
	m := week(t)
	s := &server{Options: optionsFor(m), who: identity.Resolve(m.known)}
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	tests := []struct {
		name                  string
		opened, flagged, read time.Time
		nudges                int
		state, verdict, note  string
		share                 int
	}{
		{"just asked", noon, time.Time{}, noon, 0, "running", "due in 24 h (24 h)", "", 0},
		{"half over", ago(12 * time.Hour), time.Time{}, noon, 0, "running", "due in 12 h (24 h)", "", 50},
		{"the last minute", ago(24*time.Hour - time.Minute), time.Time{}, noon, 0, "running", "due in 1 min (24 h)", "", 99},
		{"due this instant", ago(24 * time.Hour), time.Time{}, noon, 0, "running", "due in under a minute (24 h)", "", 100},
		{"past, not flagged yet", ago(24*time.Hour + time.Minute), time.Time{}, ago(time.Minute), 0, "unknown", "due 1 min ago", "api last read 1 min ago", 100},
		{"past, read before", ago(30 * time.Hour), time.Time{}, ago(8 * time.Hour), 0, "unknown", "due 6 h ago", "api last read 8 h ago", 100},
		{"late", ago(30 * time.Hour), ago(5 * time.Hour), noon, 0, "late", "6 h past 24 h", "", 100},
		{"late, asked again", ago(80 * time.Hour), ago(50 * time.Hour), noon, 2, "late", "2 d past 24 h", "asked 3 times", 100},
		{"late, read long ago", ago(30 * time.Hour), ago(5 * time.Hour), ago(4 * time.Hour), 0, "late", "6 h past 24 h", "api last read 4 h ago", 100},
		{"never read", noon, time.Time{}, time.Time{}, 0, "running", "due in 24 h (24 h)", "api was never read whole", 0},
		{"asked tomorrow", noon.Add(24 * time.Hour), time.Time{}, noon, 0, "running", "due in 2 d (24 h)", "", 0},
	}
	for _, tt := range tests {
		a := m.ask("api/209", "ben", "ana", tt.opened)
		a.Flagged, a.Read, a.Nudges = tt.flagged, tt.read, tt.nudges
		v := s.waiting([]feed.AskEntry{a}, m.sources, inEnglish(t, noon, time.UTC))
		state, got := "running", v.Running
		switch {
		case v.Late.Len() == 1:
			state, got = "late", v.Late
		case v.Unknown.Len() == 1:
			state, got = "unknown", v.Unknown
		}
		if w := slices.Concat(got.Shown, got.Folded)[0]; state != tt.state || w.Verdict != tt.verdict || w.Note() != tt.note || w.Share != tt.share {
			t.Errorf("%s: %s, %s, %q, %d %%; want %s, %s, %q, %d %%", tt.name, state, w.Verdict, w.Note(), w.Share, tt.state, tt.verdict, tt.note, tt.share)
		}
	}
}

// TestMeters checks that a page that does not know when somebody works shows no share of a window in working time, and relies on when
// the warning is due.
func TestMeters(t *testing.T) {
	m := week(t)
	for _, tt := range []struct {
		within        string
		warn          time.Duration
		metered, soon bool
	}{
		{"24h", time.Hour, true, true}, {"8wh", time.Hour, false, false}, {"1bd", time.Hour, false, false}, {"1bd", -time.Hour, false, true},
	} {
		a := m.ask("api/209", "ben", "ana", noon.Add(-20*time.Hour))
		a.Within, a.Warn = tt.within, noon.Add(tt.warn)
		if v := inEnglish(t, noon, time.UTC).stands(a); v.Metered != tt.metered || v.Soon != tt.soon {
			t.Errorf("%s, warned after %s: metered %t, soon %t", tt.within, tt.warn, v.Metered, v.Soon)
		}
	}
}

// TestLengths checks how the lengths of windows are said.
func TestLengths(t *testing.T) {
	en := inEnglish(t, noon, time.UTC)
	for within, want := range map[string]string{
		"8wh": "8 working hours", "1wh": "1 working hour", "7.5 wh": "7.5 working hours", "1bd": "1 business day", "3bd": "3 business days",
		"24h": "24 h", "90m": "1 h 30 min", "soon": "soon",
	} {
		if got := en.length(within); got != want {
			t.Errorf("%q is %q, want %q", within, got, want)
		}
	}
}

// TestManyWaits checks that more than fit are said to be more.
func TestManyWaits(t *testing.T) {
	m := week(t)
	for i := range 2 * maxWaits {
		m.asks = append(m.asks, m.ask("api/209", "ben", "ana", noon.Add(-time.Duration(i)*time.Minute)))
	}
	page := words(get(t, newPages(t, optionsFor(m)), "/").Body.String())
	for _, want := range []string{"At least 1 response late, 39 in time", "All that is waited for, which is more than is counted here", "37 more among all"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// TestSummary says in a line how the reading of sources stands.
func TestSummary(t *testing.T) {
	source := func(name string, state feed.SourceState, read time.Duration) feed.Source {
		return feed.Source{Name: name, Tool: "github", State: state, Every: time.Minute, Success: noon.Add(-read), Due: noon}
	}
	current, paused, retired := source("a", feed.SourceCurrent, 2*time.Minute), source("p", feed.SourceCurrent, time.Hour), source("r", feed.SourceFailing, 0)
	paused.Paused, retired.Retired = true, true
	idle := source("idle", feed.SourceCurrent, 3*time.Hour)
	idle.Due = noon.Add(-3 * time.Hour)
	tests := []struct {
		sources []feed.Source
		want    string
		wrong   bool
	}{
		{nil, "", false},
		{[]feed.Source{retired}, "", false},
		{[]feed.Source{current}, "a is up to date, read 2 min ago", false},
		{[]feed.Source{current, source("b", feed.SourceCurrent, 5*time.Minute)}, "Both sources are up to date, read 5 min ago or later", false},
		{[]feed.Source{current, paused}, "1 paused · 1 up to date", false},
		{[]feed.Source{source("n", feed.SourceNew, 0), source("m", feed.SourceReading, 0)}, "1 about to be read first · 1 being read", false},
		{[]feed.Source{current, source("f", feed.SourceFailing, 0)}, "f: failing · 1 up to date", true},
		{[]feed.Source{source("x", feed.SourceRefused, 0), source("f", feed.SourceFailing, 0), paused}, "2 sources need a look · 1 paused", true},
		{[]feed.Source{idle}, "idle: not being read", true},
	}
	for _, tt := range tests {
		got := readingOf(tt.sources, inEnglish(t, noon, time.UTC))
		if got.Summary != tt.want || got.Wrong != tt.wrong {
			t.Errorf("%q, wrong %t; want %q, %t", got.Summary, got.Wrong, tt.want, tt.wrong)
		}
	}
}

// TestAlike counts the sources in one state beyond the first few: forty that nobody reads are one trouble.
func TestAlike(t *testing.T) {
	in := func(state feed.SourceState, n int) (all []feed.Source) {
		for i := range n {
			all = append(all, feed.Source{Name: fmt.Sprint(state, i), Tool: "github", State: state, Every: time.Minute, Due: noon})
		}
		return all
	}
	tests := []struct {
		sources []feed.Source
		shown   int
		others  []string
	}{
		{in(feed.SourceFailing, maxAlike), maxAlike, nil},
		{in(feed.SourceFailing, maxAlike+1), maxAlike + 1, nil}, // to say that there is one more takes as much room
		{in(feed.SourceFailing, 40), maxAlike, []string{"and 37 more: failing"}},
		{append(in(feed.SourceRefused, 1), in(feed.SourceFailing, 40)...), maxAlike + 1, []string{"and 37 more: failing"}},
		{append(in(feed.SourceFailing, 10), in(feed.SourceNew, 5)...), 2 * maxAlike, []string{"and 7 more: failing", "and 2 more: about to be read first"}},
	}
	for _, tt := range tests {
		got := readingOf(tt.sources, inEnglish(t, noon, time.UTC))
		if len(got.Attention) != tt.shown || !slices.Equal(got.Likewise, tt.others) {
			t.Errorf("of %d sources: %d, %q; want %d, %q", len(tt.sources), len(got.Attention), got.Likewise, tt.shown, tt.others)
		}
	}
}
