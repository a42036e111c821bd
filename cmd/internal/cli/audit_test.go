package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store"
)

// auditedYAML is guardedYAML with everything else that something can be done to.
var auditedYAML = strings.Replace(strings.ReplaceAll(guardedYAML, "token:", `url: "TOOL", token:`), "sources:\n", `sources:
  - {name: desk, push: {secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}}
  - {name: plan, asana: {project: "1200", token: not-a-secret}}
`, 1) + `
windows: [{name: all, within: 8wh}]
smtp: {host: 127.0.0.1, port: 1, tls: none, from: dateline@example.com}
subscribers:
  - {name: ops, webhook: "https://ops.example.com/in", secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}
  - {name: ana, email: ana@example.com, digest: daily, person: Ana}
`

// audited does something with what auditedYAML becomes, on each database; there is an ask to answer and a suggestion to
// rule on.
func audited(t *testing.T, do func(t *testing.T, s *site, h *host)) {
	t.Helper()
	key, _ := key(t)
	furnished(t, auditedYAML+"encryption: {key_file: "+key+"}\n", func(t *testing.T, there *site, h *host) {
		now := noonOfTuesday
		page := feed.Page{Next: "2"}
		for i, text := range []string{"Let's go with zinc.", "Let's go with tin."} {
			id := fmt.Sprint("talk-", i)
			page.Items = append(page.Items, feed.Item{ID: id, Title: "What of?", Kind: "issue", State: feed.StateOpen, Updated: now})
			page.Events = append(page.Events, feed.Event{
				Key: id, Item: id, Verb: feed.Commented, Text: text, By: feed.Account{ID: "ana"}, At: now.Add(-time.Hour),
			})
		}
		read := store.Commit{Source: "open", After: "1", Page: page, At: now, Due: now.AddDate(1, 0, 0)}
		if _, err := h.db.Commit(t.Context(), read); err != nil {
			t.Fatal(err)
		}
		there.tick()
		do(t, there, h)
	})
}

// waiting are the id of an ask that waits in the source open, and what is suggested there.
func (s *site) waiting(h *host) (ask string, suggested []feed.DecisionEntry) {
	s.t.Helper()
	list, err := h.db.Asks(s.t.Context(), store.AskFilter{}, "", 100)
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(e feed.AskEntry) bool { return e.Source == "open" && e.State == feed.AskOpen })
	only := feed.DecisionFilter{States: []feed.DecisionState{feed.DecisionSuggested}}
	decided, err := h.db.Decisions(s.t.Context(), only, "", 10)
	if err != nil || i < 0 || len(decided) < 2 {
		s.t.Fatalf("%d asks and %d suggestions: %v", len(list), len(decided), err)
	}
	return list[i].ID, decided
}

// deeds are what was noted, the oldest first, as somebody of some groups is told, and forgets who did it where that is the
// operator of this machine.
func (s *site) deeds(h *host, groups ...string) (all []string) {
	s.t.Helper()
	who := access.Reader{Name: "zoe@example.com", Role: access.Admin, Groups: groups}
	list, err := sight{h}.Deeds(access.With(s.t.Context(), who), 200)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range list {
		by := d.By
		if by == operator() {
			by = "the operator"
		}
		all = append(all, strings.TrimSpace(fmt.Sprint(by, " ", d.What, " ", d.Status)))
	}
	slices.Reverse(all)
	return all
}

