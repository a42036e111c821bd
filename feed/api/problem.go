package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
)

const problemType = "application/problem+json"

// A problem is an error as RFC 9457 has it.
type problem struct {
	// Type names the sort of problem, at the address that explains it.
	Type string `json:"type"`
	// Title is the sort in words, the same each time.
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Detail says what is wrong this time, and what to do.
	Detail string `json:"detail"`
	// Parameter is the name of the one that is wrong, Known are the values that it could have; without a parameter they are
	// the names of parameters.
	Parameter string   `json:"parameter,omitempty"`
	Known     []string `json:"known,omitempty"`
	// Violated names what was used up.
	Violated []string `json:"violated-policies,omitempty"`
	// Request is what whoever runs Dateline finds the request by in the log.
	Request string `json:"request,omitempty"`
}

// Error is the problem in a sentence.
func (p *problem) Error() string { return p.Detail }

var (
	errMissing = &problem{Type: root + "#missing", Title: "There is nothing here", Status: http.StatusNotFound,
		Detail: "Nothing has this address. " + root + " lists what there is."}
	errMethod = &problem{Type: root + "#method", Title: "That cannot be done here", Status: http.StatusMethodNotAllowed,
		Detail: "What is told is read with GET or HEAD; what can be done is done with POST. " + root + " lists both."}
)

// absent is the problem of one thing that does not exist.
func absent(what string) *problem {
	return &problem{Type: errMissing.Type, Title: errMissing.Title, Status: errMissing.Status,
		Detail: "There is no such " + what + "."}
}

// wrong is the problem of a parameter.
func wrong(parameter, detail string) *problem {
	return &problem{Type: root + "#parameter", Title: "A parameter is wrong", Status: http.StatusBadRequest,
		Parameter: parameter, Detail: detail}
}

// unknown is the problem of a value, or of a parameter, that does not exist.
func unknown(m *query.Mistake) *problem {
	p := wrong(m.Filter, m.Text)
	p.Known = m.Known
	if nearest := m.Nearest(); nearest != "" {
		p.Detail += " Is “" + nearest + "” meant?"
	}
	return p
}

// fail tells an error.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if respond.Gone(r, err) {
		return
	}
	p := s.problem(r.Context(), err)
	if p.Status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, HEAD")
	}
	w.Header().Set("Cache-Control", "no-store")
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte("{}")
	}
	respond.Send(w, r, p.Status, problemType, append(body, '\n'))
}

// problem is what is told of an error. A fault of ours is written down, and told without its reason.
func (s *server) problem(ctx context.Context, err error) *problem {
	if m, ok := errors.AsType[*query.Mistake](err); ok {
		return unknown(m)
	}
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	p := &problem{Type: root + "#failure", Title: "This could not be answered", Status: http.StatusInternalServerError,
		Request: respond.RequestID(ctx),
		Detail:  "Something went wrong on our side, and has been written down. Tell whoever runs Dateline the request."}
	s.Logger.ErrorContext(ctx, "a call could not be answered", "reason", err.Error(), "request", p.Request)
	return p
}

// missing answers what no route is for.
func missing(_ http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errMethod
	}
	return errMissing
}
