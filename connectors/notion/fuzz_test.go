package notion

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/feed"
)

// FuzzObject puts any object on a page, after a snapshot of it was stored or not. It must become something, be rejected or
// be gone, and leave a page that can be stored.
func FuzzObject(f *testing.F) {
	for _, name := range []string{"pages", "data_sources", "databases"} {
		for _, raw := range fixture(f, name) {
			f.Add([]byte(raw))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // the decoder of the whole list has refused it
		}
		for _, stored := range []map[string]feed.Item{nil, {"aaaaaaaa-0000-4000-8000-000000000001": {ID: "aaaaaaaa-0000-4000-8000-000000000001", Status: "Draft"}}} {
			b := newBatch(stored)
			rows := b.take(&place{}, list{rows: []json.RawMessage{raw}})
			for _, r := range rows {
				o, err := readObject(r.raw)
				if err != nil {
					b.reject("object", r.raw, err)
					continue
				}
				b.c.learn(o.ID, o.schema(b.rules))
				b.object(o, stored, r.doubtful)
			}
			if len(b.page.Items)+len(b.page.Rejects)+len(b.page.Gone) == 0 && !trashed(raw) {
				t.Errorf("neither understood nor rejected: %s", raw)
			}
			storable(t, b, raw)
		}
	})
}

// FuzzRemark puts any comment and any block on a page.
func FuzzRemark(f *testing.F) {
	for _, raw := range fixture(f, "comments") {
		f.Add([]byte(raw))
	}
	var blocks map[string][]json.RawMessage
	text, err := os.ReadFile(filepath.Join("testdata", "workspace", "blocks.json"))
	if err != nil || json.Unmarshal(text, &blocks) != nil {
		f.Fatal(err)
	}
	for _, all := range blocks {
		for _, raw := range all {
			f.Add([]byte(raw))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		b := newBatch(nil)
		if m, err := readRemark(raw); err != nil {
			b.reject("comment", raw, err)
		} else if err := b.heard(t.Context(), hearing{id: "page", page: "https://www.notion.so/page", all: []remark{m}, whole: true}); err != nil {
			t.Error(err)
		}
		if len(b.page.Events)+len(b.page.Rejects) != 1 {
			t.Errorf("it became %d events and %d rejects: %s", len(b.page.Events), len(b.page.Rejects), raw)
		}
		if block, err := readBlock(raw); err == nil {
			markdown(block.Text)
		}
		storable(t, b, raw)
	})
}

func newBatch(stored map[string]feed.Item) *batch {
	r := &reader{known: func(context.Context, []string) (map[string]feed.Item, error) { return stored, nil }}
	return &batch{reader: r, c: &cursor{At: map[string]place{}, Tables: map[string]table{}, People: map[string]person{}}}
}

// trashed reports whether an object is in the trash and was never met: then there is nothing to tell.
func trashed(raw []byte) bool {
	o, err := readObject(raw)
	return err == nil && (o.Trashed || o.Archived && !o.Shelved)
}

// storable fails where something on the page could not be stored.
func storable(t *testing.T, b *batch, raw []byte) {
	t.Helper()
	b.page.Clean()
	for _, e := range b.page.Events {
		if e.Item != "page" && !slices.ContainsFunc(b.page.Items, func(it feed.Item) bool { return it.ID == e.Item }) {
			t.Errorf("the event %s is about %s, which is not there: %s", e.Key, e.Item, raw)
		}
	}
	for _, r := range b.page.Rejects {
		if strings.HasPrefix(r.Key, "event ") {
			t.Errorf("an event was not fit to be stored: %s: %s", r.Reason, raw)
		}
	}
}

func fixture(f *testing.F, name string) (rows []json.RawMessage) {
	f.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "workspace", name+".json"))
	if err != nil || json.Unmarshal(text, &rows) != nil || len(rows) == 0 {
		f.Fatalf("%d rows of %s, %v", len(rows), name, err)
	}
	return append(rows, connectortest.Recorded(f, "notion")...)
}
