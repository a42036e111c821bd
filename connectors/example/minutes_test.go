package example_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// minutes plays the tool from the files in testdata, which are laid out like its addresses.
type minutes struct {
	entries, topics []json.RawMessage
	about           json.RawMessage
	pageSize        int
}

func load(t *testing.T) *minutes {
	t.Helper()
	m := &minutes{pageSize: 2}
	for name, into := range map[string]any{"entries": &m.entries, "topics": &m.topics, "about": &m.about} {
		text, err := os.ReadFile(filepath.Join("testdata", "books", "acme", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m *minutes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var answer any
	switch strings.TrimPrefix(r.URL.Path, "/books/acme/") {
	case "entries":
		after, _ := strconv.Atoi(r.URL.Query().Get("after"))
		rest := slices.DeleteFunc(slices.Clone(m.entries), func(raw json.RawMessage) bool { return number(raw) <= after })
		answer = map[string]any{"entries": rest[:min(len(rest), m.pageSize)], "more": len(rest) > m.pageSize}
	case "topics":
		from, _ := strconv.Atoi(cmp.Or(r.URL.Query().Get("from"), "0"))
		page := map[string]any{"topics": m.topics[from:min(from+m.pageSize, len(m.topics))]}
		if from+m.pageSize < len(m.topics) {
			page["next"] = strconv.Itoa(from + m.pageSize)
		}
		answer = page
	case "about":
		answer = m.about
	default:
		http.NotFound(w, r)
		return
	}
	body, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256(body))
	w.Header().Set("ETag", etag)
	w.Header().Set("Content-Type", "application/json")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(body)
}

func number(raw json.RawMessage) int {
	var e struct {
		ID int `json:"id"`
	}
	_ = json.Unmarshal(raw, &e) // one of them is broken on purpose
	return e.ID
}
