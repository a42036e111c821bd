package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/workflows"
)

// guardedYAML is a team that a proxy lets in, with a source that is kept to some of them.
const guardedYAML = `
public_url: https://dateline.example.com
access:
  header: {user: X-User, groups: X-Groups, from: [192.0.2.0/24]}
  roles: {readers: viewer, leads: lead, operators: operator, admins: admin}
sources:
  - {name: open, github: {repo: acme/open, token: not-a-secret}}
  - {name: closet, github: {repo: acme/closet, token: not-a-secret}, visible_to: [hr]}
views:
  - {name: Skeletons, filter: "source:closet"}
people:
  - {name: Ana, accounts: {github: ana}}
calendars:
  utc: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}
calendar: utc
`

// guardedHosts does something with what guardedYAML becomes, on each database, with something in both sources.
func guardedHosts(t *testing.T, do func(*testing.T, *host)) {
	t.Helper()
	furnished(t, guardedYAML, func(t *testing.T, _ *site, h *host) { do(t, h) })
}

// noonOfTuesday is when it is in what is furnished.
var noonOfTuesday = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// furnished does something with what a configuration with the sources of guardedYAML becomes, on each database, with something in
// both sources.
func furnished(t *testing.T, yaml string, do func(*testing.T, *site, *host)) {
	t.Helper()
	s := newSite(t, http.NotFoundHandler(), yaml)
	for name, config := range map[string]string{"sqlite": s.config, "postgres": s.copied(storetest.PostgresDSN(t))} {
		t.Run(name, func(t *testing.T) {
			there := &site{t: t, config: config, data: t.TempDir(), now: func() time.Time { return noonOfTuesday }}
			h := there.host()
			furnish(there, h)
			do(t, there, h)
		})
	}
}

// furnish puts something into the sources of guardedYAML.
func furnish(s *site, h *host) {
	t, db := s.t, h.db
	t.Helper()
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	zelda, ana := feed.Account{ID: "zelda", Name: "Zelda Zanzibar"}, feed.Account{ID: "ana"}
	words := map[string]string{"open": "daylight", "closet": "zanzibar quokka"}
	for _, source := range []string{"open", "closet"} { // what happened at one time is told in the order in which it was read
		word, by := words[source], ana
		if source == "closet" {
			by = zelda
		}
		key := "acme/" + source + "#1"
		page := feed.Page{Next: "1", Items: []feed.Item{{
			ID: "1", Key: key, URL: "https://github.com/acme/" + source + "/pull/1", Title: word + " title", Kind: "pull_request", Updated: at, State: feed.StateOpen,
			Author: by,
		}}, Rejects: []feed.Reject{{Key: word, Reason: word + " has no author", Raw: []byte(`{"word": "` + word + `"}`)}}}
		for i, e := range []feed.Event{
			{Key: "made", Verb: feed.Opened, Text: word + " was opened, see acme/open#1"},
			{Key: "asked", Verb: feed.Requested, To: []feed.Account{by, {ID: "ben"}}},
			{Key: "decided", Verb: feed.Decided, Text: word + " it is"},
			{Key: "said", Verb: feed.Commented, Text: word + " and more"},
		} {
			e.Item, e.At, e.By = "1", at.Add(time.Duration(i)*time.Minute), by
			page.Events = append(page.Events, e)
		}
		if _, err := db.Commit(t.Context(), store.Commit{Source: source, Page: page, At: at.Add(time.Hour), Due: at.AddDate(1, 0, 0)}); err != nil {
			t.Fatal(err)
		}
	}
	activities := h.activities(&connection{})
	activities.Temporal = deaf{}
	s.tickAs(activities)
}

// doored is everything that is served, behind its door.
func doored(t *testing.T, h *host) http.Handler {
	t.Helper()
	served, err := h.house(t.Context(), "https://dateline.example.com", nil)
	if err != nil {
		t.Fatal(err)
	}
	served.mux.Handle("/hooks/", h.door(nil))
	guarded, err := h.guarded(t.Context(), served, "https://dateline.example.com")
	if err != nil {
		t.Fatal(err)
	}
	return guarded
}

