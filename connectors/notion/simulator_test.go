package notion_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
	simulated "github.com/datelinehq/dateline/connectors/simulator/notion"
	"github.com/datelinehq/dateline/connectors/simulator/world"
	"github.com/datelinehq/dateline/feed"
)

// A tale is a short life of the handbook, with one of everything that people do there, an hour apart.
type tale struct {
	acts []world.Act
	read int // how many of the acts have happened
}

// tell makes a tale of acts on the works of the handbook.
func tell(acts ...world.Act) *tale {
	for i := range acts {
		acts[i].ID, acts[i].Project, acts[i].Number = i+1, "handbook", acts[i].Work
		acts[i].At = time.Date(2026, time.November, 24, 9, 0, 20, 0, time.UTC).Add(time.Duration(i) * time.Hour)
	}
	return &tale{acts: acts}
}

func (s *tale) Acts(n int) []world.Act { return s.acts[min(n, s.read):s.read] }
func (s *tale) People() []world.Person {
	return []world.Person{
		{Handle: "ines", Name: "Inês Carvalho", Email: "ines@moorline.example"}, {Handle: "claire", Name: "Claire Tremblay"},
		{Handle: "magnus", Name: "Magnus Kvalheim", Outside: true}, {Handle: "ci", Name: "moorline-ci", Bot: true},
		{Handle: "backend", Name: "Backend", Members: []string{"ines"}}, {Handle: "gone", Outside: true},
	}
}

// newSimulated reads the face of a world.
func newSimulated(t *testing.T, face http.Handler, c notion.Config) *notebook {
	t.Helper()
	n := &notebook{items: map[string]feed.Item{}, events: map[string]feed.Event{}}
	n.connector = open(t, c, "http://notion.example", connectors.Env{Known: n.known, HTTP: &http.Client{Transport: straight{face}}})
	return n
}

// TestTale reads the tale while it is told, an act at a time, and compares what arrived with what was done.
func TestTale(t *testing.T) {
	s := tell(
		world.Act{Work: 1, By: "ines", Deed: world.Opened, Kind: world.Paper, Name: "Weekly invoices", Text: "See [[2]], @claire:\n\n- `one`\n- two"},
		world.Act{Work: 2, By: "claire", Deed: world.Opened, Kind: world.Paper, Name: "A fee for late boats"},
		world.Act{Work: 1, By: "ines", Deed: world.Assigned, To: []string{"claire"}},
		world.Act{Work: 1, By: "ines", Deed: world.Moved, Name: "In review"},
		world.Act{Work: 1, By: "ines", Deed: world.Asked, To: []string{"claire"}},
		world.Act{Work: 1, By: "claire", Deed: world.Commented, Text: "Every week, @ines?"},
		world.Act{Work: 1, By: "ines", Deed: world.Replied, About: 6, Text: "Yes, [[2]] too."},
		world.Act{Work: 1, By: "magnus", Deed: world.Commented, Text: "Mondays."},
		world.Act{Work: 1, By: "magnus", Deed: world.Edited, About: 8, Text: "Tuesdays, @backend, @gone."},
		world.Act{Work: 1, By: "claire", Deed: world.Settled, About: 6},
		world.Act{Work: 1, By: "ines", Deed: world.Labelled, Name: "money"},
		world.Act{Work: 1, By: "ines", Deed: world.Dated, Due: time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)},
		world.Act{Work: 1, By: "claire", Deed: world.Renamed, Name: "Invoices go out weekly"},
		world.Act{Work: 1, By: "ines", Deed: world.Edited, About: 1, Text: "Every Monday."},
		world.Act{Work: 1, By: "magnus", Deed: world.Unsaid, About: 8},
		world.Act{Work: 1, By: "claire", Deed: world.Moved, Name: "Decided"},
		world.Act{Work: 2, By: "ci", Deed: world.Commented, Text: "Nobody touched this."},
		world.Act{Work: 2, By: "claire", Deed: world.Binned},
	)
	face := simulated.New(s, simulated.Options{
		Base: "http://notion.example", Clock: func() time.Time { return s.acts[max(s.read-1, 0)].At.Add(10 * time.Minute) },
	})
	n := newSimulated(t, face, notion.Config{All: true})
	var told []string
	for s.read = 1; s.read <= len(s.acts); s.read++ {
		for range 9 { // so that each watched page has its turn
			told = append(told, n.read(t)...)
		}
		s.read = min(s.read, len(s.acts))
	}
	for i, line := range told {
		told[i] = regexp.MustCompile(`(comment|gone: )\S+`).ReplaceAllString(line, "$1…")
		told[i] = regexp.MustCompile(`(opened|moved|assigned|requested|closed|renamed|labeled|scheduled|edited|comment…|resolved) [0-9a-f]+`).ReplaceAllString(told[i], "$1")
	}
	if diff := cmp.Diff([]string{
		`Inês Carvalho opened saying "What the team proposes and decides"`,
		`Inês Carvalho opened to Claire Tremblay from "" into "Draft" saying "See another piece of work, @Claire Tremblay:\n\n- ` + "`one`" + `\n- two"`,
		`Claire Tremblay opened from "" into "Draft"`,
		`Inês Carvalho assigned to Claire Tremblay between 24 09:00 and 24 11:00`,
		`Inês Carvalho moved from "Draft" into "In review" between 24 11:00 and 24 12:00`,
		`Inês Carvalho requested to Claire Tremblay between 24 12:00 and 24 13:00`,
		`Claire Tremblay comment… to Inês Carvalho saying "Every week, @Inês Carvalho?"`,
		`Inês Carvalho comment… saying "Yes, [A fee for late boats](` + face.Address(2) + `) too."`,
		`Magnus Kvalheim comment… saying "Mondays."`,
		`Magnus Kvalheim comment… saying "Tuesdays, @Backend, @gone."`,
		`somebody resolved between 24 17:10 and 24 18:10`,
		`Inês Carvalho labeled from "" into "money" between 24 13:00 and 24 19:00`,
		`Inês Carvalho scheduled from "" into "2026-12-01" between 24 19:00 and 24 20:00`,
		`Claire Tremblay renamed from "Weekly invoices" into "Invoices go out weekly" between 24 20:00 and 24 21:00`,
		`Inês Carvalho edited`,
		`somebody resolved between 24 22:10 and 24 23:10`, // or its only comment deleted
		`Claire Tremblay closed from "In review" into "Decided" between 24 22:00 and 25 00:00`,
		`Claire Tremblay moved from "In review" into "Decided" between 24 22:00 and 25 00:00`,
		`moorline-ci comment… saying "Nobody touched this."`,
		`gone: …`,
	}, told); diff != "" {
		t.Errorf("what was told (-want +got):\n%s", diff)
	}
	compareTale(t, face, s.acts, n)
}

