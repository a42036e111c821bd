package asana_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/asana"
	simulated "github.com/datelinehq/dateline/connectors/simulator/asana"
	"github.com/datelinehq/dateline/connectors/simulator/world"
	"github.com/datelinehq/dateline/feed"
)

// A tale is a short life of the plan, with one of everything that people do there, a minute apart.
type tale struct {
	acts []world.Act
	read int // how many of the acts have happened
}

func tell(acts ...world.Act) *tale {
	for i := range acts {
		acts[i].ID, acts[i].Project, acts[i].Number = i+1, "season", acts[i].Work
		acts[i].At = time.Date(2026, time.November, 24, 9, i, 0, 0, time.UTC)
	}
	return &tale{acts: acts}
}

func (s *tale) Acts(n int) []world.Act { return s.acts[min(n, s.read):s.read] }
func (s *tale) People() []world.Person {
	return []world.Person{
		{Handle: "ines", Name: "Inês Carvalho", Email: "ines@moorline.example", Login: "i"}, {Handle: "duarte", Name: "Duarte Pinto", Login: "d"},
		{Handle: "gone"},
	}
}

var aTale = tell(
	world.Act{Work: 1, By: "ines", Deed: world.Opened, Name: "Price list", Text: "See [[2]], **please** @duarte:\n- short\n- long"},
	world.Act{Work: 2, By: "ines", Deed: world.Opened, Kind: world.Assent, Name: "Approve the price list"},
	world.Act{Work: 2, By: "ines", Deed: world.Assigned, To: []string{"duarte"}},
	world.Act{Work: 1, By: "ines", Deed: world.Assigned, To: []string{"ines"}},
	world.Act{Work: 1, By: "ines", Deed: world.Commented, Text: "Which one, @duarte?"},
	world.Act{Work: 1, By: "ines", Deed: world.Edited, About: 5, Text: "Which of the two, @duarte and @ines?"},
	world.Act{Work: 1, By: "ines", Deed: world.Moved, Name: "Doing"},
	world.Act{Work: 1, By: "duarte", Deed: world.Labelled, Name: "prices"},
	world.Act{Work: 1, By: "duarte", Deed: world.Labelled, Name: "march"},
	world.Act{Work: 1, By: "duarte", Deed: world.Unlabelled, Name: "prices"},
	world.Act{Work: 1, By: "ines", Deed: world.Dated, Due: time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)},
	world.Act{Work: 1, By: "ines", Deed: world.Dated},
	world.Act{Work: 2, By: "duarte", Deed: world.Refused, Text: "Shorter."},
	world.Act{Work: 2, By: "duarte", Deed: world.Approved},
	world.Act{Work: 1, By: "gone", Deed: world.Commented, Text: "said in haste"},
	world.Act{Work: 1, By: "gone", Deed: world.Unsaid, About: 15},
	world.Act{Work: 1, By: "ines", Deed: world.Renamed, Name: "Price list 2027"},
	world.Act{Work: 1, By: "ines", Deed: world.Listed, Name: "Tell the harbours"},
	world.Act{Work: 1, By: "duarte", Deed: world.Ticked, Name: "Tell the harbours"},
	world.Act{Work: 1, By: "ines", Deed: world.Moved, Name: "Done"},
	world.Act{Work: 1, By: "duarte", Deed: world.Reopened},
	world.Act{Work: 1, By: "ines", Deed: world.Unassigned, To: []string{"ines"}},
	world.Act{Work: 1, By: "ines", Deed: world.Edited, About: 1, Text: "See [[2]]."},
	world.Act{Work: 3, By: "ines", Deed: world.Opened, Name: "Sent twice", Text: "Forget it."},
	world.Act{Work: 3, By: "ines", Deed: world.Binned},
	world.Act{Work: 4, By: "ines", Deed: world.Opened, Name: "Write it"},
	world.Act{Work: 5, By: "ines", Deed: world.Opened, Name: "Print it"},
	world.Act{Work: 5, By: "ines", Deed: world.Awaited, About: 26},
	world.Act{Work: 5, By: "ines", Deed: world.Deferred, Due: time.Date(2026, time.December, 9, 0, 0, 0, 0, time.UTC)},
	world.Act{Work: 5, By: "ines", Deed: world.Listed, Name: "Buy stamps"},
	world.Act{Work: 5, By: "ines", Deed: world.Handed, Name: "Buy stamps", To: []string{"duarte"}},
	world.Act{Work: 4, By: "duarte", Deed: world.Closed},
	world.Act{Work: 4, By: "ines", Deed: world.Reopened},
	world.Act{Work: 4, By: "duarte", Deed: world.Moved, Name: "Done"},
)

