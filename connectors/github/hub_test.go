package github_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
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

// A hub plays GitHub as far as this connector asks it: lists sorted and paged as GitHub's are, with ETags and Links.
type hub struct {
	mu  sync.Mutex
	now time.Time
	// keyset lets ascending lists go on behind a row and not by the number of the page, as GitHub's newer ones do.
	keyset bool
	// lists are the rows by the path below the repository.
	lists map[string]*list
	// objects are what is not a list, by path.
	objects map[string][]byte
	// counts has the requests by list and status: "issues 304".
	counts map[string]int
}

// A list is one of the hub's lists. Its rows are kept in GitHub's order, ascending.
type list struct {
	rows  []*row
	dirty bool
}

// A row is one object of a list.
type row struct {
	id               int
	created, updated int64
	folders          []string // of a commit
	render           func() []byte
}

func newHub() *hub {
	return &hub{lists: map[string]*list{}, objects: map[string][]byte{}, counts: map[string]int{}}
}

// put adds a row to a list, or marks the list as changed if it is there.
func (h *hub) put(name string, r *row) {
	if h.lists[name] == nil {
		h.lists[name] = &list{}
	}
	l := h.lists[name]
	l.dirty = true
	if r != nil {
		l.rows = append(l.rows, r)
	}
}

// remove takes a row out of a list.
func (h *hub) remove(name string, r *row) {
	l := h.lists[name]
	l.rows = slices.DeleteFunc(l.rows, func(x *row) bool { return x == r })
}

// byUpdate says which lists are sorted by update; the others are by creation.
func byUpdate(name string) bool {
	return name == "issues" || name == "pulls" || strings.HasSuffix(name, "/comments")
}

func (h *hub) sorted(name string) []*row {
	l := h.lists[name]
	if l == nil {
		return nil
	}
	if l.dirty {
		slices.SortFunc(l.rows, func(x, y *row) int {
			if byUpdate(name) {
				return cmp.Or(cmp.Compare(x.updated, y.updated), cmp.Compare(x.id, y.id))
			}
			return cmp.Or(cmp.Compare(x.created, y.created), cmp.Compare(x.id, y.id))
		})
		l.dirty = false
	}
	return l.rows
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.now.IsZero() {
		w.Header().Set("Date", h.now.UTC().Format(http.TimeFormat))
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/repos/"), "/")
	_, path, _ = strings.Cut(path, "/")
	name := strings.TrimSuffix(path, "/")
	if r.URL.Path == "/user" {
		name = "user"
	}
	body, isObject := h.objects[name]
	status := http.StatusOK
	switch {
	case isObject:
	case h.lists[name] == nil && !slices.Contains([]string{"issues", "pulls", "issues/comments", "pulls/comments", "issues/events", "releases", "commits", "repos"}, name) && !strings.HasSuffix(name, "/reviews"):
		status, body = http.StatusNotFound, []byte(`{"message": "Not Found"}`)
	default:
		body = h.list(w, r.URL, name)
	}
	if status == http.StatusOK {
		etag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(body))
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			status = http.StatusNotModified
		}
	}
	parts := strings.Split(name, "/")
	if len(parts) == 3 && parts[2] == "reviews" {
		parts[1] = "n"
	}
	h.counts[strings.Join(parts, "/")+" "+strconv.Itoa(status)]++
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if status != http.StatusNotModified {
		_, _ = w.Write(body)
	}
}

// list is the page of a list that was asked for.
func (h *hub) list(w http.ResponseWriter, u *url.URL, name string) []byte {
	q := u.Query()
	rows := h.sorted(name)
	if since, err := time.Parse(time.RFC3339, q.Get("since")); err == nil {
		from, _ := slices.BinarySearchFunc(rows, since.Unix(), func(r *row, at int64) int { return cmp.Compare(r.updated, at) })
		rows = rows[from:]
	}
	if folder := q.Get("path"); folder != "" {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return !slices.Contains(r.folders, folder) })
	}
	size, _ := strconv.Atoi(q.Get("per_page"))
	size = min(max(size, 1), 100)
	if name == "commits" {
		size = 100 // a commit with an old date would stand on a later page, which nobody asks for
	}
	page, _ := strconv.Atoi(q.Get("page"))
	page = max(page, 1)
	ascending := q.Get("direction") == "asc" || strings.HasSuffix(name, "/reviews")
	if h.keyset && q.Get("direction") == "asc" {
		rows, page = behind(rows, q.Get("after")), 1
	}
	last := max((len(rows)+size-1)/size, 1)
	if page < last {
		links := map[string]int{"next": page + 1, "last": last}
		if h.keyset && q.Get("direction") == "asc" {
			delete(links, "last")
			q.Set("after", fmt.Sprintf("%d-%d", rows[size-1].updated, rows[size-1].id))
		}
		var header []string
		for rel, n := range links {
			q.Set("page", strconv.Itoa(n))
			header = append(header, fmt.Sprintf(`<https://api.github.com/repositories/1/%s?%s>; rel=%q`, name, q.Encode(), rel))
		}
		w.Header().Set("Link", strings.Join(header, ", "))
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for i := (page - 1) * size; i < min(page*size, len(rows)); i++ {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		if ascending {
			b.Write(rows[i].render())
		} else {
			b.Write(rows[len(rows)-1-i].render())
		}
	}
	b.WriteByte(']')
	return b.Bytes()
}

// behind are the rows behind the one that a link named.
func behind(rows []*row, after string) []*row {
	var updated int64
	var id int
	if n, _ := fmt.Sscanf(after, "%d-%d", &updated, &id); n != 2 {
		return rows
	}
	from := slices.IndexFunc(rows, func(r *row) bool { return r.updated > updated || r.updated == updated && r.id > id })
	if from < 0 {
		return nil
	}
	return rows[from:]
}

// take returns the requests counted so far and forgets them.
func (h *hub) take() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	counts := h.counts
	h.counts = map[string]int{}
	return counts
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// fixtures loads a repository from testdata: a file for each list or object, where its address is.
func fixtures(t *testing.T, folder string) *hub {
	t.Helper()
	h := newHub()
	err := filepath.WalkDir(folder, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, strings.TrimSuffix(file, ".json"))
		if err != nil {
			return err
		}
		var rows []json.RawMessage
		if json.Unmarshal(text, &rows) != nil {
			h.objects[filepath.ToSlash(name)] = text
			return nil
		}
		h.put(filepath.ToSlash(name), nil)
		for _, raw := range rows {
			h.put(filepath.ToSlash(name), fixtureRow(raw))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.objects[""] = []byte(`{"id": 1, "full_name": "acme/api", "private": true}`)
	h.objects["user"] = []byte(`{"login": "reader", "type": "User"}`)
	return h
}

func fixtureRow(raw json.RawMessage) *row {
	var known struct {
		Created   time.Time `json:"created_at"`
		Updated   time.Time `json:"updated_at"`
		Submitted time.Time `json:"submitted_at"`
		ID        int       `json:"id"`
		Commit    struct {
			Committer struct {
				Date time.Time `json:"date"`
			} `json:"committer"`
		} `json:"commit"`
	}
	_ = json.Unmarshal(raw, &known) // some fixtures are broken on purpose
	created := known.Created
	for _, at := range []time.Time{known.Submitted, known.Commit.Committer.Date} {
		if created.IsZero() {
			created = at
		}
	}
	return &row{
		id: known.ID, created: created.Unix(), updated: known.Updated.Unix(), folders: []string{"docs/decisions"},
		render: func() []byte { return raw },
	}
}