// TestWholeWorld reads the face of two months of the simulated team at once.
func TestWholeWorld(t *testing.T) {
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	w, err := world.New(world.Options{Seed: 1, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	face := simulated.New(w, simulated.Options{Base: "http://notion.example", Clock: func() time.Time { return now }})
	n := newSimulated(t, face, notion.Config{All: true})
	n.read(t)
	compareTale(t, face, w.Acts(0), n)
	compareTalk(t, face, w.Acts(0), n)
	probe, err := n.connector.(connectors.Prober).Probe(t.Context())
	if err != nil || probe.As.Name != "Dateline" || len(probe.Lacks) > 0 {
		t.Errorf("the probe found %+v, %v", probe, err)
	}
}

// compareTale compares the pages that arrived with those that were written.
func compareTale(t *testing.T, face *simulated.Face, acts []world.Act, n *notebook) {
	t.Helper()
	title := map[string]string{}
	for _, a := range acts {
		switch {
		case a.Project != "handbook":
		case a.Deed == world.Opened || a.Deed == world.Renamed:
			title[face.Address(a.Number)] = a.Name
		case a.Deed == world.Binned:
			delete(title, face.Address(a.Number))
		}
	}
	arrived, others := map[string]string{}, map[string]string{}
	for _, it := range n.items {
		if it.Kind == "page" {
			arrived[it.URL] = it.Title
		} else {
			others[it.Kind] = it.Title
		}
	}
	if diff := cmp.Diff(title, arrived); diff != "" {
		t.Errorf("pages by address (-done +arrived):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"database": "Proposals", "data_source": "Proposals"}, others); diff != "" || n.rejects > 0 {
		t.Errorf("besides the pages, with %d rejects (-want +got):\n%s", n.rejects, diff)
	}
}

// compareTalk compares the comments that arrived with those of discussions that are still open, by their page.
func compareTalk(t *testing.T, face *simulated.Face, acts []world.Act, n *notebook) {
	t.Helper()
	begun, closed := map[int]int{}, map[int]bool{} // discussions, by the act that began them
	binned := map[int]bool{}
	for _, a := range acts {
		begun[a.ID] = a.ID
		if first, reply := begun[a.About]; reply && a.Deed != world.Settled && a.Deed != world.Unsaid {
			begun[a.ID] = first
		}
		switch a.Deed {
		case world.Settled:
			closed[begun[a.About]] = true
		case world.Binned:
			binned[a.Work] = true
		}
	}
	said, heard := map[string]int{}, map[string]int{}
	for _, a := range acts {
		talk := a.Deed == world.Commented || a.Deed == world.Replied || a.Deed == world.Reviewed || a.Deed == world.Approved || a.Deed == world.Refused
		unsaid := slices.ContainsFunc(acts, func(b world.Act) bool { return b.Deed == world.Unsaid && b.About == a.ID })
		if a.Project == "handbook" && talk && a.Text != "" && !unsaid && !closed[begun[a.ID]] && !binned[a.Work] {
			said[face.Address(a.Number)]++
		}
	}
	for _, e := range n.events {
		if e.Verb == feed.Commented {
			address, _, _ := strings.Cut(e.URL, "?")
			heard[address]++
		}
	}
	if diff := cmp.Diff(said, heard); diff != "" {
		t.Errorf("comments by page (-said +heard):\n%s", diff)
	}
}
