package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
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
	draw   painter
	repo   *repository // of the path, where it names one
}

// A reply is what the API answers.
type reply struct {
	body     any
	modified time.Time // Last-Modified, if set
	link     string
	raw      []byte // in place of body: a file as it is
}

// A refusal is an error as GitHub words it.
type refusal struct {
	status  int
	message string
	docs    string // the page GitHub points to, if not the general one
	// location is where what was asked for is now, if it has moved.
	location string
}

func (r *refusal) Error() string { return r.message }

const limitDocs = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"

var (
	errNotFound = &refusal{status: http.StatusNotFound, message: "Not Found"}
	errQuota    = &refusal{
		status: http.StatusForbidden, message: "API rate limit exceeded for user ID 90000001.", docs: limitDocs,
	}
)

// api makes a handler of an answer: credentials, faults and quota before it, conditions after it.
func (f *Face) api(answer func(*ask) (reply, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.meter.count()
		h := w.Header()
		h.Set("Date", f.options.Clock().UTC().Format(http.TimeFormat))
		h.Set("Content-Type", "application/json; charset=utf-8")
		h.Set("X-GitHub-Media-Type", "github.v3; format=json")
		h.Set("X-GitHub-Api-Version-Selected", "2022-11-28")
		h.Set("X-OAuth-Scopes", "repo")
		h.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
		if err := f.admit(r); err != nil {
			refuse(w, err)
			return
		}
		if !f.meter.allow(f.options.Clock(), h) {
			refuse(w, errQuota)
			return
		}
		fault := f.faults.strike()
		if fault.answer(w) {
			return
		}
		var body []byte
		var rep reply
		var err error
		f.read(func(l *ledger) {
			a := &ask{Request: r, ledger: l, draw: painter{base: f.base(r), ledger: l}}
			if rep, err = a.answer(answer); err == nil {
				body, err = rep.encode()
			}
		})
		if err != nil {
			f.meter.charge(h)
			refuse(w, err)
			return
		}
		sum := sha256.Sum256(body)
		etag := fmt.Sprintf(`W/"%x"`, sum)
		h.Set("ETag", etag)
		h.Set("Cache-Control", "private, max-age=60, s-maxage=60")
		if !rep.modified.IsZero() {
			h.Set("Last-Modified", rep.modified.UTC().Format(http.TimeFormat))
		}
		if rep.link != "" {
			h.Set("Link", rep.link)
		}
		if unchanged(r, etag, rep.modified) {
			f.meter.spare(h)
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		f.meter.charge(h)
		if rep.raw != nil {
			h.Set("Content-Type", "application/vnd.github.raw; charset=utf-8")
		}
		if fault == Truncated {
			h.Set("Content-Length", strconv.Itoa(len(body)))
			body = body[:len(body)/2]
		}
		_, _ = w.Write(body)
	})
}

// answer finds the repository of the path and then asks on.
func (a *ask) answer(answer func(*ask) (reply, error)) (reply, error) {
	if name := a.PathValue("repo"); name != "" {
		a.repo = a.ledger.repos[strings.ToLower(name)]
		if r := a.ledger.renamed(name); r != nil {
			_, rest, _ := strings.Cut(a.URL.RequestURI(), "/"+name)
			return reply{}, &refusal{
				status: http.StatusMovedPermanently, message: "Moved Permanently",
				location: fmt.Sprintf("%s/repositories/%d%s", a.draw.base, r.id, rest),
			}
		}
		if a.repo == nil || !strings.EqualFold(a.PathValue("owner"), Organization) {
			return reply{}, errNotFound
		}
	}
	return answer(a)
}

func (a *ask) unknown() (reply, error) { return reply{}, errNotFound }

func (r reply) encode() ([]byte, error) {
	if r.raw != nil {
		return r.raw, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.body); err != nil {
		return nil, fmt.Errorf("encode the answer: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// unchanged reports whether the client has said that it holds this very answer.
func unchanged(r *http.Request, etag string, modified time.Time) bool {
	if known := r.Header.Get("If-None-Match"); known != "" {
		for tag := range strings.SplitSeq(known, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.IsZero() && !modified.After(since)
}

// admit checks the token.
func (f *Face) admit(r *http.Request) error {
	token := r.Header.Get("Authorization")
	if _, password, ok := r.BasicAuth(); ok {
		token = "token " + password
	}
	scheme, token, _ := strings.Cut(token, " ")
	if !strings.EqualFold(scheme, "token") && !strings.EqualFold(scheme, "bearer") || token == "" {
		return &refusal{status: http.StatusUnauthorized, message: "Requires authentication"}
	}
	if slices.Contains(f.options.Refused, token) {
		return &refusal{status: http.StatusUnauthorized, message: "Bad credentials"}
	}
	return nil
}

// refuse answers with an error in GitHub's form.
func refuse(w http.ResponseWriter, err error) {
	r := &refusal{status: http.StatusInternalServerError, message: "Server Error"}
	_ = errors.As(err, &r)
	docs := r.docs
	if docs == "" {
		docs = "https://docs.github.com/rest"
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if r.location != "" {
		w.Header().Set("Location", r.location)
	}
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"message": r.message, "documentation_url": docs, "status": strconv.Itoa(r.status),
	})
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

// byNumber answers what is asked of a repository by its number, as links to further pages do.
func (f *Face) byNumber(w http.ResponseWriter, r *http.Request) {
	path := "/unknown"
	for _, repo := range projects {
		if strconv.FormatInt(repo.id, 10) == r.PathValue("id") {
			path = "/repos/" + Organization + "/" + repo.name
		}
	}
	if rest := r.PathValue("rest"); rest != "" {
		path += "/" + rest
	}
	r = r.Clone(r.Context())
	r.URL.Path, r.URL.RawPath = path, ""
	f.routes.ServeHTTP(w, r)
}
