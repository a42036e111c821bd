package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

const (
	// keyHeader is where a caller says what they call a call: draft-ietf-httpapi-idempotency-key-header.
	keyHeader = "Idempotency-Key"
	// maxKey is how long a key may be.
	maxKey = 255
)

// Once does a call once, and is the answer it was given then. What do writes with its context stays only if the answer does.
// The error wraps [feed.ErrCallRunning] or [feed.ErrCallOther].
type Once func(ctx context.Context, c feed.Call, do func(context.Context) ([]byte, error)) ([]byte, error)

var (
	errRunning = &problem{Type: root + "#running", Title: "It is being done", Status: http.StatusConflict,
		Detail: "A call with this " + keyHeader + " is being answered. Make it again in a second to learn what came of it."}
	errOther = &problem{Type: root + "#key", Title: "The key was used for something else",
		Status: http.StatusUnprocessableEntity,
		Detail: "Within a day one " + keyHeader + " is for one call. Make another key for another call."}
)

// once does what is to be done: once, where the caller has a key for it.
func (s *server) once(r *http.Request, key string, body []byte, what Writing) ([]byte, error) {
	if key == "" {
		return what.done(r.Context())
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s %q %q\n%s", r.Method, r.URL.Path, r.URL.RawQuery, body)
	c := feed.Call{By: what.By, Key: key, What: fmt.Sprintf("%x", sum.Sum(nil)), At: s.Now()}
	answer, err := s.Once(r.Context(), c, what.done)
	switch {
	case errors.Is(err, feed.ErrCallRunning):
		err = errRunning
	case errors.Is(err, feed.ErrCallOther):
		err = errOther
	}
	return answer, err
}

// busy says when to call again, where that helps.
func busy(w http.ResponseWriter, err error) error {
	if errors.Is(err, errRunning) {
		w.Header().Set("Retry-After", "1")
	}
	return err
}

// keyOf reads the key of a call, which is empty where there is none: a string as structured fields have it, or bare as many
// send it.
func keyOf(h http.Header) (string, error) {
	given := h.Values(keyHeader)
	if len(given) == 0 {
		return "", nil
	}
	text := strings.TrimSpace(given[0])
	key, plain := text, !strings.ContainsFunc(text, odd)
	if rest, quoted := strings.CutPrefix(text, `"`); quoted {
		key, plain = unquoted(rest)
	}
	if len(given) > 1 || !plain || key == "" || len(key) > maxKey {
		return "", wrong(keyHeader, fmt.Sprintf("“%s” is no key: it is one text in quotation marks, of 1 to %d letters, digits and "+
			"signs of ASCII.", query.Line(text), maxKey))
	}
	return key, nil
}

// odd are the signs that a key has only in quotation marks.
func odd(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`",;\`, r) }

// unquoted reads a string of structured fields behind its first quotation mark. Its parameters mean nothing here.
func unquoted(text string) (s string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			rest := strings.TrimLeft(text[i+1:], " ")
			return b.String(), rest == "" || rest[0] == ';'
		case c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		case c == '\\' || c < ' ' || c > '~':
			return "", false
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
