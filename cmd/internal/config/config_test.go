package config_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

// tracker is the settings of a tool that only tests know.
type tracker struct {
	Project string            `yaml:"project"`
	Token   connectors.Secret `yaml:"token"`
	URL     string            `yaml:"url"`
	Pages   int               `yaml:"pages"`
}

func (t *tracker) Open(connectors.Env) (connectors.Connector, error) {
	if t.Project == "" {
		return nil, errors.New("project: which one is to be read?")
	}
	return nothing{}, nil
}

func (t *tracker) Credential() string { return string(t.Token) }

type nothing struct{}

func (nothing) Fetch(context.Context, feed.Cursor) (feed.Page, error) { return feed.Page{}, nil }

var tools = config.Tools{
	"tracker": func() connectors.Config { return &tracker{} },
	"board":   func() connectors.Config { return &tracker{} },
}

func parse(text string) (*config.Config, *connectors.Secrets, error) {
	secrets := &connectors.Secrets{}
	env := func(name string) (string, bool) {
		value, ok := map[string]string{"TOKEN": "s3cret-token", "EMPTY": "", "PAGES": "12", "MANY": "many"}[name]
		return value, ok
	}
	c, err := config.Parse("dateline.yaml", []byte(text), tools, secrets, env)
	return c, secrets, err
}

// Every file of testdata holds a configuration and what is said of it.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = parse(string(archive.Files[0].Data))
			got := ""
			if err != nil {
				got = err.Error() + "\n"
			}
			want := string(archive.Files[1].Data)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	c, _, err := parse("sources: [{name: api, tracker: {project: p}}]")
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != config.DefaultListen || c.Sources[0].Every != config.DefaultEvery {
		t.Errorf("listens on %q, polls every %s", c.Listen, c.Sources[0].Every)
	}
	if c.API != (config.API{Calls: config.DefaultCalls}) {
		t.Errorf("programs are answered as %+v", c.API)
	}
	if !c.Previews || c.Loom != (config.Loom{}) {
		t.Errorf("shows previews: %v, of %+v", c.Previews, c.Loom)
	}
	w, ok := c.Window(rules.Facts{Kind: string(feed.Review)})
	if !ok || w.Within.String() != "24h" {
		t.Errorf("the default window of a review is %v, %v; want 24h", w, ok)
	}
}

func TestSecretsBecomeKnown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("from-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]string{
		"variable": `token: "${TOKEN}"`, "file": "token_file: " + file, "literal": "token: written-down",
	} {
		t.Run(name, func(t *testing.T) {
			c, secrets, err := parse("sources: [{name: api, tracker: {project: p, " + block + "}}]")
			if err != nil {
				t.Fatal(err)
			}
			token := string(c.Sources[0].Settings.(*tracker).Token)
			if strings.TrimSpace(token) == "" || token != strings.TrimSpace(token) {
				t.Errorf("the token is %q", token)
			}
			if got := secrets.Redact("refused " + token); got != "refused ***" {
				t.Errorf("redacted to %q", got)
			}
		})
	}
}

// A variable's value is text where text is expected, whatever it looks like, and a number where a number is.
func TestVariablesOfAllTypes(t *testing.T) {
	c, _, err := parse("sources: [{name: api, tracker: {project: \"${PAGES}\", pages: \"${PAGES}\"}}]")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Sources[0].Settings.(*tracker); got.Project != "12" || got.Pages != 12 {
		t.Errorf("read %+v, want the project 12 and 12 pages", got)
	}
	want := "dateline.yaml:1: cannot unmarshal str `many` into int"
	if _, _, err := parse("sources: [{name: api, tracker: {project: p, pages: \"${MANY}\"}}]"); err == nil || err.Error() != want {
		t.Errorf("said %v, want %s", err, want)
	}
}

func TestFingerprintFollowsSettings(t *testing.T) {
	print := func(text string) string {
		c, _, err := parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return c.Sources[0].Fingerprint
	}
	one := print("sources: [{name: api, every: 5m, tracker: {project: p, token: one-token}}]")
	if other := print("sources: [{name: api, every: 9m, tracker: {project: p, token: one-token}}]"); other != one {
		t.Error("another pace changed the fingerprint of the settings")
	}
	if other := print("sources: [{name: api, every: 5m, tracker: {project: p, token: two-token}}]"); other == one {
		t.Error("another token left the fingerprint of the settings")
	}
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for written, want := range map[string]time.Time{
		"90d":        now.AddDate(0, 0, -90),
		"36h":        now.Add(-36 * time.Hour),
		"2w":         now.AddDate(0, 0, -14),
		"2026-01-31": time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC),
	} {
		var s config.Since
		if err := s.UnmarshalText([]byte(written)); err != nil {
			t.Fatal(err)
		}
		if got := s.Time(now); !got.Equal(want) {
			t.Errorf("since %s is %s, want %s", written, got, want)
		}
	}
}

// Whatever is written in the file, reading it ends in a configuration or in mistakes that name a line.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, _, err := parse(text)
		var mistakes config.Mistakes
		switch {
		case err == nil && c == nil:
			t.Fatal("neither a configuration nor a mistake")
		case err != nil && !errors.As(err, &mistakes):
			t.Fatalf("not a mistake: %v", err)
		}
		for _, m := range mistakes {
			if m.Line < 1 || m.Text == "" {
				t.Errorf("a mistake without a place or a word: %+v", m)
			}
		}
	})
}
