package web

import (
	"flag"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/reports"
)

var update = flag.Bool("update", false, "write the golden files anew")

// drawn are pictures on a page.
var drawn = regexp.MustCompile(`(?s)<svg (?:viewBox|class="(?:strip|day24|plot(?: bars)?)").*?</svg>(?:</svg>)?`)

// TestCharts checks every picture that is drawn of numbers, an element a line.
func TestCharts(t *testing.T) {
	for _, c := range []struct {
		name, address string
		set           func(*memory)
	}{
		{"reports", "/reports?days=30", halfAYear},
		{"reports-year", "/reports?days=365", halfAYear},
		{"backtest", "/backtest?window=review:+4wh&days=90", halfAYear},
		{"backtest-days", "/backtest?window=review:+1bd&days=90", halfAYear},
		{"backtest-elapsed", "/backtest?window=review:+24h&days=90", halfAYear},
		{"receipt", "/asks/ask%2Fapi%2F209", nil},
		{"people", "/people", spreadTeam},
	} {
		m := week(t)
		if c.set != nil {
			c.set(m)
		}
		w := get(t, newPages(t, optionsFor(m)), c.address)
		pictures := drawn.FindAllString(w.Body.String(), -1)
		if w.Code != http.StatusOK || len(pictures) == 0 {
			t.Errorf("%s: %d, and %d pictures", c.name, w.Code, len(pictures))
		}
		golden(t, c.name+".svg", strings.ReplaceAll(strings.Join(pictures, "\n"), "><", ">\n<")+"\n")
	}
}

// TestTables checks the tables of reports as files.
func TestTables(t *testing.T) {
	m := week(t)
	halfAYear(m)
	h := newPages(t, optionsFor(m))
	for _, by := range []string{"kind", "team", "tool", "window", "week"} {
		golden(t, by+".csv", get(t, h, address("/reports.csv", url.Values{"by": {by}})).Body.String())
	}
}

// golden compares with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/charts/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestAxis checks that an axis ends at a round length that is not below the longest, nor far above it, and has a round half.
func TestAxis(t *testing.T) {
	at := inEnglish(t, noon, time.UTC)
	for _, c := range []struct {
		longest reports.Seconds
		want    string
	}{
		{1, "0 min, 5 min, 10 min"}, {601, "0 min, 10 min, 20 min"}, {1300, "0 min, 15 min, 30 min"}, {1801, "0 min, 30 min, 1 h"},
		{hour, "0 min, 30 min, 1 h"}, {hour + 1, "0 h, 1 h, 2 h"}, {hour * 5 / 2, "0 h, 2 h, 4 h"}, {hour * 51 / 2, "0 h, 20 h, 40 h"},
		{99 * hour, "0 h, 50 h, 100 h"}, {1001 * hour, "0 h, 1000 h, 2000 h"},
	} {
		top := axisTop(c.longest)
		if got := at.figure(0, top) + ", " + at.figure(top/2, top) + ", " + at.figure(top, top); got != c.want {
			t.Errorf("an axis for %d seconds has the figures %s, want %s", c.longest, got, c.want)
		}
	}
	for longest := reports.Seconds(1); longest < 2000*hour; longest += 97 {
		if top := axisTop(longest); top < longest || top > max(2*longest, hour/6) {
			t.Fatalf("an axis for %d seconds ends at %d", longest, top)
		}
	}
}
