package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
)

// An endpoint is an address that is answered.
type endpoint struct {
	// path is what follows the root, name what programs call it, summary what it is in a line.
	path, name, summary string
	// text says what else is to be known.
	text       string
	parameters []parameter
	// paged says that the answer comes in pages: limit and after are parameters too. A page holds usual records if nothing
	// is said, and at most most; 0 is usualLimit and maxLimit.
	paged       bool
	usual, most int
	// log says that the answer changes only when the log does, or who is who.
	log bool
	// of is the type of the answer.
	of     reflect.Type
	answer func(*call) (any, error)
	// stream says that the answer goes on, as server-sent events of the type.
	stream bool
	// example is what stands for the path, and the query, in examples.
	example string
}

// A page is a list, or as much of it as was asked for.
type page[T any] struct {
	Data []T `json:"data"`
	// Next continues the list, as the parameter after. It is left out at the end.
	Next string `json:"next,omitempty"`
}

// single is one thing.
type single[T any] struct {
	Data T `json:"data"`
}

// do answers the calls of an endpoint.
func (s *server) do(e endpoint) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.People(r.Context())
		if err != nil {
			return err
		}
		tag := ""
		if e.log {
			head, err := s.Log.Head(r.Context())
			if err != nil {
				return err
			}
			tag = s.logTag(r, who, head)
			if respond.Unchanged(r, tag, time.Time{}) {
				return unchanged(w, tag)
			}
		}
		c, err := s.read(r.Context(), e, who, r.URL.Query(), r.PathValue)
		if err != nil {
			return err
		}
		told, err := e.answer(c)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(told); err != nil {
			return fmt.Errorf("writing the answer: %w", err)
		}
		if tag == "" {
			tag = tagOf(body.Bytes())
		}
		return send(w, r, "application/json", tag, body.Bytes())
	}
}

// send answers, unless the reader has it already.
func send(w http.ResponseWriter, r *http.Request, mediaType, tag string, body []byte) error {
	if respond.Unchanged(r, tag, time.Time{}) {
		return unchanged(w, tag)
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	respond.Send(w, r, http.StatusOK, mediaType, body)
	return nil
}

func unchanged(w http.ResponseWriter, tag string) error {
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding")
	w.WriteHeader(http.StatusNotModified)
	return nil
}

// logTag is the tag of what changes with the log: and every hour, where the address says how long ago.
func (s *server) logTag(r *http.Request, who *identity.Directory, head int64) string {
	given, hour := query.Tidy(r.URL.Query()), ""
	if query.Moves(given) {
		hour = s.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
	}
	return tagOf([]byte(strings.Join([]string{access.Of(r.Context()).Tag(), r.URL.Path, given.Encode(), s.Version, who.Version(),
		strconv.FormatInt(head, 10), hour}, "\n")))
}

// tagOf is a weak tag: the same answer compressed is another string of bytes.
func tagOf(of []byte) string {
	sum := sha256.Sum256(of)
	return fmt.Sprintf(`W/"%x"`, sum[:12])
}
