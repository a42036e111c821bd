package github_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A refusing hub answers some paths with a status of its own.
func refusing(t *testing.T, hub http.Handler, refuse map[string]int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-RateLimit-Limit", "5000")
		w.Header().Set("X-RateLimit-Remaining", "4990")
		w.Header().Set("X-RateLimit-Reset", "1772442000")
		if status := refuse[r.URL.Path]; status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message": "Resource not accessible by personal access token"}`)
			return
		}
		hub.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestProbe(t *testing.T) {
	const at = "/repos/acme/api"
	for _, c := range []struct {
		name   string
		refuse map[string]int
		lacks  []string
		wrong  error
	}{
		{"everything", nil, nil, nil},
		{"no pull requests", map[string]int{at + "/pulls": 403, at + "/pulls/comments": 403}, []string{"pull requests: grant the permission Pull requests: read", "remarks: grant the permission Pull requests: read"}, nil},
		{"no issues", map[string]int{at + "/issues": 403}, []string{"issues: grant the permission Issues: read"}, nil},
		{"no contents, as GitHub hides it", map[string]int{at + "/releases": 404, at + "/commits": 404}, []string{"releases: grant the permission Contents: read", "decision records in docs/decisions/: grant the permission Contents: read"}, nil},
		{"issues are switched off", map[string]int{at + "/issues": 410}, nil, nil},
		{"no such repository", map[string]int{at: 404}, nil, connectors.ErrAuth},
		{"a token that is none", map[string]int{"/user": 401}, nil, connectors.ErrAuth},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := refusing(t, fixtures(t, "testdata/repos/acme/api"), c.refuse)
			found, err := open(t, base, http.DefaultClient).(connectors.Prober).Probe(t.Context())
			if !errors.Is(err, c.wrong) || !slices.Equal(found.Lacks, c.lacks) {
				t.Fatalf("lacks %q, %v; want %q, %v", found.Lacks, err, c.lacks, c.wrong)
			}
			if err != nil {
				return
			}
			reads := strings.Join(found.Reads, "; ")
			if found.As != (feed.Account{ID: "reader"}) || !strings.HasPrefix(reads, "the repository acme/api, which is private; ") || !strings.HasSuffix(reads, "4990 of 5000 requests are left until 09:00 UTC") {
				t.Errorf("found %+v", found)
			}
			if c.name == "issues are switched off" && !strings.Contains(reads, "issues, which are switched off") {
				t.Errorf("reads %s", reads)
			}
		})
	}
}

// Nobody and an app are not asked who they are.
func TestProbeWithoutAUser(t *testing.T) {
	base := refusing(t, fixtures(t, "testdata/repos/acme/api"), map[string]int{"/user": 403})
	for _, c := range []struct{ token, as, lacks string }{
		{"", "somebody", "more than 60 requests an hour: set a token"},
		{"ghs_installation", "an installation of an app", ""},
	} {
		connector, err := (&settings{Repo: "acme/api", URL: base, Token: connectors.Secret(c.token)}).Open(connectors.Env{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := connector.(connectors.Prober).Probe(t.Context())
		if err != nil || found.As.Label() != c.as || strings.Join(found.Lacks, "") != c.lacks {
			t.Errorf("with the token %q found %+v, %v", c.token, found, err)
		}
	}
}

// Issues that are switched off are not deleted, and a repository that is not there lists nothing.
func TestListOfWhatExists(t *testing.T) {
	const at = "/repos/acme/api"
	for _, c := range []struct {
		name   string
		refuse map[string]int
		ids    []string
		beyond []string
		wrong  error
	}{
		{"everything", nil, []string{"1", "2", "3", "4", "5", "6", "7", "8", "release/11", "release/12", "release/13"}, []string{"record/"}, nil},
		{"issues are switched off", map[string]int{at + "/issues": 410}, nil, []string{""}, nil},
		{"no such repository", map[string]int{at: 404, at + "/issues": 404}, nil, nil, connectors.ErrAuth},
		{"no permission", map[string]int{at + "/issues": 403}, nil, nil, connectors.ErrAuth},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := refusing(t, fixtures(t, "testdata/repos/acme/api"), c.refuse)
			lister := open(t, base, http.DefaultClient).(connectors.Lister)
			var ids, beyond []string
			for cursor, more := feed.Cursor(""), true; more; {
				roll, err := lister.List(t.Context(), cursor)
				if !errors.Is(err, c.wrong) {
					t.Fatalf("got %v, want %v", err, c.wrong)
				}
				ids, beyond = append(ids, roll.IDs...), append(beyond, roll.Beyond...)
				cursor, more = roll.Next, roll.More
			}
			slices.Sort(ids)
			slices.Sort(beyond)
			if !slices.Equal(ids, c.ids) || !slices.Equal(slices.Compact(beyond), c.beyond) {
				t.Errorf("listed %q, nothing about %q; want %q, nothing about %q", ids, beyond, c.ids, c.beyond)
			}
		})
	}
	if _, err := open(t, "http://127.0.0.1:1", http.DefaultClient).(connectors.Lister).List(t.Context(), "nonsense"); !errors.Is(err, connectors.ErrCursor) {
		t.Errorf("with a worthless cursor: %v", err)
	}
}