func along(t *testing.T, base string) *reader {
	t.Helper()
	r := &reader{items: map[string]feed.Item{}, events: map[string]feed.Event{}, rejects: map[string]string{}}
	r.connector = open(t, settings{Project: simulated.Project("season")}, base, connectors.Env{Known: r.known})
	return r
}

// TestTale reads the tale while it is told, an act at a time, and compares what arrived with what was done.
func TestTale(t *testing.T) {
	face := simulated.New(aTale, simulated.Options{Clock: func() time.Time { return aTale.acts[max(aTale.read-1, 0)].At }})
	server := httptest.NewServer(face)
	defer server.Close()
	r := along(t, server.URL)
	for aTale.read < len(aTale.acts) {
		aTale.read++
		r.settle(t)
	}
	r.quiet(t)
	compare(t, face, aTale, r)
	first := nth(r, "Price list 2027")
	if first.State != feed.StateOpen || first.Status != "Done" || len(first.Owners) != 0 || !slices.Equal(first.Labels, []string{"march"}) {
		t.Errorf("the first task is %+v", first)
	}
	if got := r.events["task/"+first.ID+"/opened"].Text; got != "See [Approve the price list]("+server.URL+face.Address(2)+")." {
		t.Errorf("the first task says %q", got)
	}
	if got := nth(r, "Approve the price list"); got.Kind != "approval" || got.State != feed.StateClosed || got.URL != server.URL+face.Address(2) {
		t.Errorf("the approval is %+v", got)
	}
	said := 0
	for _, e := range r.events {
		if e.Text == "Which of the two, @Duarte Pinto and @Inês Carvalho?" && len(e.To) == 2 {
			said++
		}
	}
	if said != 1 {
		t.Errorf("the edited comment was said %d times", said)
	}
}

func nth(r *reader, title string) feed.Item {
	for _, it := range r.items {
		if it.Title == title {
			return it
		}
	}
	return feed.Item{}
}

// TestSimulator reads the plan of the whole simulated company while it is at work.
func TestSimulator(t *testing.T) {
	w, err := world.New(world.Options{Seed: 7, Now: time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	face := simulated.New(w, simulated.Options{Clock: w.Now})
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		face.ServeHTTP(w, r)
	}))
	defer server.Close()
	r := along(t, server.URL)
	for range 48 {
		r.settle(t)
		w.Advance(w.Now().Add(3 * time.Hour))
	}
	r.quiet(t)
	compare(t, face, w, r)
	requests = 0
	if p := r.fetch(t); !p.Empty() || requests != 1 {
		t.Errorf("a further poll made %d requests and brought %d events", requests, len(p.Events))
	}
	fresh := along(t, server.URL)
	fresh.settle(t)
	if diff := cmp.Diff(fresh.text(), r.text()); diff != "" {
		t.Errorf("who read along has something else than a first reading brings (-first +along):\n%s", diff)
	}
	if w, err := (&asana.Config{Workspace: simulated.Workspace(), URL: server.URL, Token: "t"}).Open(connectors.Env{}); err != nil {
		t.Error(err)
	} else if p, err := w.Fetch(t.Context(), ""); err != nil || len(p.Parts) != 1 || p.Parts[0].ID != simulated.Project("season") {
		t.Errorf("the workspace has %+v, %v", p.Parts, err)
	}
	t.Logf("%d items, %d events", len(r.items), len(r.events))
}

var mention = regexp.MustCompile(`@([a-z]+)`)

