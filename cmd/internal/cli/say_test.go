package cli

import (
	"context"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// What is said of an ask on the command line stands in the log, named by the ask, and of one that ended nothing is said.
func TestSaying(t *testing.T) {
	withMinutes(t)
	s := newSite(t, http.NotFoundHandler(), `
sources: [{name: weekly, minutes: {book: acme, token: t, url: TOOL}}]
calendars: {pune: {location: Asia/Kolkata, hours: {"monday:friday": ["10:00-18:00"]}}}
people: [{name: Ben, calendar: pune, accounts: {minutes: ben}}]
windows: [{name: all, within: 8wh}]
`)
	if out, code := s.run("check", "--offline"); code != 0 {
		t.Fatal(out)
	}
	ctx := t.Context()
	db, err := store.Open(ctx, filepath.Join(s.data, "dateline.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := time.Now().UTC()
	if err := db.Declare(ctx, []store.Declaration{{Name: "weekly", Tool: "minutes", Every: time.Minute}}, now); err != nil {
		t.Fatal(err)
	}
	ask := feed.Ask{
		ID: "abcdef01", Kind: feed.Mention, Asker: feed.Account{ID: "ana"}, Responder: feed.Account{ID: "ben"}, Evidence: "e", Opened: now,
		Due: now.Add(time.Hour), State: feed.AskOpen,
	}
	ended := ask
	ended.ID, ended.State, ended.Ended = "abcdef02", feed.AskAnswered, now
	err = db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.PutAsks(ctx, "weekly", map[string][]feed.Ask{"1": {ask, ended}})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"promise", "abcdef01", "2099-12-01", "15:00"}, exitUsage, "year"},
		{[]string{"promise", "abcdef01", "tomorrow", "15:00"}, exitOK, `^noted: until 20\d\d-\d\d-\d\dT09:30:00Z; `},
		{[]string{"snooze", "abcdef01", "in", "2h"}, exitOK, `^noted: until `},
		{[]string{"waive", "abcdef01", "it", "was", "shipped"}, exitOK, `^noted; `},
		{[]string{"confirm", "abcdef01"}, exitOK, `^noted; `},
		{[]string{"waive", "abcdef02"}, exitFailed, `the ask has ended: it was answered`},
		{[]string{"waive", "abc"}, exitFailed, `several asks begin with abc`},
		{[]string{"promise", "abcdef01", "whenever"}, exitUsage, `no time that can be read`},
		{[]string{"promise", "abcdef01"}, exitUsage, `requires at least 2 arg`},
		{[]string{"explain", "abcdef01", "--zone", "Europe/Lisbon"}, exitOK, `(?s)^Ben owes ana an answer .*Due .*Asia/Kolkata \(.* Europe/Lisbon\)`},
		{[]string{"explain", "abcdef01", "--format", "json"}, exitOK, `^\{"ask":"abcdef01"`},
		{[]string{"explain", "abcdef01", "--format", "yaml"}, exitUsage, `text or json`},
		{[]string{"explain", "abcdef01", "--zone", "Europe/Lisbn"}, exitUsage, `did you mean|no such`},
		{[]string{"explain", "zz"}, exitUsage, `there is no ask "zz"`},
		{[]string{"reports"}, exitOK, `ANSWERED +IN TIME(?s:.*)mention`},
		{[]string{"reports", "--by", "person"}, exitUsage, `not "person"`},
		{[]string{"backtest", "--window", "mention: 4wh"}, exitOK, `(?i)in time`},
		{[]string{"backtest", "--window", "mention: soon"}, exitUsage, `soon`},
		{[]string{"backtest"}, exitUsage, `say what is proposed`},
		{[]string{"backtest", "--protocol", s.config}, exitOK, `since 20`},
		{[]string{"confirm", "zz"}, exitUsage, `there is no ask "zz"`},
	} {
		out, code := s.run(c.args...)
		if code != c.code || !regexp.MustCompile(c.says).MatchString(out) {
			t.Errorf("%v: exit code %d, want %d; it says %q, want %q", c.args, code, c.code, out, c.says)
		}
	}
	entries, err := db.Events(ctx, feed.Filter{}, 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	verbs := map[feed.Verb]string{}
	for _, e := range entries {
		verbs[e.Verb] = e.Text
		if !regexp.MustCompile(`^(promise|snooze|waive|confirm)/abcdef01/\d+(/20\S+Z)?$`).MatchString(e.Key) || e.Item != "1" {
			t.Errorf("the log has %+v", e)
		}
	}
	if len(verbs) != 4 || verbs[feed.Waived] != "it was shipped" {
		t.Errorf("the log has %v", verbs)
	}
}
