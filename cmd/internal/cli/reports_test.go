package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

const reported = `
metrics: 127.0.0.1:0
sources: [{name: api, github: {repo: acme/api, token: not-a-secret}}]
calendars:
  utc: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}
calendar: utc
people:
  - {name: Ana, accounts: {github: ana}}
  - {name: Ben, accounts: {github: ben}}
teams: {core: [Ana, Ben]}
windows: [{name: review, within: 2wh}]
`

// reviews is a site at which Ben was asked for ten reviews on a Monday morning, each of which took an hour longer than the one
// before; and tidy, which the team may come to call a program, for one that nobody gave.
func reviews(t *testing.T) *site {
	t.Helper()
	s := newSite(t, http.NotFoundHandler(), reported)
	o := &options{config: s.config, data: s.data, given: true}
	h, err := Program{Name: "dateline"}.open(commandIn(t), o)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	page := feed.Page{Next: "1"}
	request := func(item string, by, to string, at time.Time) {
		page.Items = append(page.Items, feed.Item{ID: item, Key: "acme/api#" + item, Title: item, Kind: "pull_request", State: feed.StateOpen, Updated: at})
		page.Events = append(page.Events, feed.Event{
			Key: "asked/" + item, Item: item, Verb: feed.Requested, At: at, By: feed.Account{ID: by}, To: []feed.Account{{ID: to}},
		})
	}
	for i := range 10 {
		item := fmt.Sprint(i)
		request(item, "ana", "ben", monday)
		page.Events = append(page.Events, feed.Event{
			Key: "given/" + item, Item: item, Verb: feed.Approved, At: monday.Add(time.Duration(i) * time.Hour), By: feed.Account{ID: "ben"},
		})
	}
	request("10", "ana", "tidy", monday)
	if _, err := h.db.Commit(t.Context(), store.Commit{Source: "api", Page: page, At: monday.AddDate(0, 0, 7), Due: monday.AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	agreed, err := h.agreed.now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = h.db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, it := range page.Items {
			item, log, err := tx.History(ctx, "api", it.ID)
			if err == nil {
				err = tx.PutAsks(ctx, "api", map[string][]feed.Ask{it.ID: asks.Derive(item, log, agreed)})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReports(t *testing.T) {
	s := reviews(t)
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"team": {[]string{"--by", "team", "--days", "0"}, exitOK, "" +
			"              ASKED  ANSWERED  IN TIME  WITHDRAWN  OPEN  FLAGGED  APPROVALS  FIRST MEDIAN  90 %  NEXT MEDIAN  90 %  HELD\n" +
			"core          10     10        30 %     0          0     0        0          4 h           8 h   –            –     –\n" +
			"others (few)  1      0         –        0          1     0        0          –             –     –            –     –\n" +
			"all           11     10        30 %     0          1     0        0          4 h           8 h   –            –     –\n"},
		"week": {[]string{"--by", "week", "--days", "0", "--format", "md"}, exitOK, "" +
			"|  | ASKED | ANSWERED | IN TIME | WITHDRAWN | OPEN | FLAGGED | APPROVALS | FIRST MEDIAN | 90 % | NEXT MEDIAN | 90 % | HELD |\n" +
			"|" + strings.Repeat(" --- |", 13) + "\n" +
			"| 2026-W10 | 10 | 10 | 30 % | 0 | 0 | 0 | 0 | 4 h | 8 h | – | – | – |\n" +
			"| all | 11 | 10 | 30 % | 0 | 1 | 0 | 0 | 4 h | 8 h | – | – | – |\n"},
		"csv": {[]string{"--by", "tool", "--days", "0", "--format", "csv"}, exitOK, "" +
			"name,asked,answered,withdrawn,handed_off,open,in_time,untold,share,flagged,promised,kept,first_count,first_median_seconds," +
			"first_p90_seconds,next_count,next_median_seconds,next_p90_seconds,uncounted,held_seconds,approvals,small\n" +
			"github,11,10,0,0,1,3,0,0.3000,0,0,0,10,14400,28800,0,,,0,0,0,false\n" +
			"all,11,10,0,0,1,3,0,0.3000,0,0,0,10,14400,28800,0,,,0,0,0,false\n"},
		"people": {[]string{"--by", "person"}, exitUsage, "dateline: usage: --by is kind, tool, team, window or week, not \"person\"\n"},
		"format": {[]string{"--format", "xml"}, exitUsage, "dateline: usage: --format is table, json, csv or md, not \"xml\"\n"},
		"days":   {[]string{"--days", "-1"}, exitUsage, "dateline: usage: --days is how many days to look back, not -1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			said, status := s.run(append([]string{"reports"}, c.args...)...)
			if diff := cmp.Diff(c.says, said); diff != "" || status != c.status {
				t.Errorf("the exit status is %d, want %d (-want +said):\n%s", status, c.status, diff)
			}
		})
	}
	said, _ := s.run("reports", "--days", "0", "--format", "json")
	var row reports.Row
	first, _, _ := strings.Cut(said, "\n")
	if err := json.Unmarshal([]byte(first), &row); err != nil || row.Name != "review" || row.First.P90 != 8*60*60 {
		t.Errorf("as JSON it says %s: %v", said, err)
	}
}

const tried = `what was answered of all time, and what is open now

             ASKS  IN TIME  LATE  CANNOT TELL  SHARE  AS AGREED  90 % WITHIN
all          11    5        6     0            45 %   27 %       9wh
review       11    5        6     0            45 %   27 %       9wh
team core    10    5        5     0            50 %   30 %       8wh
team others  1     0        1     0            0 %    0 %        ? (few)

working time until the answer (a day is 8 h; - is open still)
  0–1 h     ## 2
  1–2 h     # 1
  2–4 h     ## 2
  4–8 h     ##### 5
  1–2 d     
  2–5 d     - 0, and 1 open
  more      
`

func TestBacktest(t *testing.T) {
	s := reviews(t)
	said, status := s.run("backtest", "--window", "review: 4wh", "--days", "0")
	if diff := cmp.Diff(tried, said); diff != "" || status != exitOK {
		t.Errorf("the exit status is %d (-want +said):\n%s", status, diff)
	}
	said, _ = s.run("backtest", "--window", "review: 4wh", "--days", "0", "--unit", "bd", "--format", "csv")
	want := "by,name,asks,in_time,late,cannot_tell,share,agreed_in_time,agreed_late,agreed_cannot_tell,agreed_share,needed,small\n" +
		"all,all,11,5,6,0,0.4545,3,8,0,0.2727,1bd,false\n" +
		"kind,review,11,5,6,0,0.4545,3,8,0,0.2727,1bd,false\n" +
		"team,core,10,5,5,0,0.5000,3,7,0,0.3000,1bd,false\n" +
		"team,others,1,0,1,0,0.0000,0,1,0,0.0000,,true\n"
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("as CSV (-want +said):\n%s", diff)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"nothing": {nil, "say what is proposed: --window 'review: 8wh', or --protocol FILE"},
		"both":    {[]string{"--window", "review: 4wh", "--protocol", "x.yaml"}, "say what is proposed: --window 'review: 8wh', or --protocol FILE"},
		"length":  {[]string{"--window", "review: 4"}, `"4" is not a length of time; write elapsed time as 24h, working hours as 8wh, business days as 1bd`},
		"unit":    {[]string{"--window", "review: 4wh", "--unit", "d"}, `"d" is no unit of a window; there are wh (working hours), bd (business days) and h (elapsed hours)`},
	} {
		said, status := s.run(append([]string{"backtest"}, c.args...)...)
		if want := "dateline: usage: " + c.says + "\n"; said != want || status != exitUsage {
			t.Errorf("%s: it says %q (%d), want %q", name, said, status, want)
		}
	}
}

// A whole agreement is tried: another window, another calendar, and an account that a program acts through. What is kept
// stays as it is.
func TestBacktestOfAnAgreement(t *testing.T) {
	s := reviews(t)
	before, _ := s.run("export", "asks")
	proposed := strings.NewReplacer("within: 2wh", "within: 4wh", `["09:00-17:00"]`, `["10:00-17:00"]`, "not-a-secret", `"${NOBODY_HAS_THIS}"`).
		Replace(reported) + "bots: {github: tidy}\n"
	file := filepath.Join(t.TempDir(), "proposed.yaml")
	if err := os.WriteFile(file, []byte(proposed), 0o600); err != nil {
		t.Fatal(err)
	}
	said, status := s.run("backtest", "--protocol", file, "--days", "0", "--format", "json")
	var o reports.Outcome
	if err := json.Unmarshal([]byte(said), &o); err != nil || status != exitOK {
		t.Fatalf("the exit status is %d: %v\n%s", status, err, said)
	}
	o.All.Would.Share, o.All.Agreed.Share = nil, nil
	want := reports.Tried{
		Name: "all", Asks: 10, Would: reports.Verdicts{InTime: 6, Late: 4}, Agreed: reports.Verdicts{InTime: 3, Late: 7}, Needed: "7wh",
	}
	if diff := cmp.Diff(want, o.All); diff != "" || o.Fewer != 1 || o.More != 0 {
		t.Errorf("%d fewer, %d more (-want +said):\n%s", o.Fewer, o.More, diff)
	}
	if after, _ := s.run("export", "asks"); after != before {
		t.Errorf("trying it changed what is kept:\n%s", cmp.Diff(before, after))
	}
}

// commandIn is a command of the test's.
func commandIn(t *testing.T) *cobra.Command {
	t.Helper()
	cmd := &cobra.Command{}
	cmd.SetContext(t.Context())
	cmd.SetErr(t.Output())
	return cmd
}
