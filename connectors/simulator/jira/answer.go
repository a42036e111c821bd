package jira

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
	"time"
)

// An ask is one request to the API, with what is needed to answer it.
type ask struct {
	*http.Request
	ledger *ledger
	writer writer
	base   string
	// modern says that texts are documents: version 3.
	modern bool
	now    time.Time
	// body are the fields of a POST.
	body object
}

// A refusal is an error as Jira words it.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

func refuse(status int, format string, args ...any) error {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

// bodyAtMost is how long a request may be.
const bodyAtMost = 1 << 20

// api makes a handler of an answer.
func (f *Face) api(version string, private bool, answer func(*ask) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		now := f.options.Clock().UTC()
		h.Set("Date", now.Format(http.TimeFormat))
		h.Set("Content-Type", "application/json;charset=UTF-8")
		h.Set("Cache-Control", "no-cache, no-store, no-transform")
		h.Set("X-RateLimit-Limit", "350")
		h.Set("X-RateLimit-Remaining", "349")
		h.Set("X-RateLimit-Reset", now.Truncate(time.Minute).Add(time.Minute).Format("2006-01-02T15:04Z"))
		var out any
		err := f.admit(r)
		if !private {
			err = nil
		}
		body := object{}
		if err == nil && r.Method == http.MethodPost {
			text, failed := io.ReadAll(io.LimitReader(r.Body, bodyAtMost))
			if failed != nil || json.Unmarshal(text, &body) != nil {
				err = refuse(http.StatusBadRequest, "There was an error parsing JSON. Check that your request body is valid.")
			}
		}
		var text bytes.Buffer
		if err == nil {
			f.read(func(l *ledger) {
				a := &ask{
					Request: r, ledger: l, base: f.base(r), modern: version == "3", now: now, body: body,
					writer: writer{ledger: l, life: f.life, refer: f.options.Refer},
				}
				if out, err = answer(a); err == nil {
					enc := json.NewEncoder(&text)
					enc.SetEscapeHTML(false)
					err = enc.Encode(out)
				}
			})
		}
		if err != nil {
			no := &refusal{http.StatusInternalServerError, "Internal server error"}
			_ = errors.As(err, &no)
			if no.status == http.StatusUnauthorized {
				h.Set("WWW-Authenticate", `OAuth realm="https%3A%2F%2Fmoorline.example"`)
				h.Set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
			}
			w.WriteHeader(no.status)
			_ = json.NewEncoder(w).Encode(object{"errorMessages": []string{no.message}, "errors": object{}})
			return
		}
		_, _ = text.WriteTo(w)
	})
}

// admit checks the token, which comes alone or as the password of an account.
func (f *Face) admit(r *http.Request) error {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if _, password, ok := r.BasicAuth(); ok {
		scheme, token = "bearer", password
	}
	if !strings.EqualFold(scheme, "bearer") || token == "" || slices.Contains(f.options.Refused, token) {
		return refuse(http.StatusUnauthorized, "Client must be authenticated to access this resource.")
	}
	return nil
}

func (a *ask) unknown() (any, error) {
	return nil, refuse(http.StatusNotFound, "null for uri: %s", a.base+a.URL.Path)
}

func (a *ask) removed() (any, error) {
	return nil, refuse(http.StatusGone, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046")
}

// parameter is one of the query or of the body.
func (a *ask) parameter(name string) string {
	if v, ok := a.body[name]; ok {
		if list, ok := v.([]any); ok {
			var words []string
			for _, one := range list {
				words = append(words, fmt.Sprint(one))
			}
			return strings.Join(words, ",")
		}
		return fmt.Sprint(v)
	}
	return strings.Join(a.URL.Query()[name], ",")
}

// words is a parameter that is a list.
func (a *ask) words(name string) []string {
	return strings.FieldsFunc(a.parameter(name), func(r rune) bool { return r == ',' || r == ' ' })
}

// number is a parameter that is a number, between two others.
func (a *ask) number(name string, fallback, least, most int) int {
	n, err := strconv.Atoi(a.parameter(name))
	if err != nil {
		n = fallback
	}
	return min(max(n, least), most)
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
