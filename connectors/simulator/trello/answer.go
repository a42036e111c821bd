package trello

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An ask is one request to the API, or one of a batch, with what is needed to answer it.
type ask struct {
	path  []string // below /1
	query url.Values
	draw  painter
	me    *member
}

// A refusal is an error as Trello words it: plain text.
type refusal struct {
	status int
	said   string
}

func (r *refusal) Error() string { return r.said }

var (
	errKey   = &refusal{http.StatusUnauthorized, "invalid key"}
	errToken = &refusal{http.StatusUnauthorized, "invalid token"}
	errID    = &refusal{http.StatusBadRequest, "invalid id"}
	errGone  = &refusal{http.StatusNotFound, "The requested resource was not found."}
)

func absent(what string) error { return &refusal{http.StatusNotFound, what + " not found"} }

func invalid(what string) error {
	return &refusal{http.StatusBadRequest, "invalid value for " + what}
}

// api answers one request.
func (f *Face) api(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	now := f.options.Clock()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("X-Trello-Version", "1.1")
	left := f.meter.left(now)
	for what, most := range map[string]int{"Token": 100, "Key": 300} {
		h.Set("X-Rate-Limit-Api-"+what+"-Interval-Ms", "10000")
		h.Set("X-Rate-Limit-Api-"+what+"-Max", strconv.Itoa(most))
		h.Set("X-Rate-Limit-Api-"+what+"-Remaining", strconv.Itoa(max(most-100+left, 1)))
	}
	err := f.admit(r)
	var body bytes.Buffer
	if err == nil {
		f.read(func(l *ledger) {
			a := &ask{
				path:  strings.Split(strings.Trim(strings.TrimPrefix(r.URL.Path, "/1/"), "/"), "/"),
				query: r.URL.Query(), draw: painter{base: f.base(r), ledger: l, refer: f.options.Refer}, me: l.members[l.people[0].Handle],
			}
			var found any
			if found, err = a.answer(); err == nil {
				enc := json.NewEncoder(&body)
				enc.SetEscapeHTML(false)
				err = enc.Encode(found)
			}
		})
	}
	if err != nil {
		refused := &refusal{http.StatusInternalServerError, "Internal Server Error"}
		_ = errors.As(err, &refused)
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(refused.status)
		_, _ = w.Write([]byte(refused.said))
		return
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(bytes.TrimRight(body.Bytes(), "\n"))
}

var oauth = regexp.MustCompile(`oauth_(consumer_key|token)="([^"]*)"`)

// admit checks the credentials, in the header or in the address.
func (f *Face) admit(r *http.Request) error {
	key, token := r.URL.Query().Get("key"), r.URL.Query().Get("token")
	for _, m := range oauth.FindAllStringSubmatch(r.Header.Get("Authorization"), -1) {
		if m[1] == "token" {
			token = m[2]
		} else {
			key = m[2]
		}
	}
	switch {
	case key == "":
		return errKey
	case token == "" || slices.Contains(f.options.Refused, token):
		return errToken
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

// answer finds what the path names.
func (a *ask) answer() (any, error) {
	switch a.path[0] {
	case "batch":
		return a.batch()
	case "members":
		return a.ofMember()
	case "organizations":
		return a.ofOrganization()
	case "boards":
		return a.ofBoard()
	case "lists":
		return a.ofList()
	case "cards":
		return a.ofCard()
	case "actions":
		if found := a.draw.ledger.actions[a.part(1)]; found != nil && len(a.path) == 2 {
			return a.draw.action(found), nil
		}
		return nil, absent("action")
	case "checklists":
		return a.checklist()
	}
	return nil, a.unknown()
}

func (a *ask) unknown() error {
	return &refusal{http.StatusNotFound, "Cannot GET /1/" + strings.Join(a.path, "/")}
}

// part is a part of the path, empty where there is none.
func (a *ask) part(i int) string {
	if i < len(a.path) {
		return a.path[i]
	}
	return ""
}

// batch answers up to ten requests in one. Refusals are objects among the answers.
func (a *ask) batch() (any, error) {
	urls := strings.Split(a.query.Get("urls"), ",")
	if len(urls) > 10 {
		return nil, &refusal{http.StatusBadRequest, "Max urls exceeded"}
	}
	answers := []any{}
	for _, one := range urls {
		u, err := url.Parse(one)
		if err != nil || !strings.HasPrefix(u.Path, "/") || u.Path == "/batch" {
			return nil, &refusal{http.StatusBadRequest, "urls must start with a slash"}
		}
		inner := *a
		inner.path, inner.query = strings.Split(strings.Trim(u.Path, "/"), "/"), u.Query()
		found, err := inner.answer()
		if refused := (*refusal)(nil); errors.As(err, &refused) {
			answers = append(answers, object{"name": http.StatusText(refused.status), "message": refused.said, "statusCode": refused.status})
			continue
		}
		answers = append(answers, object{"200": found})
	}
	return answers, nil
}

// A meter counts requests in intervals of ten seconds, for the headers that tell about them.
type meter struct {
	mu    sync.Mutex
	since time.Time
	made  int
}

func (m *meter) left(now time.Time) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Sub(m.since) >= 10*time.Second {
		m.since, m.made = now, 0
	}
	m.made++
	return max(100-m.made, 1)
}