// compare checks that the events are what was done, each by whom, when and to whom.
func compare(t *testing.T, face *simulated.Face, l simulated.Life, r *reader) {
	t.Helper()
	mentioned := func(text string) (to []string) {
		for _, m := range mention.FindAllStringSubmatch(text, -1) {
			if id := face.Account(m[1]); id != "" && !slices.Contains(to, id) {
				to = append(to, id)
			}
		}
		return to
	}
	plan := world.Projects(world.Plan)[0]
	type work struct {
		column, assigned, approval string
		assent, done               bool
		labels, lines, ticked      map[string]bool
		due                        time.Time
		name                       string
		dependents                 []int
	}
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
		if a.Project != plan.Name {
			continue
		}
		say := func(verb feed.Verb, into string, to ...string) {
			want[a.Work] = append(want[a.Work], fmt.Sprint(a.At.Format(time.RFC3339), " ", verb, " ", into, " by ", face.Account(a.By), " to ", to))
		}
		on := works[a.Work]
		mark := func(done bool) {
			if on.done == done {
				return
			}
			on.done = done
			if on.assent {
				on.approval = map[bool]string{true: "approved", false: "pending"}[done]
			}
			say(map[bool]feed.Verb{true: feed.Closed, false: feed.Reopened}[done], "")
			for _, n := range on.dependents {
				verb := map[bool]feed.Verb{true: feed.Resumed, false: feed.Paused}[done]
				want[n] = append(want[n], fmt.Sprint(a.At.Format(time.RFC3339), " ", verb, " ", on.name, " by  to []"))
			}
		}
		comment := func() {
			if a.Text != "" && !dead[a.ID] {
				say(feed.Commented, "", mentioned(texts[a.ID])...)
			}
		}
		switch a.Deed {
		case world.Opened:
			works[a.Work] = &work{
				name: a.Name, column: plan.Columns[0],
				assent: a.Kind == world.Assent, approval: "pending", labels: map[string]bool{}, lines: map[string]bool{}, ticked: map[string]bool{},
			}
			say(feed.Opened, "", mentioned(texts[a.ID])...)
			say(feed.Tidied, "added to project")
		case world.Commented, world.Reviewed:
			comment()
		case world.Approved:
			if on.assent && on.approval != "approved" {
				on.approval, on.done = "approved", true
				say(feed.Approved, "")
				say(feed.Decided, "")
			}
			comment()
		case world.Refused:
			if on.assent && on.approval != "changes_requested" {
				on.approval, on.done = "changes_requested", true
				say(feed.ChangesRequested, "")
			}
			comment()
		case world.Edited:
			if acts[a.About-1].Deed == world.Opened {
				say(feed.Edited, "")
			}
		case world.Assigned, world.Asked:
			for _, to := range a.To {
				if on.assigned != to && face.Account(to) != "" {
					on.assigned = to
					say(feed.Assigned, "", face.Account(to))
				}
			}
		case world.Unassigned, world.Unasked:
			if on.assigned != "" {
				say(feed.Unassigned, "", face.Account(on.assigned))
				on.assigned = ""
			}
		case world.Moved:
			if on.column != a.Name {
				on.column = a.Name
				say(feed.Moved, a.Name)
				if !on.assent {
					mark(plan.Finished(a.Name))
				}
			}
		case world.Closed, world.Reopened:
			mark(a.Deed == world.Closed)
		case world.Labelled:
			if !on.labels[a.Name] {
				on.labels[a.Name] = true
				say(feed.Labeled, a.Name)
			}
		case world.Unlabelled:
			if on.labels[a.Name] {
				on.labels[a.Name] = false
				say(feed.Unlabeled, a.Name)
			}
		case world.Listed, world.Ticked, world.Unticked:
			if !on.lines[a.Name] {
				on.lines[a.Name] = true
				say(feed.Linked, a.Name)
				say(feed.Opened, "")
			}
			if ticked := a.Deed == world.Ticked; a.Deed != world.Listed && on.ticked[a.Name] != ticked {
				on.ticked[a.Name] = ticked
				say(map[bool]feed.Verb{true: feed.Closed, false: feed.Reopened}[ticked], "")
			}
		case world.Renamed:
			on.name = a.Name
			say(feed.Renamed, a.Name)
		case world.Dated:
			if on.due = a.Due; a.Due.IsZero() {
				say(feed.Unscheduled, "")
			} else {
				say(feed.Scheduled, a.Due.UTC().Format(time.DateOnly))
			}
		case world.Awaited:
			other := acts[a.About-1].Work
			say(feed.Linked, works[other].name)
			works[other].dependents = append(works[other].dependents, a.Work)
			linked := fmt.Sprint(a.At.Format(time.RFC3339), " linked ", on.name, " by ", face.Account(a.By), " to []")
			want[other] = append(want[other], linked)
		case world.Deferred:
			say(feed.Changed, "start: "+a.Due.UTC().Format(time.DateOnly))
		case world.Handed:
			say(feed.Assigned, "", face.Account(a.To[0]))
		case world.Binned:
			delete(want, a.Work)
		}
	}
	var wanted, got []string
	for _, lines := range want {
		wanted = append(wanted, lines...)
	}
	for _, e := range r.events {
		if e.Item == simulated.Project(plan.Name) {
			continue
		}
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
