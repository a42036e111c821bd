package asana_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	projectGID = "1201000000000001"
	apiPath    = "/api/1.0/"
)

// An object is any of Asana's.
type object = map[string]any

// A hub plays Asana with one project, as far as this connector asks it. Everything it knows is kept as it is answered.
type hub struct {
	mu      sync.Mutex
	files   map[string]json.RawMessage // the answers that never change, by path
	project object
	tasks   []object            // in the order people gave them, those without a project among them
	stories map[string][]object // by task
	updates []object            // latest first
	events  []object
	oldest  int // the first event that a token may be older than
	era     int // offsets into lists are worth nothing in another
	now     time.Time
	between func(*hub) // happens before every answer
	asked   []string
}

// fixtures reads the hub from testdata: a file for each answer, where its address is.
func fixtures(t testing.TB) *hub {
	t.Helper()
	h := &hub{files: map[string]json.RawMessage{}, stories: map[string][]object{}, now: time.Date(2024, time.March, 9, 8, 0, 0, 0, time.UTC)}
	root := filepath.Join("testdata", "api", "1.0")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var file struct{ Data json.RawMessage }
		name, _ := filepath.Rel(root, path)
		name = strings.TrimSuffix(filepath.ToSlash(name), ".json")
		if err := json.Unmarshal(text, &file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return h.load(name, file.Data)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *hub) load(name string, data json.RawMessage) error {
	parts := strings.Split(name, "/")
	var list []object
	switch {
	case name == "projects/"+projectGID:
		return json.Unmarshal(data, &h.project)
	case name == "status_updates":
		return json.Unmarshal(data, &h.updates)
	case name == "tasks" || parts[0] == "tasks" && len(parts) > 2 && parts[2] == "subtasks":
		err := json.Unmarshal(data, &list)
		h.tasks = append(h.tasks, list...)
		return err
	case parts[0] == "tasks" && len(parts) > 2 && parts[2] == "stories":
		err := json.Unmarshal(data, &list)
		h.stories[parts[1]] = list
		return err
	}
	h.files[name] = data
	return nil
}

// take returns what was asked so far and forgets it.
func (h *hub) take() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, apiPath)
	h.asked = append(h.asked, path)
	if h.between != nil {
		h.between(h)
	}
	status, body := 401, any(refuse("Not Authorized"))
	if r.Header.Get("Authorization") == "Bearer a-token" {
		status, body = h.answer(path, r.URL.Query())
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Date", h.now.UTC().Format(http.TimeFormat))
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(said string) object { return object{"errors": []object{{"message": said}}} }

func (h *hub) answer(path string, q url.Values) (int, any) {
	parts := strings.Split(path, "/")
	switch {
	case path == "events":
		return h.stream(q)
	case path == "projects/"+projectGID:
		return 200, object{"data": pick(h.project, q.Get("opt_fields"))}
	case path == "tasks":
		if q.Get("project") != projectGID {
			return 400, refuse("project: Unknown object: " + q.Get("project"))
		}
		return h.list(h.listed(q), q)
	case path == "status_updates":
		return h.list(h.updates, q)
	case parts[0] == "tasks":
		return h.ofTask(parts, q)
	}
	data, known := h.files[path]
	if !known {
		return 404, refuse(parts[0] + ": Unknown object: " + path)
	}
	var rows []object
	if json.Unmarshal(data, &rows) == nil {
		return h.list(rows, q)
	}
	return 200, object{"data": data}
}

func (h *hub) ofTask(parts []string, q url.Values) (int, any) {
	k := h.task(parts[1])
	switch {
	case k == nil:
		return 404, refuse("task: Unknown object: " + parts[1])
	case len(parts) == 2:
		return 200, object{"data": pick(k, q.Get("opt_fields"))}
	case parts[2] == "stories":
		return h.list(h.stories[parts[1]], q)
	case parts[2] == "dependencies":
		return h.list(h.awaited(k), q)
	}
	return h.list(h.children(parts[1]), q)
}

func (h *hub) task(gid string) object {
	for _, k := range h.tasks {
		if k["gid"] == gid {
			return k
		}
	}
	return nil
}

// awaited are the tasks that one waits for, of this project and of others.
func (h *hub) awaited(k object) (found []object) {
	all, _ := k["dependencies"].([]any)
	for _, ref := range all {
		of, ok := ref.(object)
		if !ok {
			continue
		}
		gid, _ := of["gid"].(string)
		if on := h.task(gid); on != nil {
			found = append(found, on)
			continue
		}
		var elsewhere object
		if json.Unmarshal(h.files["tasks/"+gid], &elsewhere) == nil {
			found = append(found, elsewhere)
		}
	}
	return found
}

func (h *hub) children(gid string) (found []object) {
	for _, k := range h.tasks {
		if parent, ok := k["parent"].(object); ok && parent["gid"] == gid {
			found = append(found, k)
		}
	}
	return found
}

// within reports whether a task stands in the project itself.
func within(k object) bool {
	all, _ := k["memberships"].([]any)
	return slices.ContainsFunc(all, func(m any) bool { return m.(object)["project"].(object)["gid"] == projectGID })
}

func (h *hub) listed(q url.Values) (found []object) {
	for _, k := range h.tasks {
		modified, _ := k["modified_at"].(string)
		finished := q.Get("completed_since") == "now" && k["completed"] == true
		if within(k) && modified >= q.Get("modified_since") && !finished {
			found = append(found, k)
		}
	}
	return found
}

// list is a page of a list, whose offsets are numbers that mean something else when what lies before them comes or goes.
func (h *hub) list(all []object, q url.Values) (int, any) {
	limit, _ := strconv.Atoi(q.Get("limit"))
	if limit < 1 || limit > 100 {
		return 400, refuse("limit: Must be between 1 and 100")
	}
	from := 0
	if offset := q.Get("offset"); offset != "" {
		era, at, _ := strings.Cut(offset, ".")
		if era != strconv.Itoa(h.era) {
			return 400, refuse("offset: Your pagination token has expired.")
		}
		from, _ = strconv.Atoi(at)
	}
	rows := []object{}
	for _, o := range all[min(from, len(all)):min(from+limit, len(all))] {
		rows = append(rows, pick(o, q.Get("opt_fields")))
	}
	answer := object{"data": rows, "next_page": nil}
	if from+limit < len(all) {
		answer["next_page"] = object{"offset": fmt.Sprintf("%d.%d", h.era, from+limit), "path": "/", "uri": "/"}
	}
	return 200, answer
}

// eventsAtMost is how many events are in one answer.
const eventsAtMost = 7

func (h *hub) stream(q url.Values) (int, any) {
	from, err := strconv.Atoi(strings.TrimPrefix(q.Get("sync"), "token-"))
	if err != nil || from < h.oldest {
		refused := refuse("Sync token invalid or too old.")
		refused["sync"] = fmt.Sprintf("token-%d", len(h.events))
		return http.StatusPreconditionFailed, refused
	}
	until := min(from+eventsAtMost, len(h.events))
	return 200, object{"data": append([]object{}, h.events[from:until]...), "sync": fmt.Sprintf("token-%d", until), "has_more": until < len(h.events)}
}

// pick leaves of an object what was asked for, as a.b: gids come always, all else only if it is named.
func pick(o object, fields string) object {
	found := object{}
	for name, v := range o {
		switch inner, nested, asked := asks(fields, name); {
		case name == "gid":
			found[name] = v
		case asked && nested:
			found[name] = deeper(v, inner)
		case asked:
			found[name] = v
		}
	}
	return found
}

// asks finds what is asked for of a field: all of it, or some fields of what stands in it.
func asks(fields, name string) (inner string, nested, asked bool) {
	var all []string
	for f := range strings.SplitSeq(fields, ",") {
		if f == name {
			return "", false, true
		}
		if rest, ok := strings.CutPrefix(f, name+"."); ok {
			all = append(all, rest)
		}
	}
	return strings.Join(all, ","), true, len(all) > 0
}

func deeper(v any, fields string) any {
	switch v := v.(type) {
	case object:
		return pick(v, fields)
	case []any:
		some := []any{}
		for _, one := range v {
			some = append(some, deeper(one, fields))
		}
		return some
	}
	return v
}
