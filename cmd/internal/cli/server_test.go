package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store"
)

// Who comes with a token is told by a Dateline elsewhere what the token opens, as far as it is asked for.
func TestServerTokens(t *testing.T) {
	const story = "testdata/server/tokens.txtar"
	archive, err := txtar.ParseFile(story)
	if err != nil {
		t.Fatal(err)
	}
	furnished(t, guardedYAML+"metrics: 127.0.0.1:0\n", func(t *testing.T, there *site, h *host) {
		read := []access.Scope{access.ScopeRead}
		tokens := map[string]string{
			"reader": token(t, h, access.Viewer, read), "hr": token(t, h, access.Viewer, read, "hr"), "nobody": "",
			"subscription": token(t, h, access.Viewer, []access.Scope{access.ScopeFeed}), "revoked": token(t, h, access.Viewer, read),
		}
		if err := h.db.RevokeToken(t.Context(), access.HashToken(tokens["revoked"])[:12], h.now()); err != nil {
			t.Fatal(err)
		}
		at := there.serve().pages
		t.Setenv("DATELINE_SERVER", at)
		for i, file := range archive.Files {
			who, command, _ := strings.Cut(file.Name, ": ")
			t.Setenv("DATELINE_TOKEN", tokens[who])
			said, code := there.run(strings.Fields(command)...)
			got := fmt.Sprintf("%sexit code %d\n", strings.ReplaceAll(said, at, "SERVER"), code)
			if *update {
				archive.Files[i].Data = []byte(got)
				continue
			}
			if diff := cmp.Diff(string(file.Data), got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", file.Name, diff)
			}
			if who != "hr" && who != "subscription" && hiddenWords.MatchString(strings.ReplaceAll(said, "closet", "")) {
				t.Errorf("%s tells of what is hidden: %s", file.Name, said)
			}
		}
		walked(t, there, h, tokens["hr"])
	})
	if *update {
		if err := os.WriteFile(story, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// walked makes sure that a list longer than a page is read to where it was asked for.
func walked(t *testing.T, there *site, h *host, held string) {
	t.Helper()
	_, cursor, err := h.db.Source(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	page, at := feed.Page{Next: cursor}, time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)
	for i := range remoteAtOnce + 10 {
		page.Events = append(page.Events, feed.Event{
			Key: fmt.Sprint("said/", i), Item: "1", Verb: feed.Commented, By: feed.Account{ID: "ana"},
			At: at.Add(time.Duration(i) * time.Second),
		})
	}
	c := store.Commit{Source: "open", After: cursor, Page: page, At: at.AddDate(0, 0, 2), Due: at.AddDate(1, 0, 0)}
	if _, err := h.db.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATELINE_TOKEN", held)
	for _, limit := range []int{remoteAtOnce, remoteAtOnce + 5, 2 * remoteAtOnce} {
		asked := []string{"feed", "--format", "json", "--limit", fmt.Sprint(limit)}
		got, _ := there.run(asked...)
		want, _ := there.run(append(asked, "--server", "")...)
		if lines := strings.Count(want, "\n"); got != want || lines != min(limit, remoteAtOnce+18) {
			t.Errorf("of %d events %d are told there, and %d here", limit, strings.Count(got, "\n"), lines)
		}
	}
}
