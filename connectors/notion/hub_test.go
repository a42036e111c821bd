package notion_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
)

// A thing is an object of Notion.
type thing = map[string]any

// A hub plays Notion from objects that a test may change.
type hub struct {
	mu       sync.Mutex
	pages    []thing
	sources  []thing
	bases    []thing
	users    []thing
	comments []thing
	blocks   map[string][]thing
	now      time.Time
	// atMost bounds pages of lists below what was asked for, as Notion may; refused are paths that are answered 403.
	atMost  int
	refused []string
	// asked counts requests by path, before is called with each.
	asked  []string
	before func()
	// heard counts how often the comments of a page were asked for, if it is set.
	heard map[string]int
}

const (
	base   = "dbdbdbdb-0000-4000-8000-000000000001"
	source = "d5d5d5d5-0000-4000-8000-000000000001"
	token  = "ntn_notarealtoken"
)

// workspace plays the fixtures, three objects to a page.
func workspace(t testing.TB) *hub {
	h := &hub{now: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC), atMost: 3}
	for name, into := range map[string]any{
		"pages": &h.pages, "data_sources": &h.sources, "databases": &h.bases, "users": &h.users, "comments": &h.comments, "blocks": &h.blocks,
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "workspace", name+".json"))
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// open opens a connector.
func open(t testing.TB, c notion.Config, address string, env connectors.Env) connectors.Connector {
	t.Helper()
	c.URL, c.Token = address, token
	connector, err := c.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	h.asked = append(h.asked, path)
	if h.before != nil {
		h.before()
	}
	w.Header().Set("Date", h.now.Format(http.TimeFormat))
	parts := strings.Split(path, "/")
	var body struct {
		Size   int    `json:"page_size"`
		Start  string `json:"start_cursor"`
		Filter *struct {
			Value string `json:"value"`
		} `json:"filter"`
	}
	_ = json.NewDecoder(r.Body).Decode(&body) // a GET has none
	if r.Method == http.MethodGet {
		body.Size, _ = strconv.Atoi(r.URL.Query().Get("page_size"))
		body.Start = r.URL.Query().Get("start_cursor")
	}
	send := func(all []thing) { h.list(w, all, body.Size, body.Start) }
	one := func(all []thing, id string) {
		for _, o := range all {
			if o["id"] == id {
				answer(w, http.StatusOK, o)
				return
			}
		}
		refuse(w, http.StatusNotFound, "object_not_found", "Could not find it. Make sure the relevant pages and databases are shared with your integration.")
	}
	switch newer := r.Header.Get("Notion-Version") >= "2025-09-03"; {
	case r.Header.Get("Authorization") != "Bearer "+token:
		refuse(w, http.StatusUnauthorized, "unauthorized", "API token is invalid.")
	case slices.Contains(h.refused, parts[0]):
		refuse(w, http.StatusForbidden, "restricted_resource", "Insufficient permissions for this endpoint.")
	case path == "search" && newer:
		send(latest(live(slices.Concat(h.pages, h.sources))))
	case path == "search" && body.Filter != nil && body.Filter.Value == "database":
		send(latest(live(h.bases)))
	case parts[0] == "data_sources" && len(parts) == 3 && newer:
		send(latest(live(h.rowsOf(parts[1]))))
	case parts[0] == "data_sources" && newer:
		one(h.sources, parts[1])
	case parts[0] == "databases" && len(parts) == 2:
		one(h.bases, parts[1])
	case parts[0] == "pages":
		one(h.pages, parts[1])
	case path == "users":
		send(h.users)
	case path == "users/me":
		answer(w, http.StatusOK, h.users[len(h.users)-1])
	case parts[0] == "blocks":
		send(h.blocks[parts[1]])
	case path == "comments":
		id := r.URL.Query().Get("block_id")
		if h.heard != nil {
			h.heard[id]++
		}
		if !slices.ContainsFunc(h.pages, func(p thing) bool { return p["id"] == id && p["in_trash"] != true }) {
			one(nil, id)
			return
		}
		send(slices.DeleteFunc(slices.Clone(h.comments), func(c thing) bool { return c["parent"].(thing)["page_id"] != id }))
	default:
		refuse(w, http.StatusBadRequest, "invalid_request_url", "Invalid request URL.")
	}
}

func (h *hub) rowsOf(source string) []thing {
	return slices.DeleteFunc(slices.Clone(h.pages), func(p thing) bool { return p["parent"].(thing)["data_source_id"] != source })
}

// live are the objects that are in no trash.
func live(all []thing) []thing {
	return slices.DeleteFunc(slices.Clone(all), func(o thing) bool { return o["in_trash"] == true })
}

func latest(all []thing) []thing {
	slices.SortStableFunc(all, func(a, b thing) int {
		return strings.Compare(b["last_edited_time"].(string), a["last_edited_time"].(string))
	})
	return all
}

// list answers with a page of a list, which goes on from an object.
func (h *hub) list(w http.ResponseWriter, all []thing, size int, start string) {
	at := 0
	if start != "" {
		if at = slices.IndexFunc(all, func(o thing) bool { return o["id"] == start }); at < 0 {
			refuse(w, http.StatusBadRequest, "validation_error", "The start_cursor provided is invalid: "+start)
			return
		}
	}
	if h.atMost > 0 {
		size = min(size, h.atMost)
	}
	part, next := all[at:min(len(all), at+size)], any(nil)
	if at+size < len(all) {
		next = all[at+size]["id"]
	}
	if part == nil {
		part = []thing{}
	}
	answer(w, http.StatusOK, thing{"object": "list", "results": part, "next_cursor": next, "has_more": next != nil})
}

func answer(w http.ResponseWriter, status int, o thing) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(o)
}

func refuse(w http.ResponseWriter, status int, code, said string) {
	answer(w, status, thing{"object": "error", "status": status, "code": code, "message": said})
}

// change changes an object and dates it by the hub's clock, to the minute.
func (h *hub) change(o thing, with thing) {
	maps.Copy(o, with)
	o["last_edited_time"] = stamp(h.now)
}

func stamp(t time.Time) string { return t.Truncate(time.Minute).Format("2006-01-02T15:04:05.000Z") }
