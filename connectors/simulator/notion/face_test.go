package notion

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

var start = time.Date(2026, 3, 2, 9, 0, 20, 0, time.UTC)

// story makes a face on which acts of our own happened, each a minute after the one before.
func story(t *testing.T, o Options, acts ...world.Act) *Face {
	t.Helper()
	w, err := world.New(world.Options{Now: start})
	if err != nil {
		t.Fatal(err)
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return start }
	}
	f := New(w, o)
	f.ledger = newLedger(w.People(), world.Projects(world.Papers), o.Refer)
	for i, a := range acts {
		a.ID, a.At, a.Project = 1_000_000+i, start.Add(time.Duration(i)*time.Minute), "handbook"
		if a.About != 0 {
			a.About += 1_000_000
		}
		f.ledger.enter(a)
	}
	return f
}

// proposal is two pages and what happened to them.
var proposal = []world.Act{
	{By: "ines", Deed: world.Opened, Work: 7, Number: 1, Kind: world.Paper, Name: "Weekly invoices", Text: "## Why\n\nAsk @meera, see [[9]] and [[3]].\nRun `berths`.\n\n- [x] ask\n- **write**\n\n```\ncurl /berths\n\nok\n```"},
	{By: "ines", Deed: world.Assigned, Work: 7, Number: 1, To: []string{"nikhil"}},
	{By: "nikhil", Deed: world.Moved, Work: 7, Number: 1, Name: "In review"},
	{By: "claire", Deed: world.Commented, Work: 7, Number: 1, Text: "Every week, @nikhil? And @backend, @gone?"},
	{By: "nikhil", Deed: world.Replied, Work: 7, Number: 1, About: 3, Text: "Yes."},
	{By: "magnus", Deed: world.Commented, Work: 7, Number: 1, Text: "Mondays, please."},
	{By: "nikhil", Deed: world.Opened, Work: 9, Number: 2, Kind: world.Paper, Name: "A fee for late boats", Text: "Soon."},
	{By: "ines", Deed: world.Labelled, Work: 7, Number: 1, Name: "money"},
	{By: "ines", Deed: world.Dated, Work: 7, Number: 1, Due: start.Truncate(24*time.Hour).AddDate(0, 0, 9)},
	{By: "ines", Deed: world.Asked, Work: 7, Number: 1, To: []string{"claire"}},
	{By: "ines", Deed: world.Listed, Work: 7, Number: 1, Name: "tell the harbours"},
}

// ask asks the face, in the current version, and decodes the answer.
func call(t *testing.T, f *Face, method, path, body string, headers ...string) (status int, got object) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer ntn_anything")
	r.Header.Set("Notion-Version", dataSources)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	if err := json.NewDecoder(w.Body).Decode(&got); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return w.Code, got
}

// dig follows a path of names and numbers.
func dig(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case object:
			v = in[name]
		case []any:
			i := 0
			if _, err := fmt.Sscan(name, &i); err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		}
	}
	return v
}

func titles(got object) []string {
	var all []string
	for _, o := range got["results"].([]any) {
		if o.(object)["object"] != "page" {
			all = append(all, o.(object)["object"].(string))
			continue
		}
		all = append(all, value(o.(object), "Name"))
	}
	return all
}