// Whatever is done over HTTP is noted, with who did it, in words: of each route that does more than read it is said here
// what is noted, or why nothing is.
func TestEveryWriteIsNoted(t *testing.T) {
	audited(t, func(t *testing.T, s *site, h *host) {
		waits, suggested := s.waiting(h)
		sign, err := h.sign(t.Context(), "ana", "ana@example.com")
		if err != nil {
			t.Fatal(err)
		}
		unsubscribe := "/unsubscribe?" + url.Values{"subscriber": {"ana"}, "sign": {sign}}.Encode()
		type write struct{ at, form, noted string }
		routes := map[string][]write{
			"/hooks/": {{"/hooks/plan", "", "agreed on a secret with the doorbell of the source plan 0"}},
			"POST /asks/{id}": {{
				"/asks/" + waits, "say=waive&words=it+was+shipped", "zoe@example.com waived something on the item 1 of the source open 303",
			}},
			"POST /decisions/{id}": {
				{"/decisions/" + suggested[0].ID, "say=confirm",
					"zoe@example.com confirmed something on the item " + suggested[0].Item + " of the source open 303"},
				{"/decisions/" + suggested[1].ID, "say=waive",
					"zoe@example.com waived something on the item " + suggested[1].Item + " of the source open 303"},
			},
			"POST /people": {
				{"/people", "one=github/ana&other=github/ben&verdict=different", "zoe@example.com said of two accounts: different 303"},
			},
			"POST /views": {
				{"/views", "name=Zinc&filter=zinc", "zoe@example.com saved the view Zinc 303"},
				{"/views", "name=Zinc&do=drop", "zoe@example.com dropped the view Zinc 303"},
			},
			"POST /sources": {
				{"/sources", "source=open&order=pause", "zoe@example.com paused the source open 303"},
				{"/sources", "source=open&order=resume", "zoe@example.com resumed the source open 303"},
				{"/sources", "source=open&order=poll", "zoe@example.com polled the source open 303"},
				{"/sources", "source=nowhere&order=poll", "zoe@example.com POST /sources 400"},
			},
			"POST /subscribers": {
				{"/subscribers", "subscriber=ops&order=test", "zoe@example.com had a test sent to the subscriber ops 303"},
				{"/subscribers", "subscriber=ops&order=pause", "zoe@example.com paused the subscriber ops 303"},
				{"/subscribers", "subscriber=ops&order=resume", "zoe@example.com resumed the subscriber ops 303"},
				{"/subscribers", "subscriber=ops&order=replay&since=2026-03-01T00:00",
					"zoe@example.com had everything since 2026-03-01T00:00:00Z told again to the subscriber ops 303"},
			},
			"POST /api/v1/subscribers/{name}": {
				{"/api/v1/subscribers/ops", `{"order": "pause"}`, "zoe@example.com paused the subscriber ops 200"},
				{"/api/v1/subscribers/ops", `{"order": "dance"}`, "zoe@example.com POST /api/v1/subscribers/ops 400"},
			},
			"POST /unsubscribe": {
				{unsubscribe, "List-Unsubscribe=One-Click", "ana@example.com ended the digests to the subscriber ana 0"},
				{unsubscribe, "again=yes", "ana@example.com began the digests to the subscriber ana again 0"},
			},
			// Nothing is noted of what only the reader sees, or what changes nothing.
			"POST /marks/{source}/{id}": {{"/marks/open/1", "state=muted&view=/", ""}},
			"POST /read":                {{"/read", "view=/&seq=1", ""}},
			"POST /zone":                {{"/zone", "zone=UTC", ""}},
			"POST /backtest":            {{"/backtest", "days=30", ""}},
			// What a program tells of its own tool is in the log.
			"POST /api/v1/sources/{name}/events": {{"/api/v1/sources/desk/events", "", ""}},
			// TestLoginInABrowser logs in and out.
			"POST /logout": nil,
		}
		guarded := doored(t, h)
		var noted []string
		for _, r := range access.Routes() {
			writes, known := routes[r.Pattern]
			if r.Reads || strings.HasPrefix(r.Pattern, "GET ") {
				continue
			}
			if !known {
				t.Errorf("say here what is noted of %s", r.Pattern)
			}
			delete(routes, r.Pattern)
			for _, w := range writes {
				r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.at, strings.NewReader(w.form))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				if strings.HasPrefix(w.form, "{") {
					r.Header.Set("Content-Type", "application/json")
				}
				r.Header.Set("X-User", "zoe@example.com")
				r.Header.Set("X-Groups", "admins")
				r.Header.Set("X-Hook-Secret", "of the doorbell")
				guarded.ServeHTTP(httptest.NewRecorder(), r)
				if w.noted != "" {
					noted = append(noted, w.noted)
				}
				if diff := cmp.Diff(noted, s.deeds(h)); diff != "" {
					t.Fatalf("after %s %s is noted (-want +got)\n%s", w.at, w.form, diff)
				}
			}
		}
		for pattern := range routes {
			t.Errorf("%s is no route", pattern)
		}
		ask(t, guarded, http.MethodPost, "/sources", "readers")
		if diff := cmp.Diff(append(noted, "zoe@example.com POST /sources 403"), s.deeds(h)); diff != "" {
			t.Errorf("after somebody tried what they may not is noted (-want +got)\n%s", diff)
		}
	})
}

// unnoted are the commands of which nothing is noted, for they say nothing, order nothing and let nobody in.
var unnoted = strings.Fields(`asks audit backtest check decisions decisions/export explain export feed help hook migrate protocol/diff
	reports run secrets/key serve sources subscribers sync tokens/list version windows/verify work`)

