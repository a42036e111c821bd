package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
)

// AskPages returns the asks that f chooses, due soonest first, at most limit of them and those behind a place, and the place
// behind which the list goes on: empty at its end.
type AskPages func(ctx context.Context, f AskFilter, after string, limit int) (list []feed.AskEntry, next string, err error)

const (
	// usualLimit and maxLimit are how many records a list of the API holds, if nothing is said and at most.
	usualLimit, maxLimit = 100, 1000
	problemJSON          = "application/problem+json"
)

// A listing is a list of the API.
type listing[T any] struct {
	Data []T `json:"data"`
	// Next continues the list, as the parameter after. It is left out at the end.
	Next string `json:"next,omitempty"`
}

// answer is a handler of the API: it returns what is told as JSON.
type answer func(s *server, r *http.Request) (any, error)

// api answers with JSON, and with problems as RFC 9457 tells them.
func (s *server) api(do answer) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		told, err := s.answer(do, r)
		status, mediaType := http.StatusOK, "application/json"
		if err != nil {
			if respond.Gone(r, err) {
				return nil
			}
			status, told = s.fault(r, err)
			mediaType = problemJSON
		}
		body, err := json.Marshal(told)
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "private, no-cache")
		respond.Send(w, r, status, mediaType, append(body, '\n'))
		return nil
	})
}

// answer answers a call by who is who now.
func (s *server) answer(do answer, r *http.Request) (any, error) {
	who, err := s.People(r.Context())
	if err != nil {
		return nil, err
	}
	knowing := *s
	knowing.who = who
	return do(&knowing, r)
}

// fault is an error as RFC 9457 tells it. Parameter and Known are of our own: which parameter was wrong, and what would not be.
type fault struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail,omitempty"`
	Parameter string   `json:"parameter,omitempty"`
	Known     []string `json:"known,omitempty"`
}

func (s *server) fault(r *http.Request, err error) (int, fault) {
	if p, ok := errors.AsType[*problem](err); ok {
		return p.Status, fault{Type: "about:blank", Title: p.Title, Status: p.Status, Detail: p.Text, Parameter: p.Filter, Known: p.Known}
	}
	s.Logger.ErrorContext(r.Context(), "a call could not be answered", "reason", err.Error(), "request", respond.RequestID(r))
	return http.StatusInternalServerError, fault{
		Type: "about:blank", Title: "This could not be answered", Status: http.StatusInternalServerError,
		Detail: "Something went wrong on our side, and has been written down. Request " + respond.RequestID(r) + ".",
	}
}

// apiQuery are the filters and the page that a call asks for.
type apiQuery struct {
	choice
	// rest are the parameters of the call itself.
	rest  url.Values
	limit int
	after string
}

// readCall reads an address of the API. own are the names of parameters besides the filters, which the call reads itself; a
// filter is none of the call's if it is not in filters.
func (s *server) readCall(r *http.Request, filters, own []string) (apiQuery, []feed.Source, error) {
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return apiQuery{}, nil, err
	}
	q := apiQuery{rest: url.Values{}, limit: usualLimit}
	given := url.Values{}
	known := slices.Concat(filters, own, []string{"limit", "after"})
	for name, values := range query.Tidy(r.URL.Query()) {
		switch {
		case !slices.Contains(known, name):
			return q, nil, mistake("", "There is no parameter called", name, known)
		case slices.Contains(own, name):
			q.rest[name] = values
		case name == "limit":
			if q.limit, err = strconv.Atoi(first(values)); err != nil || q.limit < 1 || q.limit > maxLimit {
				return q, nil, &problem{Status: http.StatusBadRequest, Title: "That is no limit", Filter: "limit", Text: "A list holds 1 to 1000 records."}
			}
		case name == "after":
			q.after = first(values)
		default:
			given[name] = values
		}
	}
	q.choice, err = s.read(given, sources, times{s.Now(), zoneOf(r)})
	return q, sources, err
}

// onward makes a place in a list fit for an address; back reads it.
func onward(place string) string {
	if place == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte("1 " + place))
}

// placeForm is a place in a list, behind the number of its form.
var placeForm = regexp.MustCompile(`^1 (-?[0-9]{1,19}(?: [0-9a-f]{1,64})?|[0-9a-f]{1,64})$`)

func (q apiQuery) place() (string, error) {
	if q.after == "" {
		return "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(q.after)
	m := placeForm.FindSubmatch(text)
	if err != nil || m == nil {
		return "", &problem{Status: http.StatusBadRequest, Title: "That is no place in the list", Filter: "after",
			Text: "Take next from the page before, as it is; without after the list begins."}
	}
	return string(m[1]), nil
}
