package asana

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

var monday = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// A tale is what happens in the plan in these tests, a minute between two acts.
type tale []world.Act

func (t tale) Acts(n int) []world.Act { return t[min(n, len(t)):] }
func (t tale) People() []world.Person {
	return []world.Person{
		{Handle: "ines", Name: "Inês Carvalho", Email: "ines@moorline.example", Login: "inescarvalho"},
		{Handle: "duarte", Name: "Duarte Pinto", Login: "duartepinto"}, {Handle: "gone"},
		{Handle: "backend", Name: "Backend", Login: "backend", Members: []string{"ines"}},
	}
}

// tell numbers the acts of a tale.
func tell(acts ...world.Act) tale {
	for i := range acts {
		acts[i].ID, acts[i].At, acts[i].Number = i+1, monday.Add(time.Duration(i)*time.Minute), acts[i].Work
		if acts[i].Project == "" {
			acts[i].Project = "season"
		}
	}
	return acts
}

var aTale = tell(
	world.Act{By: "ines", Deed: world.Opened, Work: 1, Kind: world.Ticket, Name: "Boat show <2027>", Text: "See [[2]] & [[9]], @duarte and @backend:\n- a **stand**\n- `pens`\nNo more."},
	world.Act{By: "duarte", Deed: world.Opened, Work: 2, Kind: world.Assent, Name: "Approve the poster"},
	world.Act{By: "duarte", Deed: world.Assigned, Work: 2, To: []string{"ines"}},
	world.Act{By: "ines", Deed: world.Refused, Work: 2, Text: "Another picture."},
	world.Act{By: "ines", Deed: world.Approved, Work: 2},
	world.Act{By: "ines", Deed: world.Moved, Work: 1, Name: "Doing"},
	world.Act{By: "ines", Deed: world.Dated, Work: 1, Due: monday.AddDate(0, 0, 7)},
	world.Act{By: "ines", Deed: world.Labelled, Work: 1, Name: "fair"},
	world.Act{By: "ines", Deed: world.Listed, Work: 1, Name: "Book a hotel"},
	world.Act{By: "duarte", Deed: world.Ticked, Work: 1, Name: "Book a hotel"},
	world.Act{By: "gone", Deed: world.Commented, Work: 1, Text: "I did not mean to."},
	world.Act{By: "gone", Deed: world.Unsaid, Work: 1, About: 11},
	world.Act{By: "duarte", Deed: world.Commented, Work: 1, Text: "@ines when?"},
	world.Act{By: "duarte", Deed: world.Edited, Work: 1, About: 13, Text: "@ines, when?"},
	world.Act{By: "ines", Deed: world.Moved, Work: 1, Name: "Done"},
	world.Act{By: "duarte", Deed: world.Opened, Work: 3, Name: "Never mind"},
	world.Act{By: "duarte", Deed: world.Binned, Work: 3},
	world.Act{By: "ines", Deed: world.Commented, Work: 4, Project: "api", Text: "Elsewhere."},
)

// A stage is a face of the tale, on a server.
type stage struct {
	face *Face
	base string
	now  time.Time
}

func play(t *testing.T, l Life) *stage {
	t.Helper()
	s := &stage{now: monday}
	s.face = New(l, Options{
		Refused: []string{"stale"}, Clock: func() time.Time { return s.now },
		Refer: func(work int) string { return map[int]string{9: "https://desk.example/9?a=b&c=d"}[work] },
	})
	server := httptest.NewServer(http.StripPrefix("/asana", s.face))
	t.Cleanup(server.Close)
	s.base = server.URL + "/asana"
	return s
}

// get asks below the API, or below the base for pages, with a token unless there is another.
func (s *stage) get(t *testing.T, path string, v any, token ...string) (int, string) {
	t.Helper()
	at := s.base + path
	if !strings.HasPrefix(path, "/0/") && path != "/" {
		at = s.base + apiPath + path
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+append(token, "t")[0])
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if v != nil {
		if err := json.Unmarshal(body, v); err != nil {
			t.Fatalf("%s: %s: %v: %s", path, resp.Status, err, body)
		}
	}
	return resp.StatusCode, string(body)
}

