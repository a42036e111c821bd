package github_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// repositories plays the list of an organisation's repositories, the newest first.
func repositories(h *hub, names []string) {
	h.lists["repos"] = &list{}
	for i, name := range names {
		text, err := json.Marshal(map[string]any{"id": 100 + i, "name": name})
		if err != nil {
			panic(err)
		}
		h.put("repos", &row{id: 100 + i, created: int64(i), render: func() []byte { return text }})
	}
}

func TestWholeAccount(t *testing.T) {
	var names []string
	for i := range 230 {
		names = append(names, fmt.Sprintf("service-%d", i))
	}
	names = append(names, "attic-1", "website")
	h := newHub()
	repositories(h, names)
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		r.URL.Path = strings.Replace(r.URL.Path, "/orgs/acme/", "/repos/x/y/", 1)
		h.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := settings{Org: "acme", Exclude: []string{"attic-*", "service-2??"}, URL: server.URL, Token: "t"}
	connector, err := c.Open(connectors.Env{Source: "acme", HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	fetch := func(after feed.Cursor) feed.Page {
		t.Helper()
		asked = nil
		p, err := connector.Fetch(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	p := fetch("")
	if len(p.Parts) != 201 || len(asked) != 3 || p.More {
		t.Errorf("%d parts in %d requests, more: %v", len(p.Parts), len(asked), p.More)
	}
	if !slices.Contains(p.Parts, feed.Part{ID: "331", Name: "website"}) {
		t.Errorf("the website is not among %v", p.Parts[:3])
	}
	if p = fetch(p.Next); !p.Empty() || len(asked) != 1 {
		t.Errorf("asked again without news: %d requests, %d parts", len(asked), len(p.Parts))
	}
	repositories(h, append(names, "shop"))
	if p = fetch(p.Next); len(p.Parts) != 202 || p.Parts[0] != (feed.Part{ID: "332", Name: "shop"}) {
		t.Errorf("a new repository: %d parts, first %v", len(p.Parts), p.Parts[0])
	}

	// One on a later page is renamed: the first page does not tell, and is not trusted for ever.
	names[0] = "service-zero"
	repositories(h, append(names, "shop"))
	requests := 0
	for !slices.Contains(p.Parts, feed.Part{ID: "100", Name: "service-zero"}) {
		p = fetch(p.Next)
		if requests += len(asked); requests > 100 {
			t.Fatal("the renamed repository was never noticed")
		}
	}

	part, err := connector.(connectors.Whole).Part(feed.Part{ID: "332", Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	asked = nil
	_, err = part.Fetch(t.Context(), "")
	if diff := cmp.Diff([]string{"/repos/acme/shop/issues"}, asked[:1]); diff != "" || err != nil {
		t.Errorf("the part asked (-want +got):\n%s\n%v", diff, err)
	}
	if _, err := connector.Fetch(t.Context(), `{"v":0}`); !errors.Is(err, connectors.ErrCursor) {
		t.Errorf("with a worthless cursor: %v", err)
	}
}

func TestWholeAccountIsGone(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	c := settings{User: "ana", URL: server.URL}
	connector, err := c.Open(connectors.Env{HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connector.Fetch(t.Context(), ""); !errors.Is(err, connectors.ErrAuth) || !strings.Contains(err.Error(), "no such account") {
		t.Errorf("got %v", err)
	}
}
