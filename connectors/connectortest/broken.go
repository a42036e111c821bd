package connectortest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

// bodyAtMost is how many bytes the client of these tests reads of an answer.
const bodyAtMost = 8 << 20

// broken reads the tool once for each of its requests that is answered with a list, and puts among its objects one that
// cannot be understood. It must be rejected, and all others arrive.
func (s *stage) broken(t *testing.T) {
	want := s.calm(t)
	lists := 0
	for at := range len(s.asked()) {
		hit := false
		s.forget(func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n != at {
				return false
			}
			whole := record(s.Tool, unconditional(r))
			body, ok := s.spoil(whole.Body.Bytes())
			if hit = ok; !ok {
				body = whole.Body.Bytes()
			}
			header(w, whole.Header(), len(body))
			w.WriteHeader(whole.Code)
			_, _ = w.Write(body)
			return true
		})
		got := s.calm(t)
		if !hit {
			continue
		}
		lists++
		if len(got.rejects) <= len(want.rejects) {
			t.Errorf("an object without sense in the answer to request %d was not rejected", at+1)
		}
		got.rejects = want.rejects
		if diff := want.differs(got); diff != "" {
			t.Errorf("an object without sense in the answer to request %d changed the rest (-without +with):\n%s", at+1, diff)
		}
	}
	if lists == 0 {
		t.Error("the tool answered with no list that could be spoilt")
	}
}

// nonsense is an object no tool has.
const nonsense = `"this is no object"`

// spoil puts nonsense before the objects of a list, which is the answer or one of its fields. It reports whether there
// was such a list.
func (s *stage) spoil(body []byte) ([]byte, bool) {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil {
		return insert(list)
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return body, false
	}
	for _, name := range s.Lists {
		if json.Unmarshal(fields[name], &list) != nil {
			continue
		}
		if spoilt, ok := insert(list); ok {
			fields[name] = spoilt
			whole, err := json.Marshal(fields)
			return whole, err == nil
		}
	}
	return body, false
}

func insert(list []json.RawMessage) ([]byte, bool) {
	if len(list) == 0 {
		return nil, false
	}
	out, err := json.Marshal(append([]json.RawMessage{json.RawMessage(nonsense)}, list...))
	return out, err == nil
}

// unconditional is the request without its conditions, so that there is an answer to be broken.
func unconditional(r *http.Request) *http.Request {
	r = r.Clone(r.Context())
	r.Header.Del("If-None-Match")
	r.Header.Del("If-Modified-Since")
	return r
}

// record asks the tool without a network between.
func record(tool http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	tool.ServeHTTP(w, r)
	return w
}

// header copies a header, and sets the length to that of another body.
func header(w http.ResponseWriter, from http.Header, length int) {
	maps.Copy(w.Header(), from)
	w.Header().Set("Content-Length", strconv.Itoa(length))
}

// capped is a transport as the host's: what it reads of an answer ends in an error where it is too long.
type capped struct{ http.RoundTripper }

func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = &cappedBody{resp.Body, bodyAtMost}
	}
	return resp, err
}

type cappedBody struct {
	io.ReadCloser
	left int
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("reading: %w", connectors.ErrTooLarge)
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
