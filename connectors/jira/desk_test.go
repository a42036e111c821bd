package jira_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A desk plays a site of Jira, with pages that are as unkind as Jira's documentation allows: what moves between two
// requests for one list shifts the rest.
type desk struct {
	mu sync.Mutex
	// cloud says that it is Jira Cloud. Searches of Jira Cloud bring no more than so many entries of each list.
	cloud bool
	short int
	// size is the longest page; server's searches by number bring as much too.
	size int
	// objects are answers by path below /rest/api/<version>.
	objects map[string]json.RawMessage
	tickets []*ticket
	// now is what the clock of the server shows.
	now time.Time
	// counts are the requests by path, without versions and ids.
	counts map[string]int
	// between is called before every answer.
	between func(d *desk)
}

// A ticket is an issue with its lists, oldest first.
type ticket struct {
	id               int
	key              string
	created, updated time.Time
	// found is the update that searches know of, if not updated.
	found     time.Time
	fields    map[string]any
	comments  []json.RawMessage
	worklogs  []json.RawMessage
	histories []json.RawMessage
	// raw, if set, is what searches bring instead.
	raw json.RawMessage
}

func newDesk(cloud bool) *desk {
	d := &desk{cloud: cloud, short: 20, size: 50, counts: map[string]int{}, objects: map[string]json.RawMessage{}}
	d.now = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	kind := map[bool]string{true: "Cloud", false: "Server"}[cloud]
	d.objects["serverInfo"] = fmt.Appendf(nil, `{"baseUrl": "https://acme.example", "version": "9.12.0", "deploymentType": %q}`, kind)
	d.objects["status"] = json.RawMessage(`[
		{"id": "1", "name": "Open", "statusCategory": {"id": 2, "key": "new"}},
		{"id": "3", "name": "In progress", "statusCategory": {"id": 4, "key": "indeterminate"}},
		{"id": "5", "name": "Done", "statusCategory": {"id": 3, "key": "done"}}]`)
	return d
}

var (
	versioned = regexp.MustCompile(`^(?:/ex/jira/acme)?/rest/api/([23])/(.+)$`)
	bound     = regexp.MustCompile(`(updated|created) >= (\d+)`)
	ofIssue   = regexp.MustCompile(`^issue/(\d+)/(changelog|comment|worklog)$`)
)

// ServeHTTP answers one request.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.between != nil {
		d.between(d)
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.Header().Set("Date", d.now.Format(http.TimeFormat))
	found := versioned.FindStringSubmatch(r.URL.Path)
	if found == nil {
		deny(w, http.StatusNotFound, "no such path")
		return
	}
	path := found[2]
	if m := ofIssue.FindStringSubmatch(path); m != nil {
		d.counts[m[2]]++
		d.list(w, r, m[1], m[2])
		return
	}
	d.counts[path]++
	switch {
	case path == "search/approximate-count" && d.cloud:
		reply(w, map[string]any{"count": len(d.tickets)})
	case path == "search/jql" && d.cloud && found[1] == "3", path == "search" && !d.cloud:
		d.search(w, r)
	case d.objects[path] != nil:
		_, _ = w.Write(d.objects[path])
	default:
		deny(w, http.StatusNotFound, "there is no "+path)
	}
}

