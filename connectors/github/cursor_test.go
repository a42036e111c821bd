package github_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// The settings of a source may be pointed at another repository. Its cursor is of no use there: read on from it, what
// had happened before would never arrive.
func TestCursorOfAnotherRepository(t *testing.T) {
	w := newWorld()
	w.label(w.open(true))
	w.at(w.clock + 3600)
	server := httptest.NewServer(w.hub)
	defer server.Close()
	open := func(c settings) connectors.Connector {
		t.Helper()
		c.URL = server.URL
		connector, err := c.Open(connectors.Env{HTTP: server.Client()})
		if err != nil {
			t.Fatal(err)
		}
		return connector
	}
	part := func(id, name string) connectors.Connector {
		t.Helper()
		connector, err := open(settings{Org: "acme"}).(connectors.Whole).Part(feed.Part{ID: id, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		return connector
	}
	for _, c := range []struct {
		name       string
		read, then connectors.Connector
		refused    bool
	}{
		{"the same", open(settings{Repo: "acme/api"}), open(settings{Repo: "acme/api"}), false},
		{"in other letters", open(settings{Repo: "acme/api"}), open(settings{Repo: "Acme/API"}), false},
		{"another", open(settings{Repo: "acme/api"}), open(settings{Repo: "acme/web"}), true},
		{"a part", part("7", "api"), part("7", "api"), false},
		{"a renamed part", part("7", "api"), part("7", "server"), false},
		{"another part of the same name", part("7", "api"), part("8", "api"), true},
		{"the list of repositories", open(settings{Org: "acme"}), open(settings{Repo: "acme/api"}), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(c.read)
			if _, whole := c.read.(connectors.Whole); whole {
				r.cursor = `{"v":1,"e":"W/\"1\"","n":3}`
			} else {
				r.settle(t)
			}
			_, err := c.then.Fetch(t.Context(), r.cursor)
			if errors.Is(err, connectors.ErrCursor) != c.refused || err != nil && !c.refused {
				t.Errorf("got %v, refused should be %v", err, c.refused)
			}
		})
	}
}
