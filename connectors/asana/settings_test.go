package asana_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/asana"
	"github.com/datelinehq/dateline/feed"
)

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		settings
		wrong string // a part of the message; empty for settings that are right
	}{
		{"a gid", settings{Project: projectGID, Token: "t"}, ""},
		{"an address", settings{Project: "https://app.asana.com/0/" + projectGID + "/list", Token: "t"}, ""},
		{"an address since 2025", settings{Project: "https://app.asana.com/1/1201000000000009/project/" + projectGID + "/board/12?focus=true", Token: "t"}, ""},
		{"an address of the demo", settings{Project: "http://127.0.0.1:8090/asana/0/" + projectGID, Token: "t"}, ""},
		{"a portfolio", settings{Portfolio: "https://app.asana.com/0/portfolio/1201000000000801/list", Token: "t"}, ""},
		{"a portfolio since 2025", settings{Portfolio: "https://app.asana.com/1/1201000000000009/portfolio/1201000000000801", Token: "t"}, ""},
		{"a workspace", settings{Workspace: "1201000000000009", Token: "t"}, ""},
		{"the address of a workspace", settings{Workspace: "https://app.asana.com/1/1201000000000009/home", Token: "t"}, ""},
		{"the API with its version", settings{Project: projectGID, Token: "t", URL: "http://127.0.0.1:8090/asana/api/1.0/"}, ""},
		{"nothing", settings{Token: "t"}, "exactly one of project, portfolio and workspace"},
		{"two things", settings{Project: projectGID, Workspace: "1", Token: "t"}, "exactly one of project, portfolio and workspace"},
		{"a name", settings{Project: "Winter season", Token: "t"}, `project: "Winter season"`},
		{"another place", settings{Portfolio: "https://app.asana.com/0/" + projectGID, Token: "t"}, "portfolio:"},
		{"a way out", settings{Workspace: "../users/me", Token: "t"}, `workspace: "../users/me"`},
		{"no token", settings{Project: projectGID}, "token:"},
		{"a token of two lines", settings{Project: projectGID, Token: "t\nu"}, "token:"},
		{"no address", settings{Project: projectGID, Token: "t", URL: "app.asana.com"}, "url:"},
		{"a password in the address", settings{Project: projectGID, Token: "t", URL: "https://a:b@app.asana.com"}, "url:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.Open(connectors.Env{})
			if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got %v, want %q", err, c.wrong)
			}
		})
	}
	if (&settings{Token: "t"}).Credential() != (&settings{Token: "t", Project: "1"}).Credential() {
		t.Error("two projects with one token do not share its limits")
	}
}

// A workspace opens its projects, and nothing else; what it found before is not told again.
func TestParts(t *testing.T) {
	server := httptest.NewServer(fixtures(t))
	defer server.Close()
	whole := open(t, settings{Workspace: "1201000000000009"}, server.URL, connectors.Env{})
	p, err := whole.Fetch(t.Context(), "")
	if err != nil || len(p.Parts) != 3 || p.Parts[0].Name != "Winter season "+projectGID || p.Parts[1].Name != "Trade fairs" {
		t.Fatalf("the projects are %v, %v", p.Parts, err)
	}
	part, err := whole.(connectors.Whole).Part(p.Parts[0])
	if err != nil {
		t.Fatal(err)
	}
	if p, err := part.Fetch(t.Context(), ""); err != nil || len(p.Events) == 0 {
		t.Errorf("%d events arrived, %v", len(p.Events), err)
	}
	for _, id := range []string{"../users/me", ""} {
		if _, err := whole.(connectors.Whole).Part(feed.Part{ID: id}); err == nil {
			t.Errorf("the part %q was opened", id)
		}
	}
}

// A cursor of another project, or of another Asana, is worthless.
func TestForeignCursors(t *testing.T) {
	server := httptest.NewServer(fixtures(t))
	defer server.Close()
	p, err := open(t, settings{Project: projectGID}, server.URL, connectors.Env{}).Fetch(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []asana.Config{{Project: "7", URL: server.URL}, {Project: projectGID, URL: server.URL + "/elsewhere"}} {
		c.Token = "a-token"
		connector, err := c.Open(connectors.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := connector.Fetch(t.Context(), p.Next); err == nil || !strings.Contains(err.Error(), connectors.ErrCursor.Error()) {
			t.Errorf("%+v took the cursor: %v", c, err)
		}
		if _, err := connector.(connectors.Lister).List(t.Context(), p.Next); err == nil || !strings.Contains(err.Error(), connectors.ErrCursor.Error()) {
			t.Errorf("%+v lists from the cursor: %v", c, err)
		}
	}
}
