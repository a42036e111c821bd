package asana

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/feed"
)

// objects are those of the fixtures and of recorded answers.
func objects(f *testing.F) []json.RawMessage {
	f.Helper()
	files, err := filepath.Glob("testdata/api/1.0/*.json")
	stories, _ := filepath.Glob("testdata/api/1.0/tasks/*/*.json")
	if err != nil || len(files) == 0 || len(stories) == 0 {
		f.Fatalf("%d fixtures and %d of tasks: %v", len(files), len(stories), err)
	}
	all := connectortest.Recorded(f, "asana")
	for _, file := range append(files, stories...) {
		var answer struct{ Data []json.RawMessage }
		if text, err := os.ReadFile(file); err != nil || json.Unmarshal(text, &answer) != nil {
			f.Fatalf("%s cannot be read: %v", file, err)
		}
		all = append(all, answer.Data...)
	}
	return all
}

// FuzzObject takes any object for a task, a story, a status update, an event and the project itself. Each must become
// something or be rejected, and leave a page that can be stored.
func FuzzObject(f *testing.F) {
	for _, raw := range objects(f) {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // the decoder of the whole answer has refused it
		}
		for what, take := range map[string]func(*reading) error{
			"task": func(r *reading) error {
				for _, k := range r.tasks([]json.RawMessage{raw}) {
					_ = r.take(t.Context(), k)
				}
				return nil
			},
			"story":  func(r *reading) error { return r.story("1", raw) },
			"update": func(r *reading) error { return r.update(raw) },
			"event":  func(r *reading) error { r.hear(raw); return nil },
			"project": func(r *reading) error {
				var p place
				if err := json.Unmarshal(raw, &p); err != nil {
					return err
				}
				return r.place(p)
			},
		} {
			page := &feed.Page{}
			p := newProject("1201000000000001", &api{web: DefaultURL}, connectors.Env{})
			r := &reading{project: p, cursor: &cursor{}, translator: &translator{web: DefaultURL, project: p.gid, page: page}}
			err := take(r)
			if err != nil {
				page.Rejects = append(page.Rejects, reject(what, raw, err))
			}
			became := len(page.Items) + len(page.Events) + len(page.Gone) + len(page.Retracted) + len(page.Rejects) + len(r.Chores) + len(r.Walks)
			if became == 0 && what != "event" && !strings.Contains(string(raw), "section") {
				t.Errorf("as a %s neither understood nor rejected: %s", what, raw)
			}
			rejected := len(page.Rejects)
			page.Clean()
			for _, r := range page.Rejects[rejected:] {
				t.Errorf("as a %s not fit to be stored: %s: %s: %s", what, r.Key, r.Reason, raw)
			}
		}
	})
}

// FuzzText reads any rich text. It must end, and become no more than a few times as much.
func FuzzText(f *testing.F) {
	for _, text := range []string{
		`<body>Ask <a data-asana-gid="1201000000000101" data-asana-type="user">@Ana</a></body>`, `<body><ul><li>a<ol><li>b</li></ol></li></ul><table><tr><td>c</td></tr></table></body>`,
		`<body><blockquote><em>a</em> &amp; <code>b</code></blockquote><pre>c</pre><h1>d</h1><hr/><img src="https://e.example/f.png"/></body>`, `<body><a href="javascript:g">h</a`,
	} {
		f.Add(text)
	}
	for _, raw := range objects(f) {
		var o struct {
			HTML  string `json:"html_text"`
			Notes string `json:"html_notes"`
		}
		if json.Unmarshal(raw, &o) == nil && o.HTML+o.Notes != "" {
			f.Add(o.HTML + o.Notes)
		}
	}
	f.Fuzz(func(t *testing.T, rich string) {
		text, to := markdown(rich, "plain")
		if len(text) > 100*(len(rich)+100) {
			t.Errorf("%d bytes became %d", len(rich), len(text))
		}
		for _, who := range to {
			if who.ID == "" {
				t.Errorf("nobody is spoken to in %q", rich)
			}
		}
	})
}
