package notion_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
)

// TestRefusals answers everything with one refusal.
func TestRefusals(t *testing.T) {
	const refusal = `{"object": "error", "status": 0, "code": "%", "message": "said"}`
	for name, c := range map[string]struct {
		config     notion.Config
		status     int
		code       string
		retryAfter string
		auth       bool
		wait       time.Duration
		says       string
	}{
		"a token that is none":        {notion.Config{All: true}, 401, "unauthorized", "", true, 0, "token of the integration"},
		"a database that is none":     {notion.Config{Database: base}, 404, "object_not_found", "", true, 0, "Connections"},
		"a data source that is none":  {notion.Config{DataSource: source}, 404, "object_not_found", "", true, 0, "no data source " + source},
		"no right to read":            {notion.Config{All: true}, 403, "restricted_resource", "", true, 0, "Read content"},
		"too many requests":           {notion.Config{All: true}, 429, "rate_limited", "17", false, 17 * time.Second, "said"},
		"too many, half a second":     {notion.Config{All: true}, 429, "rate_limited", "0.5", false, time.Second, "said"},
		"too many, without a number":  {notion.Config{All: true}, 429, "rate_limited", "", false, time.Minute, "said"},
		"too many, for a year":        {notion.Config{All: true}, 429, "rate_limited", "31536000", false, 65 * time.Minute, "said"},
		"a conflict":                  {notion.Config{All: true}, 409, "conflict_error", "", false, 0, "409 conflict_error"},
		"overload":                    {notion.Config{All: true}, 529, "service_overload", "9", false, 0, "529 service_overload"},
		"unavailable":                 {notion.Config{All: true}, 503, "service_unavailable", "9", false, 0, "503"},
		"a version that is not known": {notion.Config{All: true}, 400, "validation_error", "", false, 0, "400 validation_error"},
		"an address that is none":     {notion.Config{All: true}, 404, "", "", false, 0, "404"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if c.retryAfter != "" {
					w.Header().Set("Retry-After", c.retryAfter)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(strings.Replace(refusal, "%", c.code, 1)))
			}))
			defer server.Close()
			_, err := open(t, c.config, server.URL, connectors.Env{}).Fetch(t.Context(), "")
			var wait *connectors.Wait
			switch {
			case err == nil || !strings.Contains(err.Error(), c.says):
				t.Errorf("%v, want %q in it", err, c.says)
			case errors.Is(err, connectors.ErrAuth) != c.auth:
				t.Errorf("%v: ErrAuth should be %v", err, c.auth)
			case errors.As(err, &wait) != (c.wait > 0) || c.wait > 0 && wait.For != c.wait:
				t.Errorf("%v: want to wait %v", err, c.wait)
			}
		})
	}
}

// TestProbe asks what an integration may that may read everything, and one that may not.
func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		config       notion.Config
		refused      []string
		reads, lacks []string
	}{
		"everything":    {notion.Config{All: true}, nil, []string{"shared with the integration: more than 3 pages", "open discussions", "the people of the workspace"}, nil},
		"a database":    {notion.Config{Database: base}, nil, []string{"the database Proposals: more than 4 pages", "open discussions", "the people of the workspace"}, nil},
		"a data source": {notion.Config{DataSource: source}, nil, []string{"the data source Proposals: more than 3 pages", "open discussions", "the people of the workspace"}, nil},
		"no comments": {
			notion.Config{DataSource: source}, []string{"comments"}, []string{"the data source Proposals: more than 3 pages", "the people of the workspace"},
			[]string{"comments: grant the integration 'Read comments'"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := workspace(t)
			h.refused = c.refused
			server := httptest.NewServer(h)
			defer server.Close()
			found, err := open(t, c.config, server.URL, connectors.Env{}).(connectors.Prober).Probe(t.Context())
			if err != nil || found.As.Name != "Dateline" || !found.As.Bot {
				t.Errorf("%+v, %v", found, err)
			}
			if diff := cmp.Diff(c.reads, found.Reads) + cmp.Diff(c.lacks, found.Lacks); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestCapabilities reads with an integration that may see neither comments nor people: pages come all the same.
func TestCapabilities(t *testing.T) {
	h := workspace(t)
	h.refused = []string{"comments", "users"}
	n := newNotebook(t, h, notion.Config{All: true})
	n.read(t)
	if it := n.items[page(3)]; it.Title != "A fee for late boats" || it.Author.ID == "" || it.Author.Name != "" {
		t.Errorf("what came is %+v", it)
	}
	if asked := slices.DeleteFunc(h.asked, func(path string) bool { return path != "comments" }); len(asked) != 1 {
		t.Errorf("it asked for comments %d times, although it may not read them", len(asked))
	}
	h.refused = nil
	for range 24 {
		n.read(t)
	}
	h.now = h.now.Add(time.Hour)
	h.change(h.find(page(3)), nil)
	h.say(3, 9, 9, "Granted")
	n.read(t)
	if _, ok := n.events["comment/"+discussion(9)+"/"+comment(9)]; !ok {
		t.Error("what was granted is not noticed")
	}
}
