package jira_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/jira"
	simulated "github.com/datelinehq/dateline/connectors/simulator/jira"
	"github.com/datelinehq/dateline/connectors/simulator/world"
	"github.com/datelinehq/dateline/feed"
)

// A tale is a short life of the desk, with one of everything that people do there, a minute apart.
type tale struct {
	acts []world.Act
	read int // how many of the acts have happened
}

// tell makes a tale of acts on the works of the desk.
func tell(acts ...world.Act) *tale {
	for i := range acts {
		acts[i].ID, acts[i].Project, acts[i].Number = i+1, "support", acts[i].Work
		acts[i].At = time.Date(2026, time.November, 24, 9, i, 0, 0, time.UTC)
	}
	return &tale{acts: acts}
}

func (s *tale) Acts(n int) []world.Act      { return s.acts[min(n, s.read):s.read] }
func (s *tale) Find(work int) (string, int) { return "support", work }
func (s *tale) People() []world.Person {
	return []world.Person{
		{Handle: "ines", Name: "Inês Carvalho", Email: "ines@moorline.example"}, {Handle: "duarte", Name: "Duarte Pinto"},
		{Handle: "magnus", Name: "Magnus Kvalheim", Outside: true}, {Handle: "ci", Name: "moorline-ci", Bot: true},
	}
}

var aTale = tell(
	world.Act{Work: 1, By: "magnus", Deed: world.Opened, Name: "Berth 12 is shown twice", Text: "See [[2]], **please** @duarte"},
	world.Act{Work: 2, By: "magnus", Deed: world.Opened, Name: "No mail", Text: "- none\n- at all"},
	world.Act{Work: 1, By: "ines", Deed: world.Assigned, To: []string{"duarte"}},
	world.Act{Work: 1, By: "duarte", Deed: world.Moved, Name: "In progress"},
	world.Act{Work: 1, By: "duarte", Deed: world.Commented, Text: "Looking, @magnus."},
	world.Act{Work: 1, By: "duarte", Deed: world.Edited, About: 5, Text: "Found it, @magnus and @ines."},
	world.Act{Work: 1, By: "ines", Deed: world.Labelled, Name: "map"},
	world.Act{Work: 1, By: "ines", Deed: world.Labelled, Name: "urgent"},
	world.Act{Work: 1, By: "ines", Deed: world.Unlabelled, Name: "map"},
	world.Act{Work: 1, By: "ines", Deed: world.Dated, Due: time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)},
	world.Act{Work: 1, By: "ines", Deed: world.Dated},
	world.Act{Work: 2, By: "ci", Deed: world.Commented, Text: "A mail was sent."},
	world.Act{Work: 2, By: "ines", Deed: world.Commented, Text: "said in haste"},
	world.Act{Work: 2, By: "ines", Deed: world.Unsaid, About: 13},
	world.Act{Work: 1, By: "duarte", Deed: world.Renamed, Name: "Berth 12 is shown three times"},
	world.Act{Work: 1, By: "duarte", Deed: world.Moved, Name: "Resolved"},
	world.Act{Work: 1, By: "magnus", Deed: world.Reopened},
	world.Act{Work: 2, By: "duarte", Deed: world.Closed},
	world.Act{Work: 1, By: "duarte", Deed: world.Unassigned, To: []string{"duarte"}},
	world.Act{Work: 1, By: "magnus", Deed: world.Edited, About: 1, Text: "See [[2]]."},
	world.Act{Work: 3, By: "magnus", Deed: world.Opened, Name: "Sent twice", Text: "Forget it."},
	world.Act{Work: 3, By: "ines", Deed: world.Binned},
)

// TestTale reads the tale while it is told, an act at a time, and compares what arrived with what was done.
func TestTale(t *testing.T) {
	face := simulated.New(aTale, simulated.Options{Clock: func() time.Time { return aTale.acts[max(aTale.read-1, 0)].At }})
	server := httptest.NewServer(face)
	defer server.Close()
	r := newReader(t, jira.Config{Project: simulated.Key, Token: "any"}, server.URL)
	for aTale.read < len(aTale.acts) {
		aTale.read++
		r.settle(t)
	}
	r.sweep(t)
	compare(t, face, aTale, r)
	if got := r.items["10001"]; got.Title != "Berth 12 is shown three times" || got.State != feed.StateOpen || len(got.Owners) != 0 || !slices.Equal(got.Labels, []string{"urgent"}) {
		t.Errorf("the first issue is %+v", got)
	}
	if got := r.events["comment/40005"]; got.Text != "Found it, @Magnus Kvalheim and @Inês Carvalho." || len(got.To) != 2 || got.To[1].Email != "ines@moorline.example" {
		t.Errorf("the edited comment is %+v", got)
	}
	if got := r.events["issue/10001"].Text; got != "See DOCK-2." {
		t.Errorf("the first issue says %q", got)
	}
}

