package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed/respond"
	"github.com/datelinehq/dateline/feed/web/texts"
)

const plain = "text/plain; charset=utf-8"

// A problem is an error that the reader can do something about, in words for the reader.
type problem struct {
	Status int
	// Title and Text are keys of texts, and Args what is put into these. Where Said, they are words of another package.
	Title, Text string
	Args        []any
	Said        bool
	// Known are values that would have been right, where there are any; Filter is the name of the filter they are for,
	// empty where they are names of filters.
	Known  []string
	Filter string
	// Login is where the reader can log in, if that may help. Next is where what they began goes on, elsewhere.
	Login, Next string
}

// newProblem is a problem with a section of the texts; args are the names in its text, each with its value.
func newProblem(status int, section string, args ...any) *problem {
	return &problem{Status: status, Title: "problem." + section + ".title", Text: "problem." + section + ".text", Args: args}
}

// tooLate is that somebody came too late; text says to what.
func tooLate(text string, args ...any) *problem {
	return &problem{Status: http.StatusConflict, Title: "problem.settled.title", Text: "problem.settled." + text, Args: args}
}

// unfit is a problem that another package words, under a title of ours.
func unfit(t times, status int, title string, err error) *problem {
	return &problem{Status: status, Title: t.Say(title), Text: sentence(err.Error()), Said: true}
}

// Error names the problem. Readers are told by in and line.
func (p *problem) Error() string { return p.Text }

// in is the problem in a language.
func (p *problem) in(c *texts.Catalogue) problem {
	told := *p
	if !p.Said {
		told.Title, told.Text = c.Say(p.Title), c.Say(p.Text, p.Args...)
	}
	return told
}

// line is the problem in a line.
func (p *problem) line(c *texts.Catalogue) string {
	told := p.in(c)
	if len(p.Known) > 0 {
		return c.Say("problem.line", "text", told.Text, "known", strings.Join(p.Known, ", "))
	}
	return told.Text
}

// wrong says an error in a line.
func (t times) wrong(err error) string {
	if p, ok := errors.AsType[*problem](err); ok {
		return p.line(t.Catalogue)
	}
	return err.Error()
}

var (
	errMissing = newProblem(http.StatusNotFound, "missing")
	errMethod  = newProblem(http.StatusMethodNotAllowed, "method")
	errForm    = newProblem(http.StatusBadRequest, "form")
	errForeign = newProblem(http.StatusForbidden, "foreign")
	errBroken  = newProblem(http.StatusInternalServerError, "broken")
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
	page, language := problemPage{Layout: s.layout(r)}, s.language(r)
	known, ok := errors.AsType[*problem](err)
	if !ok {
		known, page.Request = errBroken, respond.RequestID(r.Context())
		s.Logger.ErrorContext(r.Context(), "a page could not be made", "reason", err.Error(), "request", page.Request)
	}
	page.problem, page.Instead = known.in(language), known.instead(r)
	page.Layout.Title, page.Layout.Said = page.Title, page.Said
	w.Header().Set("Cache-Control", "no-store")
	s.spoken(w, language)
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		line := known.line(language)
		if page.Request != "" {
			line = language.Say("problem.tell-line", "text", line, "request", page.Request)
		}
		respond.Send(w, r, page.Status, plain, []byte(line+"\n"))
		return
	}
	send := func(body []byte) { respond.Send(w, r, page.Status, "text/html; charset=utf-8", body) }
	if err := s.templates.run(language, "problem.html", page, send); err != nil {
		send([]byte(page.problem.Text))
	}
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