func reply(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func deny(w http.ResponseWriter, status int, why string) {
	w.WriteHeader(status)
	reply(w, map[string]any{"errorMessages": []string{why}, "errors": map[string]string{}})
}

// search answers what was updated or created since a bound, in that order.
func (d *desk) search(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	jql := q.Get("jql")
	field, from := "updated", int64(0)
	if m := bound.FindStringSubmatch(jql); m != nil {
		field = m[1]
		from, _ = strconv.ParseInt(m[2], 10, 64)
	} else if strings.Contains(jql, "ORDER BY created") {
		field = "created"
	}
	when := func(t *ticket) int64 {
		if field == "created" {
			return t.created.UnixMilli()
		}
		if !t.found.IsZero() {
			return t.found.UnixMilli()
		}
		return t.updated.UnixMilli()
	}
	rows := slices.DeleteFunc(slices.Clone(d.tickets), func(t *ticket) bool { return when(t) < from })
	slices.SortStableFunc(rows, func(x, y *ticket) int { return cmp.Or(cmp.Compare(when(x), when(y)), cmp.Compare(x.id, y.id)) })
	start, _ := strconv.Atoi(q.Get("startAt"))
	if token := q.Get("nextPageToken"); token != "" {
		if token == "old" {
			deny(w, http.StatusBadRequest, "The provided next page token is invalid or expired.")
			return
		}
		start, _ = strconv.Atoi(strings.TrimPrefix(token, "after-"))
	}
	start = min(start, len(rows))
	end := min(start+d.size, len(rows))
	issues := []any{}
	for _, t := range rows[start:end] {
		issues = append(issues, d.render(t, strings.Split(q.Get("fields"), ","), q.Get("expand") == "changelog"))
	}
	if !d.cloud {
		reply(w, map[string]any{"startAt": start, "maxResults": d.size, "total": len(rows), "issues": issues})
		return
	}
	answer := map[string]any{"issues": issues, "isLast": end == len(rows)}
	if end < len(rows) {
		answer["nextPageToken"] = fmt.Sprintf("after-%d", end)
	}
	reply(w, answer)
}

// render is a ticket as a search brings it.
func (d *desk) render(t *ticket, wanted []string, changelog bool) any {
	if t.raw != nil {
		return t.raw
	}
	fields := map[string]any{}
	for _, name := range wanted {
		if v, ok := t.fields[name]; ok {
			fields[name] = v
		}
	}
	fields["created"], fields["updated"] = stamp(t.created), stamp(t.updated)
	if slices.Contains(wanted, "comment") {
		fields["comment"] = map[string]any{"total": len(t.comments), "comments": d.cut(t.comments)}
		fields["worklog"] = map[string]any{"total": len(t.worklogs), "worklogs": d.cut(t.worklogs)}
	}
	is := map[string]any{"id": strconv.Itoa(t.id), "key": t.key, "fields": fields}
	if changelog {
		latest := slices.Clone(t.histories)
		if d.cloud {
			slices.Reverse(latest)
			latest = d.cut(latest)
		}
		is["changelog"] = map[string]any{"startAt": 0, "maxResults": len(latest), "total": len(t.histories), "histories": latest}
	}
	return is
}

func (d *desk) cut(list []json.RawMessage) []json.RawMessage {
	return append([]json.RawMessage{}, list[:min(len(list), d.short)]...)
}

// list answers one of the lists of an issue.
func (d *desk) list(w http.ResponseWriter, r *http.Request, id, what string) {
	i := slices.IndexFunc(d.tickets, func(t *ticket) bool { return strconv.Itoa(t.id) == id })
	if i < 0 || what == "changelog" && !d.cloud {
		deny(w, http.StatusNotFound, "Issue does not exist or you do not have permission to see it.")
		return
	}
	t := d.tickets[i]
	all := map[string][]json.RawMessage{"changelog": t.histories, "comment": t.comments, "worklog": t.worklogs}[what]
	start, _ := strconv.Atoi(r.URL.Query().Get("startAt"))
	start = min(start, len(all))
	end := min(start+100, len(all))
	name := map[string]string{"changelog": "values", "comment": "comments", "worklog": "worklogs"}[what]
	answer := map[string]any{"startAt": start, "maxResults": 100, "total": len(all), name: append([]json.RawMessage{}, all[start:end]...)}
	if what == "changelog" {
		answer["isLast"] = end == len(all)
	}
	reply(w, answer)
}

// stamp writes an instant as Jira does, in the zone of whoever asks.
func stamp(t time.Time) string {
	return t.In(time.FixedZone("", -8*3600)).Format("2006-01-02T15:04:05.000-0700")
}

// take returns the requests counted so far and forgets them.
func (d *desk) take() map[string]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	counts := d.counts
	d.counts = map[string]int{}
	return counts
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// fixtures loads a site from testdata: the objects where their addresses are, and the issues whole, in the order of their
// names. An issue that cannot be read stands where its name is.
func fixtures(t *testing.T, folder string, cloud bool) *desk {
	t.Helper()
	d := newDesk(cloud)
	err := filepath.WalkDir(folder, func(file string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, strings.TrimSuffix(file, ".json"))
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); !strings.HasPrefix(name, "issue/") {
			d.objects[name] = raw
			return nil
		}
		d.tickets = append(d.tickets, d.fixture(raw))
		return nil
	})
	if err != nil || len(d.tickets) == 0 {
		t.Fatalf("%d fixtures, %v", len(d.tickets), err)
	}
	return d
}

// fixture is an issue as it was recorded with all of its lists.
func (d *desk) fixture(raw json.RawMessage) *ticket {
	var is struct {
		ID     string         `json:"id"`
		Key    string         `json:"key"`
		Fields map[string]any `json:"fields"`
		Lists  struct {
			Comment struct {
				Comments []json.RawMessage `json:"comments"`
			} `json:"comment"`
			Worklog struct {
				Worklogs []json.RawMessage `json:"worklogs"`
			} `json:"worklog"`
			Created, Updated string
		} `json:"-"`
		Changelog struct {
			Histories []json.RawMessage `json:"histories"`
		} `json:"changelog"`
	}
	err := json.Unmarshal(raw, &is)
	var lists struct {
		Fields json.RawMessage `json:"fields"`
	}
	_ = json.Unmarshal(raw, &lists)
	_ = json.Unmarshal(lists.Fields, &is.Lists)
	created, failed := time.Parse("2006-01-02T15:04:05.000-0700", is.Lists.Created)
	updated, late := time.Parse("2006-01-02T15:04:05.000-0700", is.Lists.Updated)
	if err != nil || failed != nil || late != nil || is.ID == "" {
		before := d.tickets[len(d.tickets)-1]
		return &ticket{raw: raw, id: before.id, created: before.created, updated: before.updated}
	}
	id, _ := strconv.Atoi(is.ID)
	return &ticket{
		id: id, key: is.Key, created: created, updated: updated, fields: is.Fields, comments: is.Lists.Comment.Comments,
		worklogs: is.Lists.Worklog.Worklogs, histories: is.Changelog.Histories,
	}
}
