package jira

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/feed"
)

// everything are the fixtures with issues, and what was recorded.
func everything(t testing.TB) (issues []json.RawMessage) {
	t.Helper()
	files, err := filepath.Glob("testdata/*/issue/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		issues = append(issues, raw)
	}
	return append(issues, connectortest.Recorded(t, "jira")...)
}

func translating() *translator {
	return &translator{web: "https://acme.example", statuses: map[string]bool{"1": false, "5": true}, strange: map[string]bool{}}
}

// FuzzIssue gives the translator any issue. It must become an item or be rejected, and leave a page that can be stored.
func FuzzIssue(f *testing.F) {
	for _, raw := range everything(f) {
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"id": 7, "key": "A-1", "fields": {"created": "2026-02-02T09:00:00.000-0800", "updated": "2026-02-02T09:00:00Z", "labels": {}, "status": 5, "description": {"type": "doc", "content": [null, 7, {"type": ["x"]}, {"type": "mention"}]}}, "changelog": {"histories": [7, {"id": 9, "created": "2026-02-02T09:00:00Z", "items": [{"field": "status"}, {"field": "assignee", "to": {}}]}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // the decoder of the whole answer has refused it
		}
		pieces := translating().pieces([]json.RawMessage{raw})
		p := pieces[0]
		if len(p.items)+len(p.rejects) == 0 {
			t.Fatalf("neither understood nor rejected: %s", raw)
		}
		c := &cursor{}
		page := feed.Page{}
		c.take(pieces, &found{issues: []json.RawMessage{raw}, last: true}, &page)
		rejected := len(page.Rejects)
		page.Clean()
		for _, r := range page.Rejects[rejected:] {
			if !strings.Contains(r.Reason, "longer") && !strings.Contains(r.Reason, "control characters") { // ids that nobody has
				t.Errorf("not fit to be stored: %s: %s", r.Key, r.Reason)
			}
		}
		if !c.seen(p.glance()) && !p.updated.IsZero() {
			t.Error("it is not known again")
		}
	})
}

// FuzzText gives any text, wiki or document, to what reads them.
func FuzzText(f *testing.F) {
	for _, raw := range everything(f) {
		var is struct {
			Fields struct {
				Description json.RawMessage `json:"description"`
			} `json:"fields"`
		}
		if json.Unmarshal(raw, &is) == nil && len(is.Fields.Description) > 0 {
			f.Add([]byte(is.Fields.Description))
		}
	}
	f.Add([]byte(`"{code}x\n{quote}[~a] {{b}} {quote}\nh1. c\n##* d\n[e|https://f.example]"`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		what := read(raw, crowd{})
		if len(what.text) > 100*(len(raw)+100) {
			t.Errorf("%d bytes became %d", len(raw), len(what.text))
		}
		if slices.Contains(what.mentions, "") {
			t.Errorf("nobody is mentioned in %s", raw)
		}
	})
}

// TestDepth checks that a document as deep as JSON may be ends.
func TestDepth(t *testing.T) {
	const deep = 4000
	for _, kind := range []string{"blockquote", "bulletList", "panel", "paragraph", "table", "mystery"} {
		raw := strings.Repeat(`{"type": "`+kind+`", "content": [`, deep) + strings.Repeat("]}", deep)
		if what := read(json.RawMessage(`{"type": "doc", "content": [`+raw+`]}`), crowd{}); len(what.text) > 100*deep {
			t.Errorf("%d levels of %s became %d bytes", deep, kind, len(what.text))
		}
	}
}
