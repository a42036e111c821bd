package notion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An ask is one request to the API, with what is needed to answer it.
type ask struct {
	*http.Request
	ledger *ledger
	draw   painter
	body   object
}

// A refusal is an error as Notion words it.
type refusal struct {
	status        int
	code, message string
}

func (r *refusal) Error() string { return r.message }

// The errors of the API.
var (
	errURL     = &refusal{http.StatusBadRequest, "invalid_request_url", "Invalid request URL."}
	errJSON    = &refusal{http.StatusBadRequest, "invalid_json", "Error parsing JSON body."}
	errToken   = &refusal{http.StatusUnauthorized, "unauthorized", "API token is invalid."}
	errWrite   = &refusal{http.StatusForbidden, "restricted_resource", "Insufficient permissions for this endpoint."}
	errLimit   = &refusal{http.StatusTooManyRequests, "rate_limited", "You have been rate limited. Please try again in a few minutes."}
	errVersion = &refusal{http.StatusBadRequest, "missing_version", "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`."}
)

func invalid(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, "validation_error", fmt.Sprintf(format, args...)}
}

func missing(what, id string) error {
	return &refusal{http.StatusNotFound, "object_not_found", fmt.Sprintf(
		"Could not find %s with ID: %s. Make sure the relevant pages and databases are shared with your integration \"Dateline\".", what, id)}
}

// dataSources is the first version of the API that knows data sources.
const dataSources = "2025-09-03"

// bodyAtMost is how many bytes of a request are read; Notion takes half a megabyte.
const bodyAtMost = 500 << 10

// api makes a handler of an answer.
func (f *Face) api(answer func(*ask) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := f.options.Clock()
		w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if err := f.admit(r); err != nil {
			refuse(w, r, err)
			return
		}
		if wait := f.limit.take(now); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			refuse(w, r, errLimit)
			return
		}
		body := object{}
		if r.Method == http.MethodPost {
			text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyAtMost))
			if err != nil || len(bytes.TrimSpace(text)) > 0 && json.Unmarshal(text, &body) != nil {
				refuse(w, r, errJSON)
				return
			}
		} else {
			for name, values := range r.URL.Query() {
				body[name] = values[len(values)-1]
			}
		}
		var text []byte
		var err error
		f.read(func(l *ledger) {
			draw := painter{base: f.base(r), ledger: l, newer: r.Header.Get("Notion-Version") >= dataSources}
			var got any
			if got, err = answer(&ask{Request: r, ledger: l, draw: draw, body: body}); err == nil {
				text, err = json.Marshal(got)
			}
		})
		if err != nil {
			refuse(w, r, err)
			return
		}
		_, _ = w.Write(text)
	})
}

// admit checks credentials and version.
func (f *Face) admit(r *http.Request) error {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || token == "" || slices.Contains(f.options.Refused, token) {
		return errToken
	}
	version := r.Header.Get("Notion-Version")
	if version == "" {
		return errVersion
	}
	if _, err := time.Parse(time.DateOnly, version); err != nil {
		return invalid("Notion-Version header failed validation: %q is no version.", version)
	}
	return nil
}

// refuse answers with an error in Notion's form.
func refuse(w http.ResponseWriter, req *http.Request, err error) {
	r := &refusal{http.StatusInternalServerError, "internal_server_error", "Unexpected error occurred."}
	_ = errors.As(err, &r)
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(object{
		"object": "error", "status": r.status, "code": r.code, "message": r.message, "request_id": uuid("request", req.URL.Path),
	})
}

// base is the address the client reaches the face under.
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

// Notion allows 2,700 calls in a quarter of an hour.
const (
	callsAtMost = 2700
	quarter     = 15 * time.Minute
)

// A limit counts calls in quarters of an hour.
type limit struct {
	mu    sync.Mutex
	begin time.Time
	calls int
}

// take counts a call, and says how long to wait if it is one too many.
func (l *limit) take(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if begin := now.Truncate(quarter); !begin.Equal(l.begin) {
		l.begin, l.calls = begin, 0
	}
	if l.calls++; l.calls > callsAtMost {
		return l.begin.Add(quarter).Sub(now)
	}
	return 0
}

// unknown is whatever is not here: what would write is refused, the rest does not exist.
func (a *ask) unknown() (any, error) {
	if a.Method == http.MethodGet {
		return nil, errURL
	}
	return nil, errWrite
}
