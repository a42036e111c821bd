package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/respond"
)

// A write is an address at which something is done.
type write struct {
	// path is what follows the root, name what programs call it, summary what it is in a line.
	path, name, summary string
	// text says what else is to be known.
	text string
	// headers stand beside that of the key. Signed says that no token is needed.
	headers []input
	signed  bool
	// body is the type of what is sent, of which most bytes are taken; of is the type of the answer.
	body, of reflect.Type
	most     int64
	// example is a body, and what stands for the path.
	example, place string
	// prepare reads what was sent and says what is to be done.
	prepare func(s *server, r *http.Request, body []byte) (Writing, error)
}

// writes is the table of all that can be done.
var writes = []write{pushing, ordering}

// A Writing is something that was checked and is not done yet.
type Writing struct {
	// By is who has it done where that is not who came through the door.
	By string
	// Do does it and tells what came of it. All that it writes, it writes with the context.
	Do func(context.Context) (told any, err error)
	// After is what is to follow when it is done, and may follow again. Nil: nothing is.
	After func(context.Context)
}

// A Refusal says why something is not done, in words for whoever wants it.
type Refusal struct {
	// Status is that of HTTP: 400, 401 or 404.
	Status int
	Title  string
	Detail string
}

// Error is the refusal in a line.
func (r *Refusal) Error() string { return r.Detail }

// refused makes a problem of what was refused, and leaves other errors as they are.
func refused(err error) error {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return &problem{Type: root + "#refused", Title: r.Title, Status: r.Status, Detail: r.Detail}
	}
	return err
}

// writing answers the calls of a write.
func (s *server) writing(of write) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		key, err := keyOf(r.Header)
		if err != nil {
			return err
		}
		body, err := of.read(w, r)
		if err != nil {
			return err
		}
		what, err := of.prepare(s, r, body)
		if err != nil {
			return refused(err)
		}
		if what.By == "" {
			what.By = access.Of(r.Context()).Caller()
		}
		answer, err := s.once(r, key, body, what)
		if err != nil {
			return busy(w, refused(err))
		}
		if what.After != nil {
			what.After(r.Context())
		}
		w.Header().Set("Cache-Control", "no-store")
		respond.Send(w, r, http.StatusOK, "application/json", answer)
		return nil
	}
}

// read is the body of a call.
func (of write) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, of.most))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return nil, &problem{Type: root + "#refused", Title: "That is too much at once",
			Status: http.StatusRequestEntityTooLarge, Detail: fmt.Sprintf("At most %d KiB are taken at a time.", of.most>>10)}
	}
	if err != nil {
		return nil, &problem{Type: root + "#refused", Title: "That was cut short", Status: http.StatusBadRequest,
			Detail: "The body ended early."}
	}
	return body, nil
}

// done does what is to be done, and is the answer.
func (what Writing) done(ctx context.Context) ([]byte, error) {
	told, err := what.Do(ctx)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(single[any]{told})
	if err != nil {
		return nil, fmt.Errorf("writing the answer: %w", err)
	}
	return text, nil
}

// describe is how the document describes it.
func (of write) describe(all schemas, fault map[string]content) *operation {
	op := &operation{
		ID: of.name, Summary: of.summary, Description: of.text, Parameters: inPath(of.path),
		Body: &requestBody{Required: true, Content: map[string]content{"application/json": {all.of(of.body)}}},
		Responses: map[string]reply{
			"200":     {Description: "It is done.", Content: map[string]content{"application/json": {all.of(of.of)}}},
			"409":     {Description: "It is being done, by a call with the same key.", Content: fault},
			"422":     {Description: "The key was used for something else.", Content: fault},
			"default": {Description: "A problem, as RFC 9457 has it.", Content: fault},
		},
	}
	if of.signed {
		op.Security = []requirement{{}}
	}
	op.Parameters = append(append(op.Parameters, of.headers...), input{
		Name: keyHeader, In: "header", Schema: &schema{Type: "string"},
		Description: "What the caller calls this call, the same when it is made again, as a string: " +
			"\"8e03978e-40d5-43e8-bc93-6894a57f9324\". It is done once, and within 24 hours answered as it was then.",
	})
	return op
}