type named struct {
	GID, Name, Text        string
	Subtype                string `json:"resource_subtype"`
	Rich                   string `json:"html_text"`
	Notes                  string `json:"html_notes"`
	Plain                  string `json:"notes"`
	Approval               string `json:"approval_status"`
	Completed, IsEdited    bool
	Modified               string `json:"modified_at"`
	Status                 string `json:"new_approval_status"`
	Subtasks               int    `json:"num_subtasks"`
	Action                 string
	Resource, Parent, Task *named
	Type                   string `json:"resource_type"`
}

type answered struct {
	Data []named
	Next *struct{ Offset, Path string } `json:"next_page"`
	Sync string
	More bool `json:"has_more"`
}

func nth(n int) string { return taskGID("season", n) }

func (s *stage) stories(t *testing.T, n int) []named {
	t.Helper()
	var all answered
	s.get(t, "/tasks/"+nth(n)+"/stories?opt_fields=resource_subtype,text,html_text,new_approval_status", &all)
	return all.Data
}

func subtypes(all []named) (names []string) {
	for _, one := range all {
		names = append(names, one.Subtype)
	}
	return names
}

// What happened is there in stories, in their order, but for what was deleted.
func TestStories(t *testing.T) {
	s := play(t, aTale)
	got := s.stories(t, 1)
	want := []string{
		"added_to_project", "section_changed", "due_date_changed", "added_to_tag", "subtask_added", "comment_added", "section_changed", "marked_complete",
	}
	if !slices.Equal(subtypes(got), want) {
		t.Errorf("the stories are\n%q, want\n%q", subtypes(got), want)
	}
	ines := s.face.Account("ines")
	link := fmt.Sprintf(`<a href="%s/0/%s/list" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="%s">@Inês Carvalho</a>`, s.base, ines, ines)
	if said := got[5]; said.Text != "@Inês Carvalho, when?" || said.Rich != "<body>"+link+", when?</body>" {
		t.Errorf("the edited comment is %+v", said)
	}
	got = s.stories(t, 2)
	want = []string{"added_to_project", "assigned", "approval_status_changed", "comment_added", "approval_status_changed"}
	if !slices.Equal(subtypes(got), want) || got[2].Status != "changes_requested" || got[4].Status != "approved" {
		t.Errorf("the stories of the approval are %+v", got)
	}
}

// A task is written as Asana has it: XML, with links that know what they lead to.
func TestTask(t *testing.T) {
	s := play(t, aTale)
	var one struct{ Data named }
	s.get(t, "/tasks/"+nth(1)+"?opt_fields=name,html_notes,notes,completed,num_subtasks,modified_at", &one)
	duarte := s.face.Account("duarte")
	want := fmt.Sprintf(`<body>See <a href="%[1]s/0/%[2]s/%[3]s" data-asana-accessible="true" data-asana-type="task" data-asana-gid="%[3]s">Approve the poster</a> &amp; `+
		`<a href="https://desk.example/9?a=b&amp;c=d">https://desk.example/9?a=b&amp;c=d</a>, `+
		`<a href="%[1]s/0/%[4]s/list" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="%[4]s">@Duarte Pinto</a> and @backend:`+
		`<ul><li>a <strong>stand</strong></li><li><code>pens</code></li></ul>No more.</body>`, s.base, Project("season"), nth(2), duarte)
	if one.Data.Notes != want {
		t.Errorf("the notes are\n%s, want\n%s", one.Data.Notes, want)
	}
	if !one.Data.Completed || one.Data.Subtasks != 1 || one.Data.Modified != "2026-11-23T09:14:00.001Z" {
		t.Errorf("the task is %+v", one.Data)
	}
	if s.face.Address(2) != "/0/"+Project("season")+"/"+nth(2) {
		t.Errorf("the address is %s", s.face.Address(2))
	}
	var sub answered
	if s.get(t, "/tasks/"+nth(1)+"/subtasks?opt_fields=name,completed", &sub); len(sub.Data) != 1 || !sub.Data[0].Completed {
		t.Errorf("the subtasks are %+v", sub.Data)
	}
}