// ask makes a request as somebody of some groups.
func ask(t *testing.T, guarded http.Handler, method, address, groups string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	r.Header.Set("Accept", "text/html")
	if groups != "" {
		r.Header.Set("X-User", "zoe@example.com")
		r.Header.Set("X-Groups", groups)
	}
	w := httptest.NewRecorder()
	guarded.ServeHTTP(w, r)
	return w
}

// addressOf is an address that a pattern answers.
func addressOf(pattern string) (method, path string) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		return http.MethodPost, pattern
	}
	return method, strings.NewReplacer("{$}", "", "{source}", "open", "{id}", "1", "{sum}", "0", "{name}", "x").Replace(path)
}

var registered = regexp.MustCompile(`mux\.Handle(?:Func)?\("([^"]+)"`)

// Every address that is served stands in the table of who may use it: who adds one says who may.
func TestEveryRouteIsListed(t *testing.T) {
	var listed []string
	for _, r := range access.Routes() {
		listed = append(listed, r.Pattern)
	}
	count := 0
	for _, file := range []string{"serve.go", "../../../feed/web/web.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range registered.FindAllStringSubmatch(string(text), -1) {
			if count++; m[1] != "/" && m[1] != "/api/" && !slices.Contains(listed, m[1]) {
				t.Errorf("%s serves %q, which is not in the table of feed/access/routes.go: say there who may use it", file, m[1])
			}
		}
	}
	if count < 30 {
		t.Errorf("only %d addresses were found", count)
	}
	guardedHosts(t, func(t *testing.T, h *host) {
		var document struct{ Paths map[string]map[string]any }
		told := ask(t, doored(t, h), http.MethodGet, "/api/v1/openapi.json", "readers")
		if err := json.Unmarshal(told.Body.Bytes(), &document); err != nil || len(document.Paths) < 10 {
			t.Fatalf("%d paths: %v", len(document.Paths), err)
		}
		for path, methods := range document.Paths {
			for method := range methods {
				path := "/api/v1/" + strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/")
				if pattern := strings.ToUpper(method) + " " + path; len(method) <= len("delete") && !slices.Contains(listed, pattern) {
					t.Errorf("the API serves %s, which is not in the table of feed/access/routes.go: say there who may use it", pattern)
				}
			}
		}
	})
}

// Each role gets through to what it may, and to nothing else, in the program as it is put together.
func TestRolesEverywhere(t *testing.T) {
	guardedHosts(t, func(t *testing.T, h *host) {
		guarded := doored(t, h)
		for groups, role := range map[string]access.Role{
			"": access.Anybody, "others": access.Anybody, "readers": access.Viewer, "others,leads": access.Lead, "operators,readers": access.Operator, "admins": access.Admin,
		} {
			for _, route := range access.Routes() {
				if route.Foreign {
					continue
				}
				method, path := addressOf(route.Pattern)
				got := ask(t, guarded, method, path, groups).Code
				want := "refused"
				switch {
				case route.Program || groups == "" && route.Least > role:
					want = "asked who they are"
				case route.Least <= role:
					want = "served"
				}
				said := map[int]string{http.StatusUnauthorized: "asked who they are", http.StatusForbidden: "refused"}[got]
				if said == "" {
					said = "served"
				}
				if said != want {
					t.Errorf("%s by somebody of %q is %s (%d), want %s", route.Pattern, groups, said, got, want)
				}
			}
		}
	})
}

// hiddenWords occur in the source that is kept to some, and nowhere else.
var hiddenWords = regexp.MustCompile(`(?i)zanzibar|zelda|closet|skeletons`)

