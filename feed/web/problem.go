package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed/respond"
)

const plain = "text/plain; charset=utf-8"

// A problem is an error that the reader can do something about, in words for the reader.
type problem struct {
	Status int
	Title  string
	Text   string
	// Known are values that would have been right, where there are any; Filter is the name of the filter they are for,
	// empty where they are names of filters.
	Known  []string
	Filter string
	// Login is where the reader can log in, if that may help.
	Login string
}

// Error is the problem in a line.
func (p *problem) Error() string {
	if len(p.Known) > 0 {
		return p.Text + " There is: " + strings.Join(p.Known, ", ") + "."
	}
	return p.Text
}

var (
	errMissing = &problem{Status: http.StatusNotFound, Title: "There is nothing here",
		Text: "No page has this address. It may have been mistyped, or cut short where it was copied."}
	errMethod = &problem{Status: http.StatusMethodNotAllowed, Title: "That cannot be done here",
		Text: "Pages can be read; this address takes nothing else."}
	errForm    = &problem{Status: http.StatusBadRequest, Title: "That form could not be read", Text: "What was sent is not the form of this page."}
	errForeign = &problem{Status: http.StatusForbidden, Title: "That came from another site",
		Text: "Forms are only taken from Dateline's own pages."}
)

// problemPage is what is shown instead of a page.
type problemPage struct {
	Layout layout
	problem
	// Instead are the values that would have been right, each with the address that has it.
	Instead []setting
	// Request is what an operator finds the request by in the log; empty where the reader can help themselves.
	Request string
}

// problem answers with an error: as a page to people, in a line to programs.
func (s *server) problem(w http.ResponseWriter, r *http.Request, err error) {
	if respond.Gone(r, err) {
		return
	}
	page := problemPage{Layout: s.layout(r)}
	if known, ok := errors.AsType[*problem](err); ok {
		page.problem = *known
		page.Instead = known.instead(r)
	} else {
		page.Request = respond.RequestID(r.Context())
		s.Logger.ErrorContext(r.Context(), "a page could not be made", "reason", err.Error(), "request", page.Request)
		page.problem = problem{Status: http.StatusInternalServerError, Title: "This page could not be made",
			Text: "Something went wrong on our side, and has been written down. Nothing that was read is lost."}
	}
	page.Layout.Title = page.Title
	w.Header().Set("Cache-Control", "no-store")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		line := page.Error() + "\n"
		if page.Request != "" {
			line = page.Text + " Request " + page.Request + ".\n"
		}
		respond.Send(w, r, page.Status, plain, []byte(line))
		return
	}
	body, err := s.templates.run("problem.html", page)
	if err != nil {
		body = []byte(page.problem.Text)
	}
	respond.Send(w, r, page.Status, "text/html; charset=utf-8", body)
}

// instead offers the addresses with one of the known values.
func (p *problem) instead(r *http.Request) []setting {
	var out []setting
	for _, v := range p.Known {
		if p.Filter == "" {
			out = append(out, setting{Name: v})
			continue
		}
		out = append(out, setting{v, address(r.URL.Path, only(r.URL.Query(), p.Filter, v))})
	}
	return out
}

// missing answers what no route is for.
func (s *server) missing(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		return errMethod
	}
	return errMissing
}