// Pages join without a gap; an offset leads nowhere but in its own list.
func TestPages(t *testing.T) {
	s := play(t, aTale)
	list := "/tasks?project=" + Project("season")
	var all, first, second answered
	s.get(t, list, &all)
	s.get(t, list+"&limit=1", &first)
	if len(all.Data) != 2 || len(first.Data) != 1 || first.Next == nil {
		t.Fatalf("there are %+v, on the first page %+v", all.Data, first)
	}
	s.get(t, list+"&limit=1&offset="+url.QueryEscape(first.Next.Offset), &second)
	if len(second.Data) != 1 || second.Next != nil || second.Data[0].GID != all.Data[1].GID || all.Data[1].Modified != "" {
		t.Errorf("the second page is %+v", second)
	}
	var since, open answered
	s.get(t, list+"&modified_since=2026-11-23T09:05:00.000Z", &since)
	s.get(t, list+"&completed_since=now", &open)
	if len(since.Data) != 1 || since.Data[0].GID != nth(1) || len(open.Data) != 0 {
		t.Errorf("modified are %+v, open %+v", since.Data, open.Data)
	}
	for path, want := range map[string]int{
		list + "&limit=101": 400, list + "&limit=1&offset=x": 400, "/tasks/" + nth(1) + "/stories?limit=1&offset=" + url.QueryEscape(first.Next.Offset): 400,
		list + "&modified_since=lately": 400, "/tasks?project=7": 400, "/tasks": 400, "/tasks/7": 404, "/tasks/" + nth(3): 404, "/projects/7": 404, "/sections/7": 404,
		"/workspaces/7": 404, "/users/7": 404, "/stories/7": 404, "/nothing": 404, "/events": 400, "/events?resource=7": 404, "/status_updates?parent=7": 400,
		"/users/me": 200, "/users": 200, "/users/" + s.face.Account("duarte"): 200, "/workspaces": 200, "/workspaces/" + Workspace(): 200,
		"/workspaces/" + Workspace() + "/users": 200, "/workspaces/" + Workspace() + "/projects": 200, "/projects?workspace=" + Workspace(): 200,
		"/projects/" + Project("season"): 200, "/projects/" + Project("season") + "/sections": 200, "/projects/" + Project("season") + "/tasks": 200,
		"/projects/" + Project("season") + "/task_counts?opt_fields=num_tasks": 200, "/status_updates?parent=" + Project("season"): 200,
		"/tasks/" + nth(1) + "/tags": 200, "/tasks/" + nth(1) + "/projects": 200, "/tasks?assignee=me&workspace=" + Workspace(): 200,
	} {
		if got, body := s.get(t, path, nil); got != want {
			t.Errorf("%s is answered %d %s, want %d", path, got, body, want)
		}
	}
}

// The stream begins with a token that comes with a refusal, tells each thing once, and forgets after a day.
func TestEvents(t *testing.T) {
	s := play(t, aTale)
	events := "/events?resource=" + Project("season")
	var first answered
	if status, _ := s.get(t, events, &first); status != http.StatusPreconditionFailed || first.Sync == "" {
		t.Fatalf("without a token the answer is %d, %+v", status, first)
	}
	s.face.life = append(slices.Clip(aTale), world.Act{ID: len(aTale) + 1, At: monday.Add(time.Hour), By: "ines", Deed: world.Commented, Project: "season", Work: 1, Text: "Now."})
	var then, again answered
	if status, _ := s.get(t, events+"&sync="+url.QueryEscape(first.Sync), &then); status != 200 || len(then.Data) != 2 || then.Data[0].Parent.GID != nth(1) {
		t.Fatalf("the answer is %d, %+v", status, then)
	}
	if s.get(t, events+"&sync="+url.QueryEscape(then.Sync), &again); len(again.Data) != 0 || again.More {
		t.Errorf("the answer after it is %+v", again)
	}
	s.now = s.now.Add(25 * time.Hour)
	if status, _ := s.get(t, events+"&sync="+url.QueryEscape(then.Sync), &again); status != http.StatusPreconditionFailed {
		t.Errorf("after a day the answer is %d", status)
	}
}

// Whoever may not is told so, in Asana's form.
func TestRefused(t *testing.T) {
	s := play(t, aTale)
	for _, token := range []string{"stale", ""} {
		if status, body := s.get(t, "/users/me", nil, token); status != 401 || !strings.Contains(body, `"errors":[{`) {
			t.Errorf("%q is answered %d %s", token, status, body)
		}
	}
	resp, err := http.Post(s.base+apiPath+"/tasks", "application/json", strings.NewReader("{}")) //nolint:noctx // a refusal
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a write without a token is answered %s", resp.Status)
	}
}

