package cli

import (
	"context"
	"errors"
	"net/http"

	"github.com/datelinehq/dateline/connectors/push"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
)

// pushed reads what was sent to a source, so that it can be taken and judged.
func (h *host) pushed(ctx context.Context, name string, header http.Header, body []byte) (api.Writing, error) {
	src, cursor, err := h.db.Source(ctx, name)
	if errors.Is(err, store.ErrNotFound) || err == nil && (src.Retired || src.Tool != pushTool) {
		return api.Writing{}, &api.Refusal{Status: http.StatusNotFound, Title: "There is no such source",
			Detail: "No source of this name takes what is sent. In the configuration it has a block push."}
	}
	if err != nil {
		return api.Writing{}, err
	}
	connector, err := h.connector(src)
	if err != nil {
		return api.Writing{}, err
	}
	door, ok := connector.(*push.Door)
	if !ok {
		return api.Writing{}, errors.New("the source " + name + " has another tool by now")
	}
	page, err := door.Take(header, body)
	if errors.Is(err, push.ErrSignature) {
		return api.Writing{}, &api.Refusal{Status: http.StatusUnauthorized, Title: "The signature is wrong", Detail: "What was sent is not " +
			"signed with the secret of this source as Standard Webhooks has it, or was signed more than five minutes ago."}
	}
	if err != nil {
		return api.Writing{}, &api.Refusal{Status: http.StatusBadRequest, Title: "The body cannot be read", Detail: err.Error()}
	}
	page.Next = cursor // a source that is told has nothing to go on from
	h.meanings(src).Apply(&page)
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return api.Writing{}, err
	}
	decisions.Mark(&page, agreed.Decisions)
	return api.Writing{
		Do: func(ctx context.Context) (any, error) {
			if page.Empty() {
				return api.Taken{}, nil
			}
			now := h.now()
			done, err := h.db.Commit(ctx, store.Commit{Source: name, After: cursor, Page: page, At: now, Due: now.Add(src.Every)})
			return api.Taken{Added: done.Added, Revised: done.Revised, Removed: done.Removed, Items: done.Items, Rejected: done.Rejected}, err
		},
		After: h.judge,
	}, nil
}