// TestSimulator reads the desk of the whole simulated company while it is at work.
func TestSimulator(t *testing.T) {
	w, err := world.New(world.Options{Seed: 7, Now: time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	face := simulated.New(w, simulated.Options{Clock: w.Now})
	server := httptest.NewServer(face)
	defer server.Close()
	r := newReader(t, jira.Config{Project: simulated.Key, Token: "any"}, server.URL)
	for range 48 {
		r.settle(t)
		w.Advance(w.Now().Add(3 * time.Hour))
	}
	r.settle(t)
	r.sweep(t)
	compare(t, face, w, r)
	requests := 0
	counted := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		face.ServeHTTP(w, r)
	}))
	defer counted.Close()
	again := newReader(t, jira.Config{Project: simulated.Key, Token: "any"}, counted.URL)
	again.settle(t)
	requests = 0
	if p := again.fetch(t); !p.Empty() || requests != 1 {
		t.Errorf("a further poll made %d requests and brought %d events", requests, len(p.Events))
	}
	t.Logf("%d issues, %d events", len(r.items), len(r.events))
}

var named = regexp.MustCompile(`@([a-z]+)`)

// compare checks that the events are what was done, each by whom, when and to whom.
func compare(t *testing.T, face *simulated.Face, l simulated.Life, r *reader) {
	t.Helper()
	people := map[string]world.Person{}
	for _, p := range l.People() {
		people[p.Handle] = p
	}
	// mentioned are those whom a text speaks to; none of the texts at the desk names people in quotes.
	mentioned := func(text string) (to []string) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if id := face.Account(m[1]); id != "" && !slices.Contains(to, id) {
				to = append(to, id)
			}
		}
		return to
	}
	desk := world.Projects(world.Desk)[0]
	type work struct{ status, assigned string }
	works := map[int]*work{}
	want, texts, dead := map[int][]string{}, map[int]string{}, map[int]bool{}
	acts := l.Acts(0)
	for _, a := range acts { // what texts say in the end, and what no longer exists
		switch a.Deed {
		case world.Edited:
			texts[a.About] = a.Text
		case world.Unsaid:
			dead[a.About] = true
		default:
			texts[a.ID] = a.Text
		}
	}
	for _, a := range acts {
		if a.Project != desk.Name {
			continue
		}
		say := func(verb feed.Verb, into string, to ...string) {
			want[a.Work] = append(want[a.Work], fmt.Sprint(a.At.Format(time.RFC3339), " ", verb, " ", into, " by ", face.Account(a.By), " to ", to))
		}
		move := func(into string) {
			on := works[a.Work]
			if on.status == into {
				return
			}
			say(feed.Moved, into)
			switch was, is := desk.Finished(on.status), desk.Finished(into); {
			case is && !was:
				say(feed.Closed, "Done")
			case was && !is:
				say(feed.Reopened, into)
			}
			on.status = into
		}
		switch a.Deed {
		case world.Opened:
			works[a.Work] = &work{status: desk.Columns[0]}
			say(feed.Opened, "", mentioned(texts[a.ID])...)
		case world.Commented:
			if !dead[a.ID] {
				say(feed.Commented, "", mentioned(texts[a.ID])...)
			}
		case world.Edited:
			if acts[a.About-1].Deed == world.Opened {
				say(feed.Edited, "")
			}
		case world.Assigned, world.Unassigned:
			on, to := works[a.Work], ""
			if a.Deed == world.Assigned {
				to = a.To[0]
			}
			if on.assigned != "" && on.assigned != to {
				say(feed.Unassigned, "", face.Account(on.assigned))
			}
			if to != "" && on.assigned != to {
				say(feed.Assigned, "", face.Account(to))
			}
			on.assigned = to
		case world.Moved:
			move(a.Name)
		case world.Closed:
			move(desk.Columns[len(desk.Columns)-1])
		case world.Reopened:
			move(desk.Columns[0])
		case world.Labelled:
			say(feed.Labeled, strings.ReplaceAll(a.Name, " ", "-"))
		case world.Unlabelled:
			say(feed.Unlabeled, strings.ReplaceAll(a.Name, " ", "-"))
		case world.Renamed:
			say(feed.Renamed, a.Name)
		case world.Dated:
			if a.Due.IsZero() {
				say(feed.Unscheduled, "")
			} else {
				say(feed.Scheduled, a.Due.Format(time.DateOnly))
			}
		case world.Binned:
			delete(want, a.Work)
		}
	}
	var wanted, got []string
	for _, lines := range want {
		wanted = append(wanted, lines...)
	}
	for _, e := range r.events {
		var to []string
		for _, who := range e.To {
			to = append(to, who.ID)
		}
		got = append(got, fmt.Sprint(e.At.Format(time.RFC3339), " ", e.Verb, " ", e.Into, " by ", e.By.ID, " to ", to))
	}
	slices.Sort(wanted)
	slices.Sort(got)
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("what arrived is not what was done (-done +arrived):\n%s", diff)
	}
}
