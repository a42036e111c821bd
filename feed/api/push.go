package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/datelinehq/dateline/feed"
)

// Push reads what a program sent to a source, with the headers in which it is signed, so that it can be taken: what came of it
// is a [Taken]. What cannot be taken is a [Refusal].
type Push func(ctx context.Context, source string, header http.Header, body []byte) (Writing, error)

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

// maxSent is how many bytes are taken at a time.
const maxSent = 5 << 20

// pushPath is where events are sent to.
const pushPath = "sources/{name}/events"

// sent is the body of a push, for the document.
type sent struct {
	Items  []feed.ItemRecord  `json:"items,omitempty"`
	Events []feed.EventRecord `json:"events,omitempty"`
	// Gone are the ids of items that no longer exist.
	Gone []string `json:"gone,omitempty"`
}

var pushing = write{
	path: pushPath, name: "push", summary: "Tell a source what happened",
	text: "For sources of the tool push: the body is signed with the secret of the source, as Standard Webhooks has it, and no " +
		"token is needed. What is sent again is taken once. An object that cannot be understood is kept and counted, and the rest " +
		"is taken.",
	signed: true,
	headers: []input{
		{Name: "webhook-id", In: "header", Required: true, Schema: &schema{Type: "string"}},
		{Name: "webhook-timestamp", In: "header", Required: true, Schema: &schema{Type: "string"}},
		{Name: "webhook-signature", In: "header", Required: true, Schema: &schema{Type: "string"}},
	},
	body: reflect.TypeFor[sent](), of: reflect.TypeFor[single[Taken]](), most: maxSent,
	example: `{"events":[{"id":"42/opened","verb":"opened","item":{"id":"42"},"by":{"account":"ana"},` +
		`"at":"2026-11-24T08:00:00Z"}]}`,
	place: "help",
	prepare: func(s *server, r *http.Request, body []byte) (Writing, error) {
		if s.Push == nil {
			return Writing{}, errMissing
		}
		name := r.PathValue("name")
		what, err := s.Push(r.Context(), name, r.Header, body)
		what.By = "source/" + name
		return what, err
	},
}