// Nothing of a source is told to whoever may not see it: on no page, in no list of the API, in no subscription or search.
func TestHiddenSources(t *testing.T) {
	guardedHosts(t, func(t *testing.T, h *host) {
		guarded := doored(t, h)
		addresses := []string{
			"/?q=quokka", "/?is=open", "/?kind=decision", "/news?after=0", "/items/closet/1", "/asks?state=all", "/asks?by=person", "/asks?by=team", "/decisions?state=all",
			"/sources?source=open", "/zone", "/api/v1/events?q=quokka", "/api/v1/items/closet/1", "/api/v1/asks?state=all", "/reports.csv", "/feed.atom?kind=decision",
		}
		for _, r := range access.Routes() {
			if method, path := addressOf(r.Pattern); method == http.MethodGet && r.Least == access.Viewer {
				addresses = append(addresses, path)
			}
		}
		asks, err := h.db.Asks(t.Context(), store.AskFilter{}, "", 100)
		if err != nil || len(asks) < 2 {
			t.Fatalf("%d asks: %v", len(asks), err)
		}
		for _, a := range asks {
			if a.Source == "closet" {
				addresses = append(addresses, "/asks/"+a.ID, "/api/v1/asks/"+a.ID)
			}
		}
		decided, err := h.register.decisions(t.Context(), feed.DecisionFilter{})
		if err != nil || len(decided) == 0 {
			t.Fatalf("%d decisions: %v", len(decided), err)
		}
		for _, d := range decided {
			addresses = append(addresses, "/decisions/"+d.ID, "/api/v1/decisions/"+d.ID)
		}
		told := map[string]bool{}
		for _, address := range addresses {
			path, _, _ := strings.Cut(address, "?")
			for _, groups := range []string{"readers", "admins"} {
				w := ask(t, guarded, http.MethodGet, address, groups)
				body := strings.ReplaceAll(w.Body.String(), address, "") // what was asked for may be repeated
				body = strings.ReplaceAll(body, path, "")
				body = regexp.MustCompile(`back=[^"]*`).ReplaceAllString(body, "")
				if m := hiddenWords.FindStringIndex(body); m != nil {
					t.Errorf("%s tells %s (%d): …%s…", address, groups, w.Code, body[max(0, m[0]-120):min(len(body), m[1]+120)])
				}
				if w.Code >= http.StatusInternalServerError {
					t.Errorf("%s: %d %s", address, w.Code, w.Body)
				}
			}
			if w := ask(t, guarded, http.MethodGet, address, "readers,hr"); hiddenWords.MatchString(w.Body.String()) {
				told[path] = true
			}
		}
		for _, path := range []string{
			"/", "/asks", "/decisions", "/people", "/sources", "/views", "/feed.atom", "/decisions.csv", "/decisions.md", "/items/closet/1", "/items/open/1",
			"/api/v1/events", "/api/v1/items", "/api/v1/asks", "/api/v1/decisions", "/api/v1/sources", "/api/v1/views", "/api/v1/items/closet/1",
		} {
			if !told[path] {
				t.Errorf("%s tells nothing of it to those who may see it, so nothing is tried there", path)
			}
		}
		reports := func(groups string) string {
			return ask(t, guarded, http.MethodGet, "/reports.csv", groups).Body.String()
		}
		if reports("readers") == reports("readers,hr") {
			t.Error("the reports count what is hidden")
		}
	})
}

// A subscriber is told nothing of a source that is kept to groups it is in none of, and of all others everything.
func TestSubscribersSeeWhatTheyMay(t *testing.T) {
	for groups, want := range map[string]bool{"[]": false, "[core]": false, "[core, hr]": true} {
		var told strings.Builder
		receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(&told, r.Body); err != nil {
				t.Error(err)
			}
		}))
		t.Cleanup(receiver.Close)
		s := newSite(t, http.NotFoundHandler(), guardedYAML+`
subscribers:
  - {name: ops, webhook: "`+receiver.URL+`", private: true, groups: `+groups+`, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}
`)
		h := s.host()
		furnish(s, h)
		activities := h.activities(&connection{})
		var suite testsuite.WorkflowTestSuite
		env := suite.NewTestActivityEnvironment()
		env.RegisterActivity(activities)
		if _, err := env.ExecuteActivity(activities.Deliver, "ops"); err != nil {
			t.Fatal(err)
		}
		if got := hiddenWords.MatchString(told.String()); got != want || !strings.Contains(told.String(), "daylight") {
			t.Errorf("in the groups %s it is told of the kept source: %t, want %t", groups, got, want)
		}
		if left, err := h.db.After(t.Context(), workflows.Subscriber("ops"), 10); err != nil || len(left) > 0 {
			t.Errorf("in the groups %s %d entries are left over: %v", groups, len(left), err)
		}
	}
}
