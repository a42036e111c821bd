package jira_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
)

// TestRefusals checks what the host is told when a search is refused.
func TestRefusals(t *testing.T) {
	const date = "Mon, 09 Mar 2026 12:00:00 GMT"
	said := func(words string) string { return `{"errorMessages": ["` + words + `"], "errors": {}}` }
	for name, test := range map[string]struct {
		status int
		header map[string]string
		body   string
		auth   bool
		wait   time.Duration
		cursor bool
		says   string
	}{
		"expired token":       {status: 401, body: said("Client must be authenticated to access this resource."), auth: true, says: "must be authenticated"},
		"permission":          {status: 403, body: said("You do not have the permission."), auth: true, says: "Browse Projects"},
		"captcha":             {status: 403, header: map[string]string{"X-Seraph-LoginReason": "AUTHENTICATION_DENIED"}, auth: true, says: "captcha"},
		"taken for nobody":    {status: 200, header: map[string]string{"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}, body: `{"issues": []}`, auth: true, says: "nobody"},
		"no such project":     {status: 400, body: said("The value 'SUP' does not exist for the field 'project'."), auth: true, says: "project SUP does not exist or is not shared"},
		"bad request":         {status: 400, body: "<html>", says: "400"},
		"seconds":             {status: 429, header: map[string]string{"Retry-After": "7"}, wait: 7 * time.Second},
		"reset":               {status: 429, header: map[string]string{"X-RateLimit-Reset": "2026-03-09T12:03Z", "Date": date}, wait: 3*time.Minute + time.Second},
		"reset long ago":      {status: 429, header: map[string]string{"X-RateLimit-Reset": "2026-03-09T11:03:00Z", "Date": date}, wait: time.Second},
		"no word":             {status: 429, wait: time.Minute},
		"next week":           {status: 429, header: map[string]string{"Retry-After": "604800"}, wait: 65 * time.Minute},
		"maintenance":         {status: 503, header: map[string]string{"Retry-After": "7"}, says: "503"},
		"a page":              {status: 200, header: map[string]string{"Content-Type": "text/html"}, body: "<html>", says: "web page"},
		"no list":             {status: 200, body: `{"isLast": true}`, says: "no list"},
		"a list of something": {status: 200, body: `{"issues": {}}`, says: "not what was asked for"},
		"moved to the cloud":  {status: 410, body: said("The requested API has been removed."), cursor: true},
		"moved to a server":   {status: 404, body: `{"message": "null for uri", "status-code": 404}`, cursor: true},
		"a lost page":         {status: 404, body: "<html>", says: "404"},
		"errors by field":     {status: 400, body: `{"errors": {"jql": "it is bad"}}`, auth: true, says: "jql: it is bad"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(true)
			busy(d, 3, time.Minute)
			broken := false
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !broken {
					d.ServeHTTP(w, r)
					return
				}
				w.Header()["Date"] = nil
				w.Header().Set("Content-Type", "application/json")
				for key, value := range test.header {
					w.Header().Set(key, value)
				}
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			r := newReader(t, jira.Config{Project: "SUP", Token: "verysecret"}, server.URL)
			r.settle(t)
			broken = true
			_, err := r.c.Fetch(t.Context(), r.cursor)
			var wait *connectors.Wait
			switch {
			case err == nil:
				t.Fatal("there is no error")
			case errors.Is(err, connectors.ErrAuth) != test.auth, errors.Is(err, connectors.ErrCursor) != test.cursor, errors.As(err, &wait) != (test.wait > 0):
				t.Errorf("it is the wrong sort of error: %v", err)
			case wait != nil && wait.For != test.wait:
				t.Errorf("it waits for %s", wait.For)
			case !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "verysecret"):
				t.Errorf("it says %v", err)
			}
		})
	}
}

// TestFirstRefusals checks what a site is taken for that is asked for the first time.
func TestFirstRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		answers map[string]string // by the end of the path; what is not listed is answered 404
		says    string
	}{
		"no Jira":        {nil, "no Jira at url"},
		"something else": {map[string]string{"serverInfo": `{"name": "another tool"}`}, "does not say what Jira it is"},
		"no statuses":    {map[string]string{"serverInfo": `{"version": "9.0.0"}`, "status": `null`}, "no list"},
		"no search":      {map[string]string{"serverInfo": `{"deploymentType": "Cloud"}`, "status": `[]`}, "404"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for end := range maps.Keys(test.answers) {
				if strings.HasSuffix(r.URL.Path, end) {
					_, _ = io.WriteString(w, test.answers[end])
					return
				}
			}
			deny(w, http.StatusNotFound, "nothing here")
		}))
		c := open(t, jira.Config{JQL: "type = Bug"}, server.URL, connectors.Env{})
		if _, err := c.Fetch(t.Context(), ""); err == nil || !strings.Contains(err.Error(), test.says) || errors.Is(err, connectors.ErrCursor) {
			t.Errorf("%s: the error is %v", name, err)
		}
		server.Close()
	}
}

// TestAuthorization checks with what a site is asked, in what forms credentials come.
func TestAuthorization(t *testing.T) {
	for _, test := range []struct {
		config jira.Config
		want   string
	}{
		{jira.Config{Email: "ana@acme.example", Token: "t"}, "Basic YW5hQGFjbWUuZXhhbXBsZTp0"},
		{jira.Config{Token: "t"}, "Bearer t"},
		{jira.Config{}, ""},
	} {
		got := "never asked"
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("Authorization")
			deny(w, http.StatusNotFound, "nothing here")
		}))
		test.config.Project = "SUP"
		if _, err := open(t, test.config, server.URL, connectors.Env{}).Fetch(t.Context(), ""); err == nil || got != test.want {
			t.Errorf("it is asked as %q, not %q (%v)", got, test.want, err)
		}
		server.Close()
	}
}
