package syndication

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// hostile are texts that somebody may write to hurt whoever reads a subscription.
var hostile = []string{
	"<script>alert(1)</script>", "]]>", "&amp;&lt;", "\x00\x01\x1b[31m", "\xff\xfe", "\u202eabc", "a\nb\tc",
	strings.Repeat("x", 10_000),
	strings.Repeat("長い題名 ", 2000), "\ufffe\uffff", "𝕏👩‍👩‍👧", "שלום עולם", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "", " ",
	"END:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY", `\n\;,:"`,
}

// spoiled is the morning with a text wherever somebody can write one.
func spoiled(t testing.TB, text string) []feed.Entry {
	entries := morning(t)
	for i := range entries {
		e := &entries[i]
		e.Key, e.Source = text+e.Key, text+e.Source
		e.Text, e.On.Title, e.On.Key, e.From, e.Into = text, text, text, text, text
		e.By = feed.Account{ID: text, Name: text}
		e.To = []feed.Account{{ID: text, Name: text}}
	}
	return entries
}

// found is the path of what tests are run with, which the environment tells.
func found(t *testing.T, name, what string) string {
	t.Helper()
	path := os.Getenv(name)
	if path == "" {
		t.Fatalf(`set %s to %s, or run "make test", which finds or fetches it`, name, what)
	}
	return path
}

// run runs a program and returns what it prints.
func run(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	var out, wrong bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, &wrong)
	}
	return out.Bytes()
}

// everything are the documents of the golden files, and hostile ones, in an XML format: files by their names.
func everything(t *testing.T, write func(io.Writer, Feed) error) (files map[string]string, feeds map[string]Feed) {
	t.Helper()
	folder := t.TempDir()
	feeds, files = documents(t), map[string]string{}
	for i, text := range hostile {
		c := channel(t)
		c.Title = text
		feeds["hostile"+string(rune('a'+i))] = New(c, spoiled(t, text))
	}
	for name, f := range feeds {
		var b bytes.Buffer
		if err := write(&b, f); err != nil {
			t.Fatal(err)
		}
		files[name] = filepath.Join(folder, name+".xml")
		if err := os.WriteFile(files[name], b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files, feeds
}

// TestSchema has xmllint compare documents with a schema of RFC 4287, and find what a document spoiled by hand has wrong.
func TestSchema(t *testing.T) {
	xmllint := found(t, "DATELINE_TEST_XMLLINT", "xmllint")
	files, _ := everything(t, Atom)
	args := append([]string{"--noout", "--nonet", "--relaxng", "testdata/atom.rng"}, slices.Sorted(maps.Values(files))...)
	run(t, xmllint, args...)
	text, err := os.ReadFile("testdata/archive.atom")
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range [][2]string{
		{"<id>tag:", "<id>http:"}, {"T08:00:00Z", "T08:00:00+01:00"}, {`rel="self"`, `rel="hub"`},
		{"<title>", "<subject>a</subject><title>"},
		{`href="https:`, `href="javascript:`}, {"<name>Ana</name>", ""}, {`term="request"`, ""}, {`type="text"`, `type="image"`},
	} {
		file := filepath.Join(t.TempDir(), "spoiled.xml")
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), spoil[0], spoil[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), xmllint, "--noout", "--relaxng", "testdata/atom.rng", file)
		if err := cmd.Run(); err == nil {
			t.Errorf("nothing is found wrong when %s becomes %q", spoil[0], spoil[1])
		}
	}
}

// TestFeedparser has feedparser read Atom and RSS, and compares what it understands with what was meant.
func TestFeedparser(t *testing.T) {
	type entry struct {
		ID, Title, Link, Author, Text string
		Tags                          []string
		Published, Updated            []int
	}
	type document struct {
		Wrong, Title string
		Links        map[string]string
		Entries      []entry
	}
	clock := func(at time.Time) []int {
		at = at.UTC()
		return []int{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(), at.Second()}
	}
	python := found(t, "DATELINE_TEST_FEEDPARSER", "a Python that has feedparser")
	for ending, write := range map[string]func(io.Writer, Feed) error{"atom": Atom, "rss": RSS} {
		files, feeds := everything(t, write)
		names := slices.Sorted(maps.Keys(files))
		args := []string{"testdata/read.py"}
		for _, name := range names {
			args = append(args, files[name])
		}
		out := json.NewDecoder(bytes.NewReader(run(t, python, args...)))
		for _, name := range names {
			var got document
			if err := out.Decode(&got); err != nil {
				t.Fatal(err)
			}
			f := feeds[name]
			if got.Wrong != "" || got.Links["self"] != f.Self || got.Links["prev-archive"] != f.Previous ||
				len(got.Entries) != len(f.Entries) {
				t.Errorf("%s.%s is read as %+v", name, ending, got)
				continue
			}
			for i, e := range f.Entries {
				g := got.Entries[i]
				if ending == "rss" && strings.Contains(g.Text, "<script") { // what stands there is HTML
					t.Errorf("%s, entry %d: a script gets through: %s", name, i, g.Text)
				}
				want := entry{
					ID: e.ID, Title: e.Title, Link: e.URL, Author: e.Author, Published: clock(e.Published), Updated: clock(e.Updated),
				}
				for _, c := range e.Categories {
					want.Tags = append(want.Tags, c.Term)
				}
				g.Text = ""
				if diff := cmp.Diff(want, g); diff != "" {
					t.Errorf("%s.%s, entry %d (-want +got)\n%s", name, ending, i, diff)
				}
			}
		}
	}
}
