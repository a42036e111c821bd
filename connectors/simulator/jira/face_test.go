package jira_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator/jira"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// begin is an ordinary working day.
var begin = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

// A tale is a few acts at the desk, a minute apart. Work 7 is kept elsewhere.
type tale []world.Act

// People are two of the team, a customer, a program and somebody whose account was deleted.
func (tale) People() []world.Person {
	return []world.Person{
		{Handle: "ines", Name: "Inês Carvalho", Email: "ines@moorline.example"}, {Handle: "duarte", Name: "Duarte Pinto"},
		{Handle: "magnus", Name: "Magnus Kvalheim", Outside: true}, {Handle: "ci", Name: "moorline-ci", Bot: true},
		{Handle: "gone", Outside: true}, {Handle: "backend", Name: "Backend", Members: []string{"ines"}},
	}
}

// Acts are the acts after the first n, numbered.
func (s tale) Acts(n int) []world.Act {
	all := make([]world.Act, len(s))
	for i, a := range s {
		a.ID, a.At = i+1, begin.Add(time.Duration(i)*time.Minute)
		if a.Project == "" {
			a.Project = "support"
		}
		all[i] = a
	}
	return all[n:]
}

// Find knows the works 1 to 6 as issues of the desk with the same number.
func (tale) Find(work int) (string, int) {
	if work < 1 || work > 6 {
		return "api", 412
	}
	return "support", work
}

var told = tale{
	{By: "magnus", Deed: world.Opened, Work: 1, Number: 1, Kind: world.Ticket, Name: "Berth 12 is shown twice", Text: "Since **Monday**, @duarte:\n\n- on the map\n- in the list, see [[2]] and [[7]]\n\n> as I wrote\n\n```go\na := 1\n```\nThanks"},
	{By: "ines", Deed: world.Assigned, Work: 1, Number: 1, To: []string{"duarte"}},
	{By: "duarte", Deed: world.Moved, Work: 1, Number: 1, Name: "In progress"},
	{By: "duarte", Deed: world.Commented, Work: 1, Number: 1, Text: "Looking at it, @magnus."},
	{By: "duarte", Deed: world.Edited, Work: 1, Number: 1, About: 4, Text: "Found it, @magnus."},
	{By: "ines", Deed: world.Labelled, Work: 1, Number: 1, Name: "map view"},
	{By: "ines", Deed: world.Dated, Work: 1, Number: 1, Due: begin.AddDate(0, 0, 3)},
	{By: "duarte", Deed: world.Moved, Work: 1, Number: 1, Name: "Resolved"},
	{By: "magnus", Deed: world.Reopened, Work: 1, Number: 1},
	{By: "gone", Deed: world.Opened, Work: 2, Number: 2, Kind: world.Ticket, Name: "No mail", Text: "None at all."},
	{By: "ci", Deed: world.Commented, Work: 2, Number: 2, Text: "A mail was sent."},
	{By: "ines", Deed: world.Commented, Work: 2, Number: 2, Text: "said in haste"},
	{By: "ines", Deed: world.Unsaid, Work: 2, Number: 2, About: 12},
	{By: "magnus", Deed: world.Opened, Work: 3, Number: 3, Kind: world.Ticket, Name: "Spam"},
	{By: "ines", Deed: world.Binned, Work: 3, Number: 3},
	{By: "ines", Deed: world.Opened, Project: "api", Work: 7, Number: 412, Kind: world.Ticket, Name: "not of the desk"},
}

// A client asks a face.
type client struct {
	*testing.T
	base, token string
}

func serve(t *testing.T, o jira.Options) client {
	t.Helper()
	o.Clock = func() time.Time { return begin.AddDate(0, 0, 1) }
	o.Refer = func(int) string { return "https://git.example/412" }
	server := httptest.NewServer(jira.New(told, o))
	t.Cleanup(server.Close)
	return client{t, server.URL, "any"}
}