// Whatever commands do is noted too: of each it is said here what, or it is one of which nothing is.
func TestEveryCommandIsNoted(t *testing.T) {
	audited(t, func(t *testing.T, s *site, h *host) {
		waits, suggested := s.waiting(h)
		wish := store.Refusal{Subscriber: "ana", Address: "ana@example.com", Who: store.ByServer, At: h.now()}
		if err := h.db.Refuse(t.Context(), wish); err != nil {
			t.Fatal(err)
		}
		fresh, _ := key(t)
		tried := map[string]bool{"subscribers/resend": true} // which does as subscribers test does
		for _, c := range []struct{ command, args, noted string }{
			{"promise", waits + " tomorrow 15:00", "promised something on the item 1 of the source open"},
			{"snooze", waits + " in 2h", "snoozed something on the item 1 of the source open"},
			{"confirm", waits, "confirmed something on the item 1 of the source open"},
			{"waive", waits, "waived something on the item 1 of the source open"},
			{"decisions/confirm", suggested[0].ID, "confirmed something on the item " + suggested[0].Item + " of the source open"},
			{"decisions/waive", suggested[1].ID, "waived something on the item " + suggested[1].Item + " of the source open"},
			{"pause", "open", "paused the source open"},
			{"resume", "open", "resumed the source open"},
			{"poll", "open", "polled the source open"},
			{"reread", "open", "had the source open read again from the beginning"},
			{"sweep", "open", "swept the source open"},
			{"subscribers/test", "ops", "had a test sent to the subscriber ops"},
			{"subscribers/pause", "ops", "paused the subscriber ops"},
			{"subscribers/resume", "ops", "resumed the subscriber ops"},
			{"subscribers/replay", "ops --since 2d", "had everything since "},
			{"digest", "--again ana", "had digests sent to the subscriber ana again"},
			{"tokens/create", "--name dashboard --scope read", "made the token "},
			{"tokens/revoke", "TOKEN", "revoked the token "},
			{"secrets/rotate", "", "sealed secrets anew with the key "},
			{"secrets/forget", "", "forgot secrets that no key opens"},
			{"pause", "nowhere", ""},
		} {
			tried[c.command] = true
			switch c.command {
			case "tokens/revoke":
				made, err := h.db.Tokens(t.Context())
				if err != nil || len(made) != 1 {
					t.Fatalf("%d tokens: %v", len(made), err)
				}
				c.args = made[0].ID
			case "secrets/rotate": // to another key than before
				if _, err := h.db.SigningKey(t.Context(), "of addresses"); err != nil {
					t.Fatal(err)
				}
				s.config = rekeyed(t, s.config, fresh+", $1")
			case "secrets/forget":
				if _, err := h.db.Keep(t.Context(), "plan", "sealed with the key of before"); err != nil {
					t.Fatal(err)
				}
				s.config = rekeyed(t, s.config, fresh)
			}
			before := len(s.deeds(h))
			out, _ := s.run(append(strings.Split(c.command, "/"), strings.Fields(c.args)...)...)
			got := s.deeds(h)[before:]
			fits := len(got) == 1 && strings.HasPrefix(got[0], "the operator "+c.noted)
			if c.noted == "" && len(got) > 0 || c.noted != "" && !fits {
				t.Errorf("%s is noted as %q, want %q; it says\n%s", c.command, got, c.noted, out)
			}
		}
		for _, command := range commands(Program{Name: "dateline"}.root(), "") {
			if tried[command] == slices.Contains(unnoted, command) {
				t.Errorf("say here what is noted of %s, or that nothing is, and not both", command)
			}
		}
	})
}

// commands are the paths of all that do something.
func commands(of *cobra.Command, path string) (all []string) {
	for _, c := range of.Commands() {
		at := strings.TrimPrefix(path+"/"+c.Name(), "/")
		if len(c.Commands()) == 0 || c.RunE != nil && c.HasAvailableFlags() {
			all = append(all, at)
		}
		all = append(all, commands(c, at)...)
	}
	return all
}

// What is done to a source is not told to whoever may not see it, whatever their role.
func TestHiddenDeeds(t *testing.T) {
	audited(t, func(t *testing.T, s *site, h *host) {
		for _, source := range []string{"closet", "open"} {
			if out, code := s.run("pause", source); code != exitOK {
				t.Fatal(out)
			}
		}
		all := []string{"the operator paused the source closet 0", "the operator paused the source open 0"}
		if diff := cmp.Diff(all, s.deeds(h, "hr")); diff != "" {
			t.Errorf("told to who may see it (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(all[1:], s.deeds(h)); diff != "" {
			t.Errorf("told to who may not (-want +got)\n%s", diff)
		}
	})
}

// rekeyed is a copy of a configuration with other keys; $1 are those that it has.
func rekeyed(t *testing.T, config, keys string) string {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`{key_file: ([^}]+)}`).ReplaceAll(text, []byte("{key_file: ["+keys+"]}"))
	file := filepath.Join(t.TempDir(), "dateline.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
