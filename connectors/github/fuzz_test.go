package github

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

// FuzzRow gives every listing any row. It must become something or be rejected, and leave a page that can be stored.
func FuzzRow(f *testing.F) {
	all := []listing{issues, pulls, comments, remarks, events, releases, decisions("docs/decisions")}
	for _, row := range append(fixtureRows(f), connectortest.Recorded(f, "github")...) {
		for i := range all {
			f.Add(byte(i), []byte(row))
		}
	}
	f.Fuzz(func(t *testing.T, which byte, raw []byte) {
		if !json.Valid(raw) {
			return // the decoder of the whole list has refused it
		}
		l := all[int(which)%len(all)]
		page := feed.Page{}
		tr := newTranslator("acme/api", 0, &page)
		for _, decode := range []func(*translator, []byte) ([]object, error){l.decode, reviews(1)} {
			before := len(page.Rejects)
			objects, err := decode(tr, slices.Concat([]byte("["), raw, []byte("]")))
			if err != nil || len(objects) != 1 {
				t.Fatalf("%s: a list of one row became %d objects, %v: %s", l.name, len(objects), err, raw)
			}
			if o := objects[0]; o.put != nil {
				o.put()
			} else if len(page.Rejects) != before+1 {
				t.Errorf("%s: neither understood nor rejected: %s", l.name, raw)
			}
		}
		page.Clean()
		if len(page.Events) > 2*(1+mentionsAtMost) || len(page.Items) > 2 {
			t.Errorf("%s: one row became %d events and %d items", l.name, len(page.Events), len(page.Items))
		}
		for _, e := range page.Events {
			if e.Item != "" && !slices.ContainsFunc(page.Items, func(it feed.Item) bool { return it.ID == e.Item }) && !strings.HasPrefix(e.Key, "link/") {
				t.Errorf("%s: the event %s is about the item %s, which is not there", l.name, e.Key, e.Item)
			}
		}
	})
}

// FuzzDecision gives what reads the files of commits any patch and any text.
func FuzzDecision(f *testing.F) {
	archive, err := os.ReadFile("testdata/records.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for text := range strings.SplitSeq(string(archive), "-- read --") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range []record{readPatch(text), readRecord(text)} {
			if len(r.title)+len(r.status)+len(r.outcome) > len(text) {
				t.Errorf("more was read than there is: %+v", r)
			}
		}
		mentioned(text)
	})
}

func fixtureRows(f *testing.F) (rows []json.RawMessage) {
	f.Helper()
	err := filepath.WalkDir("testdata/repos", func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var list []json.RawMessage
		if json.Unmarshal(text, &list) == nil {
			rows = append(rows, slices.DeleteFunc(list, func(r json.RawMessage) bool { return len(r) > 10_000 })...)
		}
		return nil
	})
	if err != nil || len(rows) == 0 {
		f.Fatalf("%d fixtures, %v", len(rows), err)
	}
	return rows
}
