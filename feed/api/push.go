package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/respond"
)

// Push takes what a program sent to a source, with the headers in which it is signed. What cannot be taken is a [Refusal].
type Push func(ctx context.Context, source string, header http.Header, body []byte) (Taken, error)

// Taken counts what came of it. What is sent once more is not counted again.
type Taken struct {
	// Added events are new, Revised ones were edited, Removed ones went with their items. Items were new or changed.
	Added   int `json:"added"`
	Revised int `json:"revised"`
	Removed int `json:"removed"`
	Items   int `json:"items"`
	// Rejected objects could not be understood. They are kept, and shown on the page of sources.
	Rejected int `json:"rejected"`
}

// A Refusal says why something was not taken, in words for whoever sent it.
type Refusal struct {
	// Status is that of HTTP: 400, 401 or 404.
	Status int
	Title  string
	Detail string
}

// Error is the refusal in a line.
func (r *Refusal) Error() string { return r.Detail }

// maxSent is how many bytes are taken at a time.
const maxSent = 5 << 20

// pushPath is where events are sent to.
const pushPath = "sources/{name}/events"

// push takes what was sent to a source.
func (s *server) push(w http.ResponseWriter, r *http.Request) error {
	if s.Push == nil {
		return errMissing
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSent))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return &problem{Type: root + "#refused", Title: "That is too much at once", Status: http.StatusRequestEntityTooLarge,
			Detail: "At most 5 MiB are taken at a time. Send it in parts."}
	} else if err != nil {
		return &problem{Type: root + "#refused", Title: "That was cut short", Status: http.StatusBadRequest, Detail: "The body ended early."}
	}
	taken, err := s.Push(r.Context(), r.PathValue("name"), r.Header, body)
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return &problem{Type: root + "#refused", Title: refusal.Title, Status: refusal.Status, Detail: refusal.Detail}
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(single[Taken]{taken})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	respond.Send(w, r, http.StatusOK, "application/json", text)
	return nil
}

// sent is the body of a push, for the document.
type sent struct {
	Items  []feed.ItemRecord  `json:"items,omitempty"`
	Events []feed.EventRecord `json:"events,omitempty"`
	// Gone are the ids of items that no longer exist.
	Gone []string `json:"gone,omitempty"`
}

// describePush is how the document describes it.
func describePush(all schemas, fault map[string]content) *operation {
	return &operation{
		ID: "push", Summary: "Tell a source what happened",
		Description: "For sources of the tool push: the body is signed with the secret of the source, as Standard Webhooks has it. " +
			"What is sent again is taken once. An object that cannot be understood is kept and counted, and the rest is taken.",
		Parameters: []input{
			{Name: "name", In: "path", Required: true, Schema: &schema{Type: "string"}},
			{Name: "webhook-id", In: "header", Required: true, Schema: &schema{Type: "string"}},
			{Name: "webhook-timestamp", In: "header", Required: true, Schema: &schema{Type: "string"}},
			{Name: "webhook-signature", In: "header", Required: true, Schema: &schema{Type: "string"}},
		},
		Body: &requestBody{Required: true, Content: map[string]content{"application/json": {all.of(reflect.TypeFor[sent]())}}},
		Responses: map[string]reply{
			"200":     {Description: "It was taken.", Content: map[string]content{"application/json": {all.of(reflect.TypeFor[single[Taken]]())}}},
			"default": {Description: "A problem, as RFC 9457 has it.", Content: fault},
		},
	}
}