// Every address that is given out leads to a page.
func TestSheets(t *testing.T) {
	s := play(t, aTale)
	for path, want := range map[string]string{
		s.face.Address(1): "Boat show &lt;2027&gt;", s.face.Address(1) + "/123/f": "when?", s.face.Address(2): "approved",
		"/0/" + Project("season") + "/list": "Winter season", "/": "Winter season", "/0/" + Project("season") + "/overview": "Winter season",
	} {
		if status, body := s.get(t, path, nil); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s is answered %d %s", path, status, body)
		}
	}
	for _, path := range []string{s.face.Address(3), "/0/7", "/0/7/list"} {
		if status, _ := s.get(t, path, nil); status != 404 {
			t.Errorf("%s is answered %d", path, status)
		}
	}
}

// The whole life of the company can be shown.
func TestWorld(t *testing.T) {
	w, err := world.New(world.Options{Seed: 3, Now: monday})
	if err != nil {
		t.Fatal(err)
	}
	s := play(t, w)
	var all answered
	s.get(t, "/tasks?project="+Project("season"), &all)
	if len(all.Data) < 5 {
		t.Errorf("there are %d tasks", len(all.Data))
	}
}

// What a task waits for, and when it is to be begun, is told by its fields and by stories; that the other is done, by none of
// its own.
func TestWaiting(t *testing.T) {
	s := play(t, tell(
		world.Act{By: "ines", Deed: world.Opened, Work: 1, Kind: world.Ticket, Name: "Write it"},
		world.Act{By: "ines", Deed: world.Opened, Work: 2, Kind: world.Ticket, Name: "Print it"},
		world.Act{By: "ines", Deed: world.Awaited, Work: 2, About: 1},
		world.Act{By: "ines", Deed: world.Awaited, Work: 2, About: 1},
		world.Act{By: "ines", Deed: world.Deferred, Work: 2, Due: monday.AddDate(0, 0, 9)},
		world.Act{By: "ines", Deed: world.Listed, Work: 2, Name: "Buy stamps"},
		world.Act{By: "ines", Deed: world.Handed, Work: 2, Name: "Buy stamps", To: []string{"duarte"}},
		world.Act{By: "duarte", Deed: world.Closed, Work: 1},
	))
	for n, want := range map[int][]string{
		2: {"added_to_project", "dependency_added", "start_date_changed", "subtask_added"},
		1: {"added_to_project", "dependent_added", "marked_complete"},
	} {
		if got := subtypes(s.stories(t, n)); !slices.Equal(got, want) {
			t.Errorf("the stories of task %d are\n%q, want\n%q", n, got, want)
		}
	}
	var one, other struct {
		Data struct {
			Start                    string `json:"start_on"`
			Dependencies, Dependents []named
		}
	}
	s.get(t, "/tasks/"+nth(2)+"?opt_fields=start_on,dependencies,dependents", &one)
	s.get(t, "/tasks/"+nth(1)+"?opt_fields=dependencies,dependents", &other)
	if d := one.Data.Dependencies; one.Data.Start != "2026-12-02" || len(d) != 1 || d[0].GID != nth(1) || d[0].Name != "" {
		t.Errorf("the task is %+v", one.Data)
	}
	if len(other.Data.Dependents) != 1 || other.Data.Dependents[0].GID != nth(2) || len(other.Data.Dependencies) != 0 {
		t.Errorf("the other is %+v", other.Data)
	}
	var all answered
	s.get(t, "/tasks/"+nth(2)+"/dependencies?opt_fields=name,completed,completed_at", &all)
	if len(all.Data) != 1 || !all.Data[0].Completed {
		t.Errorf("what it waits for is %+v", all.Data)
	}
	var lines struct{ Data []struct{ Assignee named } }
	s.get(t, "/tasks/"+nth(2)+"/subtasks?opt_fields=assignee", &lines)
	if len(lines.Data) != 1 || lines.Data[0].Assignee.GID != s.face.Account("duarte") {
		t.Errorf("the lines are %+v", lines.Data)
	}
}