func TestPage(t *testing.T) {
	f := story(t, Options{Base: "http://notion.example", Refer: func(work int) string { return fmt.Sprintf("https://x.example/%d", work) }}, proposal...)
	_, p := call(t, f, http.MethodGet, "/v1/pages/"+pageID(1), "")
	for path, want := range map[string]any{
		"created_time": "2026-03-02T09:00:00.000Z", "last_edited_time": "2026-03-02T09:10:00.000Z", "last_edited_by.id": f.Account("ines"),
		"properties.Status.status.name": "In review", "properties.Owner.people.0.person.email": "nikhil@moorline.example",
		"properties.Tags.multi_select.0.name": "money", "properties.Due.date.start": "2026-03-11", "properties.ID.unique_id.number": 1.0,
		"properties.Reviewers.people.0.name": "Claire Tremblay", "url": f.Address(1), "parent.type": "data_source_id",
	} {
		if got := dig(p, path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	_, blocks := call(t, f, http.MethodGet, "/v1/blocks/"+pageID(1)+"/children", "")
	var kinds []string
	for i := range blocks["results"].([]any) {
		kinds = append(kinds, dig(blocks, fmt.Sprintf("results.%d.type", i)).(string))
	}
	if diff := cmp.Diff([]string{"heading_2", "paragraph", "to_do", "bulleted_list_item", "code", "to_do"}, kinds); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	for path, want := range map[string]any{
		"results.1.paragraph.rich_text.1.mention.user.id": f.Account("meera"), "results.1.paragraph.rich_text.3.mention.page.id": pageID(2),
		"results.1.paragraph.rich_text.5.href": "https://x.example/3", "results.1.paragraph.rich_text.7.annotations.code": true,
		"results.2.to_do.checked": true, "results.4.code.rich_text.0.plain_text": "curl /berths\n\nok", "results.5.to_do.checked": false,
	} {
		if got := dig(blocks, path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
}

func TestDiscussions(t *testing.T) {
	f := story(t, Options{}, proposal...)
	comments := func(page int) []string {
		_, got := call(t, f, http.MethodGet, "/v1/comments?block_id="+pageID(page), "")
		var all []string
		for _, c := range got["results"].([]any) {
			all = append(all, dig(c, "rich_text.0.plain_text").(string)+" "+dig(c, "discussion_id").(string)[:4])
		}
		return all
	}
	first, second := uuid("discussion", "1000003")[:4], uuid("discussion", "1000005")[:4]
	if diff := cmp.Diff([]string{"Every week,  " + first, "Yes. " + first, "Mondays, please. " + second}, comments(1)); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	f.ledger.enter(world.Act{ID: 1_000_100, Deed: world.Settled, Work: 7, About: 1_000_004})
	f.ledger.enter(world.Act{ID: 1_000_101, Deed: world.Edited, Work: 7, About: 1_000_005, Text: "Tuesdays.", At: start.Add(time.Hour)})
	if diff := cmp.Diff([]string{"Tuesdays. " + second}, comments(1)); diff != "" {
		t.Errorf("after one was resolved and another edited (-want +got):\n%s", diff)
	}
	_, p := call(t, f, http.MethodGet, "/v1/pages/"+pageID(1), "")
	if at := p["last_edited_time"]; at != "2026-03-02T09:10:00.000Z" {
		t.Errorf("what is said moved the page to %v", at)
	}
	f.ledger.enter(world.Act{ID: 1_000_102, Deed: world.Unsaid, Work: 7, About: 1_000_005})
	if left := comments(1); len(left) > 0 {
		t.Errorf("a deleted comment is there: %v", left)
	}
	f.ledger.enter(world.Act{ID: 1_000_103, Deed: world.Binned, Work: 7, At: start.Add(2 * time.Hour)})
	if status, got := call(t, f, http.MethodGet, "/v1/comments?block_id="+pageID(1), ""); status != http.StatusNotFound || got["code"] != "object_not_found" {
		t.Errorf("of a page in the trash: %d %v", status, got)
	}
	if _, p := call(t, f, http.MethodGet, "/v1/pages/"+pageID(1), ""); p["in_trash"] != true {
		t.Error("the page is not in the trash")
	}
}

func TestLists(t *testing.T) {
	f := story(t, Options{}, proposal...)
	base, source := f.ledger.bases[0].id, f.ledger.bases[0].source
	old := []string{"Notion-Version", "2022-06-28"}
	for _, c := range []struct {
		name, path, body string
		headers          []string
		want             []string
	}{
		{"everything", "search", `{}`, nil, []string{"Weekly invoices", "A fee for late boats", "data_source"}},
		{"everything, as it was", "search", `{}`, old, []string{"Weekly invoices", "A fee for late boats", "database"}},
		{"databases", "search", `{"filter": {"property": "object", "value": "database"}}`, old, []string{"database"}},
		{"by words", "search", `{"query": "LATE", "sort": {"direction": "ascending", "timestamp": "last_edited_time"}}`, nil, []string{"A fee for late boats"}},
		{"rows", "data_sources/" + source + "/query", `{"sorts": [{"timestamp": "last_edited_time", "direction": "descending"}]}`, nil, []string{"Weekly invoices", "A fee for late boats"}},
		{"rows, as it was", "databases/" + short(base) + "/query", `{"sorts": [{"property": "Name", "direction": "ascending"}]}`, old, []string{"A fee for late boats", "Weekly invoices"}},
		{"by time", "data_sources/" + source + "/query", `{"filter": {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "2026-03-02T09:07:00Z"}}}`, nil, []string{"Weekly invoices"}},
		{"by status", "data_sources/" + source + "/query", `{"filter": {"and": [{"property": "Status", "status": {"equals": "Draft"}}]}}`, nil, []string{"A fee for late boats"}},
		{"by owner", "data_sources/" + source + "/query", `{"filter": {"property": "Owner", "people": {"contains": "` + f.Account("nikhil") + `"}}}`, nil, []string{"Weekly invoices"}},
	} {
		status, got := call(t, f, http.MethodPost, "/v1/"+c.path, c.body, c.headers...)
		if status != http.StatusOK {
			t.Errorf("%s: %d %v", c.name, status, got)
			continue
		}
		if diff := cmp.Diff(c.want, titles(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestPaging(t *testing.T) {
	f := story(t, Options{}, proposal...)
	var all []string
	for start := any(""); start != nil; {
		_, got := call(t, f, http.MethodPost, "/v1/search", fmt.Sprintf(`{"page_size": 1, "start_cursor": %q}`, start))
		all, start = append(all, titles(got)...), got["next_cursor"]
		if got["has_more"] != (start != nil) || len(all) > 3 {
			t.Fatalf("after %v: %v", all, got)
		}
	}
	if len(all) != 3 {
		t.Errorf("page by page there are %v", all)
	}
}

func TestRefusals(t *testing.T) {
	f := story(t, Options{Refused: []string{"ntn_revoked"}}, proposal...)
	for _, c := range []struct {
		method, path, body string
		headers            []string
		status             int
		code               string
	}{
		{"GET", "/v1/users", "", []string{"Authorization", ""}, 401, "unauthorized"},
		{"GET", "/v1/users", "", []string{"Authorization", "Bearer ntn_revoked"}, 401, "unauthorized"},
		{"GET", "/v1/users", "", []string{"Notion-Version", ""}, 400, "missing_version"},
		{"POST", "/v1/search", "{", nil, 400, "invalid_json"},
		{"POST", "/v1/search", `{"page_size": 101}`, nil, 400, "validation_error"},
		{"POST", "/v1/search", `{"start_cursor": "` + uuid("nothing") + `"}`, nil, 400, "validation_error"},
		{"POST", "/v1/search", `{"filter": {"property": "object", "value": "database"}}`, nil, 400, "validation_error"},
		{"POST", "/v1/databases/" + uuid("database", "handbook") + "/query", "{}", nil, 400, "invalid_request_url"},
		{"GET", "/v1/data_sources/" + uuid("data source", "handbook"), "", []string{"Notion-Version", "2022-06-28"}, 400, "invalid_request_url"},
		{"GET", "/v1/pages/" + uuid("nothing"), "", nil, 404, "object_not_found"},
		{"GET", "/v1/comments?block_id=" + uuid("nothing"), "", nil, 404, "object_not_found"},
		{"GET", "/v1/invalid", "", nil, 400, "invalid_request_url"},
		{"POST", "/v1/comments", "{}", nil, 403, "restricted_resource"},
	} {
		status, got := call(t, f, c.method, c.path, c.body, c.headers...)
		if status != c.status || got["code"] != c.code || got["object"] != "error" {
			t.Errorf("%s %s %v: %d %v, want %d %s", c.method, c.path, c.headers, status, got, c.status, c.code)
		}
	}
}

func TestLimit(t *testing.T) {
	now := start
	f := story(t, Options{Clock: func() time.Time { return now }})
	for range callsAtMost {
		if status, got := call(t, f, http.MethodGet, "/v1/users/me", ""); status != http.StatusOK {
			t.Fatalf("%d %v", status, got)
		}
	}
	if status, got := call(t, f, http.MethodGet, "/v1/users/me", ""); status != http.StatusTooManyRequests || got["code"] != "rate_limited" {
		t.Errorf("one too many: %d %v", status, got)
	}
	now = now.Add(quarter)
	if status, _ := call(t, f, http.MethodGet, "/v1/users/me", ""); status != http.StatusOK {
		t.Errorf("a quarter of an hour later: %d", status)
	}
}

func TestUsers(t *testing.T) {
	f := story(t, Options{})
	_, got := call(t, f, http.MethodGet, "/v1/users", "")
	names := map[string]any{}
	for _, u := range got["results"].([]any) {
		names[dig(u, "name").(string)] = dig(u, "type")
	}
	if names["Inês Carvalho"] != "person" || names["moorline-ci"] != "bot" || names["Dateline"] != "bot" || names["Magnus Kvalheim"] != nil || names["Backend"] != nil {
		t.Errorf("the users are %v", names)
	}
	if _, guest := call(t, f, http.MethodGet, "/v1/users/"+f.Account("magnus"), ""); guest["name"] != "Magnus Kvalheim" {
		t.Errorf("the guest is %v", guest)
	}
	for _, nobody := range []string{"gone", "backend", "nobody"} {
		if id := f.Account(nobody); id != "" {
			t.Errorf("%s has the account %s", nobody, id)
		}
	}
}

// TestPagesForPeople follows the address of a page, below a prefix and without one.
func TestPagesForPeople(t *testing.T) {
	f := story(t, Options{}, proposal...)
	server := httptest.NewServer(http.StripPrefix("/notion", f))
	defer server.Close()
	get := func(path string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/notion"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(text)
	}
	status, text := get(f.Address(1))
	for _, want := range []string{"Weekly invoices", "In review", "@Nikhil Rao", server.URL + "/notion" + f.Address(2), "PROP-1", "Mondays, please."} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d, and %q is not in\n%s", status, want, text)
		}
	}
	for path, want := range map[string]int{"/": 200, "/page.css": 200, "/" + short(f.ledger.bases[0].id): 200, "/nothing": 404, "/Proposal-9-" + short(uuid("x")): 404} {
		if status, _ := get(path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}
