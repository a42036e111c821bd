package github_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Every project that is code is a repository, and what was opened in it is where its address says.
func TestAddress(t *testing.T) {
	w, err := world.New(world.Options{Seed: 3, Now: time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	face := github.New(w, github.Options{Base: server.URL, Refer: func(work int) string {
		return fmt.Sprintf("https://elsewhere.example/%d", work)
	}})
	mux.Handle("/", face)
	code := map[string]bool{}
	for _, p := range world.Projects(world.Code) {
		code[p.Name] = true
	}
	seen := map[string]bool{}
	elsewhere := 0
	for _, a := range w.Acts(0) {
		if a.Deed != world.Opened {
			continue
		}
		address := face.Address(a.Project, a.Number)
		if !code[a.Project] {
			if address != "" {
				t.Errorf("%s of %s is at %s", a.Name, a.Project, address)
			}
			continue
		}
		if seen[a.Project] && a.Number%10 != 0 {
			continue
		}
		seen[a.Project] = true
		page := read(t, address)
		if !strings.Contains(page, "<h1") || !strings.Contains(html.UnescapeString(page), strings.Trim(a.Name, "`")[:8]) {
			t.Errorf("%s is not at %s:\n%s", a.Name, address, page)
		}
	}
	for _, project := range world.Projects(world.Code) {
		if !seen[project.Name] {
			t.Errorf("nothing was opened in %s", project.Name)
		}
		for page := 1; page < 8; page++ {
			list := api(t, fmt.Sprintf("%s/repos/moorline/%s/issues?state=all&per_page=100&page=%d", server.URL, project.Name, page))
			elsewhere += strings.Count(list, "https://elsewhere.example/")
			if strings.Contains(list, "something elsewhere") {
				t.Errorf("a text in %s names nothing", project.Name)
			}
		}
	}
	if elsewhere == 0 {
		t.Error("no issue names what is kept in another tool")
	}
}

func read(t *testing.T, address string) string {
	t.Helper()
	return fetched(t, address, "")
}

func api(t *testing.T, address string) string {
	t.Helper()
	return fetched(t, address, "Bearer any")
}

func fetched(t *testing.T, address, authorization string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", authorization)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
	return string(body)
}

func TestAccount(t *testing.T) {
	w, err := world.New(world.Options{Now: time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	face := github.New(w, github.Options{})
	for handle, want := range map[string]string{"ines": "inescarvalho", "ci": "moorline-ci[bot]", "backend": "", "gone": "", "nobody": ""} {
		if got := face.Account(handle); got != want {
			t.Errorf("%s is %q, want %q", handle, got, want)
		}
	}
}
