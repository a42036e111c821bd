package cli

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/api/mcp"
)

// models answers language models as the API answers programs; where the configuration does not say so there is nothing.
func (h *host) models(programs *api.Programs) (http.Handler, error) {
	if !h.config.API.MCP {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			programs.Refuse(w, r, access.Refusal{Status: http.StatusNotFound})
		}), nil
	}
	return mcp.New(programs, version())
}
