package asana

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const apiPath = "/api/1.0"

// An ask is one request to the API, with what is needed to answer it.
type ask struct {
	path  []string // below /api/1.0
	query url.Values
	draw  painter
	now   time.Time
}

// A refusal is an answer that says no.
type refusal struct {
	status int
	said   string
	more   object // what stands beside the errors
}

func (r *refusal) Error() string { return r.said }

func unknown(kind, gid string) error {
	return &refusal{status: http.StatusNotFound, said: kind + ": Unknown object: " + gid}
}

func invalid(said string) error { return &refusal{status: http.StatusBadRequest, said: said} }

// api answers one request.
func (f *Face) api(w http.ResponseWriter, r *http.Request) {
	now := f.options.Clock()
	h := w.Header()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("Content-Type", "application/json; charset=UTF-8")
	err := f.admit(r)
	var body bytes.Buffer
	if err == nil {
		f.read(func(l *ledger) {
			a := &ask{
				path: strings.Split(strings.Trim(strings.TrimPrefix(r.URL.Path, apiPath), "/"), "/"), query: r.URL.Query(), now: now,
				draw: painter{base: f.base(r), ledger: l, refer: f.options.Refer},
			}
			var found any
			if found, err = a.answer(); err == nil {
				err = write(&body, found)
			}
		})
	}
	status := http.StatusOK
	if err != nil {
		no := &refusal{status: http.StatusInternalServerError, said: "Server Error"}
		errors.As(err, &no)
		status = no.status
		answer := object{"errors": []object{{
			"message": no.said, "help": "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors",
		}}}
		maps.Copy(answer, no.more)
		body.Reset()
		_ = write(&body, answer) // nothing in it can fail
	}
	w.WriteHeader(status)
	_, _ = body.WriteTo(w)
}

func write(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// admit checks the token and the method.
func (f *Face) admit(r *http.Request) error {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !bearer || token == "" || slices.Contains(f.options.Refused, token):
		return &refusal{status: http.StatusUnauthorized, said: "Not Authorized"}
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return &refusal{status: http.StatusForbidden, said: "Forbidden: this Asana can be read only"}
	}
	return nil
}

// base is the address of the face as this client knows it. What a mux has stripped off the path belongs to it.
func (f *Face) base(r *http.Request) string {
	if f.options.Base != "" {
		return f.options.Base
	}
	asked, _, _ := strings.Cut(r.RequestURI, "?")
	if prefix, ok := strings.CutSuffix(asked, r.URL.Path); ok {
		return "http://" + r.Host + prefix
	}
	return "http://" + r.Host
}

// part is a part of the path, empty where there is none.
func (a *ask) part(i int) string {
	if i < len(a.path) {
		return a.path[i]
	}
	return ""
}

// answer finds what the path names.
func (a *ask) answer() (any, error) {
	switch a.path[0] {
	case "users":
		return a.ofUsers()
	case "workspaces":
		return a.ofWorkspaces()
	case "projects":
		return a.ofProjects()
	case "sections":
		return a.ofSection()
	case "tasks":
		return a.ofTasks()
	case "stories":
		return a.ofStory()
	case "events":
		return a.events(a.query.Get("resource"))
	case "status_updates":
		if _, err := a.project(a.query.Get("parent"), "parent"); err != nil {
			return nil, err
		}
		return a.list(nil)
	}
	return nil, a.noRoute()
}

func (a *ask) noRoute() error {
	return &refusal{status: http.StatusNotFound, said: "No matching route for request"}
}

func (a *ask) ofUsers() (any, error) {
	l := a.draw.ledger
	switch gid := a.part(1); gid {
	case "":
		return a.users()
	case "me":
		return a.one(a.draw.user(l.users[0]))
	default:
		for _, u := range l.users {
			if u.gid == gid || u.email == gid {
				return a.one(a.draw.user(u))
			}
		}
		return nil, unknown("user", gid)
	}
}

func (a *ask) users() (any, error) {
	var all []object
	for _, u := range a.draw.ledger.users {
		all = append(all, a.draw.user(u))
	}
	return a.list(all)
}

func (a *ask) ofWorkspaces() (any, error) {
	gid := a.part(1)
	switch what := a.part(2); {
	case gid == "":
		return a.list([]object{workspace()})
	case gid != Workspace():
		return nil, unknown("workspace", gid)
	case what == "":
		return a.one(workspace())
	case what == "users":
		return a.users()
	case what == "projects":
		return a.projects()
	}
	return nil, a.noRoute()
}

func (a *ask) projects() (any, error) {
	var all []object
	for _, p := range a.draw.ledger.projects {
		if a.query.Get("archived") != "true" {
			all = append(all, a.draw.project(p))
		}
	}
	return a.list(all)
}