// ask asks with the parameters of a query, or POSTs a body where the first is one.
func (c client) ask(method, path string, query url.Values, body string) (int, map[string]any) {
	c.Helper()
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(c.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.Fatal(err)
	}
	if c.token != "" {
		req.SetBasicAuth("ines@moorline.example", c.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	var out any
	if json.Unmarshal(raw, &out) != nil {
		return resp.StatusCode, map[string]any{"text": string(raw)}
	}
	if list, ok := out.([]any); ok {
		return resp.StatusCode, map[string]any{"list": list}
	}
	return resp.StatusCode, out.(map[string]any)
}

// search returns the keys that a search finds, page by page.
func (c client) search(jql string, size int) (keys []string) {
	c.Helper()
	query := url.Values{"jql": {jql}, "fields": {"summary"}, "maxResults": {fmt.Sprint(size)}}
	for {
		status, got := c.ask(http.MethodGet, "/rest/api/3/search/jql", query, "")
		if status != http.StatusOK {
			return []string{fmt.Sprint(status, got["errorMessages"])}
		}
		for _, is := range got["issues"].([]any) {
			keys = append(keys, is.(map[string]any)["key"].(string))
		}
		if got["isLast"] == true {
			return keys
		}
		query.Set("nextPageToken", got["nextPageToken"].(string))
	}
}

func TestSearch(t *testing.T) {
	c := serve(t, jira.Options{})
	later := begin.Add(9 * time.Minute).UnixMilli()
	for _, test := range []struct {
		jql  string
		want []string
	}{
		{`project = DOCK ORDER BY updated ASC, key ASC`, []string{"DOCK-1", "DOCK-2"}},
		{`project = "dock" ORDER BY updated DESC`, []string{"DOCK-2", "DOCK-1"}},
		{fmt.Sprintf(`project = DOCK AND updated >= %d ORDER BY updated ASC`, later), []string{"DOCK-2"}},
		{fmt.Sprintf(`project = DOCK AND (created < %d OR labels in ("map-view", x)) AND NOT key = DOCK-2`, later), []string{"DOCK-1"}},
		{`status = "Waiting for support" AND statusCategory != Done AND reporter is not EMPTY`, []string{"DOCK-1"}},
		{`created >= -2d AND updated <= now() AND resolution is EMPTY AND key in (DOCK-1)`, []string{"DOCK-1"}},
		{`assignee = currentUser() AND summary ~ "berth"`, nil},
		{`text ~ berth AND due > "2026-11-01" AND type = "service request"`, []string{"DOCK-1"}},
		{`project = HARBOUR`, []string{"400 [The value 'HARBOUR' does not exist for the field 'project'.]"}},
		{`project = DOCK AND`, []string{"400 [Error in the JQL Query: Expecting operator but got ''.]"}},
		{`(project = DOCK`, []string{"400 [Error in the JQL Query: Expecting ')' before the end of the query.]"}},
		{`colour = red`, []string{"400 [Field 'colour' does not exist or you do not have permission to view it.]"}},
		{`ORDER BY updated`, []string{"400 [Unbounded JQL queries are not allowed here. Please add a search restriction to your query.]"}},
	} {
		for _, size := range []int{1, 50} {
			if diff := cmp.Diff(test.want, c.search(test.jql, size)); diff != "" {
				t.Errorf("%s in pages of %d finds (-want +got):\n%s", test.jql, size, diff)
			}
		}
	}
	if _, got := c.ask(http.MethodGet, "/rest/api/3/search/jql", url.Values{"jql": {"project = DOCK"}, "maxResults": {"1"}}, ""); cmp.Diff(
		[]any{map[string]any{"id": "10010"}}, got["issues"]) != "" {
		t.Errorf("without fields it brings %v", got["issues"])
	}
	if status, got := c.ask(http.MethodPost, "/rest/api/3/search/approximate-count", nil, `{"jql": "project = DOCK"}`); got["count"] != 2.0 {
		t.Errorf("it counts %d %v", status, got)
	}
	if status, _ := c.ask(http.MethodGet, "/rest/api/3/search", url.Values{"jql": {"project = DOCK"}}, ""); status != http.StatusGone {
		t.Errorf("the removed search answers %d", status)
	}
	if status, _ := c.ask(http.MethodGet, "/rest/api/3/search/jql", url.Values{"jql": {"project = DOCK"}, "nextPageToken": {"b29wcw"}}, ""); status != http.StatusBadRequest {
		t.Errorf("a token of nothing is answered %d", status)
	}
}

// pick follows names and numbers into JSON.
func pick(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

func TestIssue(t *testing.T) {
	c := serve(t, jira.Options{Base: "https://moorline.example/jira"})
	_, is := c.ask(http.MethodGet, "/rest/api/3/issue/DOCK-1", url.Values{"expand": {"changelog"}}, "")
	for _, test := range []struct {
		want any
		path []any
	}{
		{"Berth 12 is shown twice", []any{"fields", "summary"}},
		{"Magnus Kvalheim", []any{"fields", "reporter", "displayName"}},
		{"customer", []any{"fields", "reporter", "accountType"}},
		{"Duarte Pinto", []any{"fields", "assignee", "displayName"}},
		{"new", []any{"fields", "status", "statusCategory", "key"}},
		{nil, []any{"fields", "resolution"}},
		{"2026-11-27", []any{"fields", "duedate"}},
		{"map-view", []any{"fields", "labels", 0}},
		{"strong", []any{"fields", "description", "content", 0, "content", 1, "marks", 0, "type"}},
		{"mention", []any{"fields", "description", "content", 0, "content", 3, "type"}},
		{"@Duarte Pinto", []any{"fields", "description", "content", 0, "content", 3, "attrs", "text"}},
		{"bulletList", []any{"fields", "description", "content", 1, "type"}},
		{"DOCK-2", []any{"fields", "description", "content", 1, "content", 1, "content", 0, "content", 1, "text"}},
		{"https://git.example/412", []any{"fields", "description", "content", 1, "content", 1, "content", 0, "content", 3, "text"}},
		{"blockquote", []any{"fields", "description", "content", 2, "type"}},
		{"codeBlock", []any{"fields", "description", "content", 3, "type"}},
		{"2026-11-24T09:08:00.000+0000", []any{"fields", "updated"}},
		{"status", []any{"changelog", "histories", 0, "items", 0, "field"}},
		{"Resolved", []any{"changelog", "histories", 0, "items", 0, "fromString"}},
		{"resolution", []any{"changelog", "histories", 1, "items", 1, "field"}},
		{"Duarte Pinto", []any{"changelog", "histories", 5, "items", 0, "toString"}},
		{6.0, []any{"changelog", "total"}},
		{1.0, []any{"fields", "comment", "total"}},
		{"2026-11-24T09:04:00.000+0000", []any{"fields", "comment", "comments", 0, "updated"}},
	} {
		if got := pick(is, test.path...); got != test.want {
			t.Errorf("%v is %v, not %v", test.path, got, test.want)
		}
	}
	_, old := c.ask(http.MethodGet, "/rest/api/2/issue/DOCK-1/comment", nil, "")
	if got, _ := pick(old, "comments", 0, "body").(string); !strings.HasPrefix(got, "Found it, [~accountid:qm:") {
		t.Errorf("in version 2 the comment is %q", got)
	}
	_, changes := c.ask(http.MethodGet, "/rest/api/3/issue/DOCK-1/changelog", url.Values{"startAt": {"4"}, "maxResults": {"1"}}, "")
	if pick(changes, "values", 0, "items", 0, "toString") != "Resolved" || changes["total"] != 6.0 || changes["isLast"] != false {
		t.Errorf("the fifth change is %v", changes)
	}
	if _, second := c.ask(http.MethodGet, "/rest/api/3/issue/DOCK-2", nil, ""); pick(second, "fields", "reporter") != nil ||
		pick(second, "fields", "comment", "total") != 1.0 || pick(second, "fields", "comment", "comments", 0, "author", "accountType") != "app" {
		t.Errorf("the second issue is %v", second)
	}
	if status, _ := c.ask(http.MethodGet, "/rest/api/3/issue/DOCK-3", nil, ""); status != http.StatusNotFound {
		t.Errorf("a deleted issue is answered %d", status)
	}
}

func TestRefusals(t *testing.T) {
	c := serve(t, jira.Options{Refused: []string{"expired"}})
	for _, token := range []string{"", "expired"} {
		c.token = token
		for _, path := range []string{"/rest/api/3/myself", "/rest/api/3/search/jql?jql=project=DOCK", "/rest/api/2/issue/DOCK-1", "/rest/nothing"} {
			if status, got := c.ask(http.MethodGet, path, nil, ""); status != http.StatusUnauthorized || got["errorMessages"] == nil {
				t.Errorf("with the token %q %s is answered %d %v", token, path, status, got)
			}
		}
		if status, got := c.ask(http.MethodGet, "/rest/api/2/serverInfo", nil, ""); got["deploymentType"] != "Cloud" {
			t.Errorf("with the token %q serverInfo is %d %v", token, status, got)
		}
	}
	c.token = "any"
	if status, got := c.ask(http.MethodGet, "/rest/api/3/nothing", nil, ""); status != http.StatusNotFound || got["errorMessages"] == nil {
		t.Errorf("an unknown path is answered %d %v", status, got)
	}
	if status, _ := c.ask(http.MethodPost, "/rest/api/3/search/jql", nil, "{"); status != http.StatusBadRequest {
		t.Errorf("a body that is no JSON is answered %d", status)
	}
}

func TestSite(t *testing.T) {
	c := serve(t, jira.Options{})
	face := jira.New(told, jira.Options{})
	for path, wanted := range map[string]func(map[string]any) bool{
		"/rest/api/3/myself": func(m map[string]any) bool { return m["accountId"] == face.Account("ines") },
		"/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS&projectKey=DOCK": func(m map[string]any) bool {
			return pick(m, "permissions", "BROWSE_PROJECTS", "havePermission") == true
		},
		"/rest/api/3/user?accountId=" + face.Account("duarte"): func(m map[string]any) bool { return m["displayName"] == "Duarte Pinto" },
		"/rest/api/3/users/search":                             func(m map[string]any) bool { return len(m["list"].([]any)) == 4 },
		"/rest/api/2/status":                                   func(m map[string]any) bool { return pick(m, "list", 3, "statusCategory", "key") == "done" },
		"/rest/api/2/issuetype":                                func(m map[string]any) bool { return len(m["list"].([]any)) == 2 },
		"/rest/api/3/field":                                    func(m map[string]any) bool { return pick(m, "list", 0, "name") == "Assignee" },
		"/rest/api/3/project":                                  func(m map[string]any) bool { return pick(m, "list", 0, "key") == "DOCK" },
		"/rest/api/3/project/search":                           func(m map[string]any) bool { return pick(m, "values", 0, "key") == "DOCK" },
		"/rest/api/3/project/dock":                             func(m map[string]any) bool { return m["name"] == "Harbour support" },
		"/browse/DOCK-1": func(m map[string]any) bool {
			return strings.Contains(m["text"].(string), "Found it, @Magnus Kvalheim.")
		},
		"/browse/DOCK": func(m map[string]any) bool { return strings.Contains(m["text"].(string), "/browse/DOCK-2") },
	} {
		if status, got := c.ask(http.MethodGet, path, nil, ""); status != http.StatusOK || !wanted(got) {
			t.Errorf("%s is answered %d %v", path, status, got)
		}
	}
	if status, _ := c.ask(http.MethodGet, "/browse/DOCK-9", nil, ""); status != http.StatusNotFound {
		t.Errorf("the page of an issue that does not exist is answered %d", status)
	}
	if got := jira.New(told, jira.Options{Base: "http://127.0.0.1:8090/jira/"}).Address(12); got != "http://127.0.0.1:8090/jira/browse/DOCK-12" {
		t.Errorf("the address of the twelfth is %s", got)
	}
	if face.Account("gone") != "" || face.Account("backend") != "" || face.Account("nobody") != "" {
		t.Error("who has no account has one")
	}
}
