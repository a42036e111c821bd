package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/datelinehq/dateline/feed/api"
)

// maxAsked is how many bytes a request may have.
const maxAsked = 1 << 20

// New returns what answers at an address of its own, where programs answers the calls of tools. It reads nothing yet.
func New(programs *api.Programs, version string) (http.Handler, error) {
	server := mcp.NewServer(&mcp.Implementation{Name: "dateline", Title: "Dateline", Version: version}, &mcp.ServerOptions{
		Instructions: instructions,
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}}, // they are the same as long as the program runs
	})
	for _, t := range tools {
		if err := add(server, programs, t); err != nil {
			return nil, fmt.Errorf("the tool %s: %w", t.name, err)
		}
	}
	handler := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, PropagateRequestCancellation: true, MaxRequestBodyBytes: maxAsked,
		// A page of another site that has found its way here has no token; a proxy on this machine has another name.
		DisableLocalhostProtection: true,
	})
	return programs.Beside(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		handler.ServeHTTP(w, r)
	})), nil
}

// add offers a tool.
func add(server *mcp.Server, programs *api.Programs, t tool) error {
	question, err := programs.Question(t.endpoint, t.parameters...)
	if err != nil {
		return err
	}
	input, err := question.Input()
	if err != nil {
		return err
	}
	output, err := question.Output()
	if err != nil {
		return err
	}
	ours := false
	server.AddTool(&mcp.Tool{
		Name: t.name, Title: t.title, Description: t.text, InputSchema: json.RawMessage(input), OutputSchema: json.RawMessage(output),
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &ours, OpenWorldHint: &ours},
	}, func(ctx context.Context, call *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		return answer(ctx, question, call.Params.Arguments)
	})
	return nil
}

// answer is what comes of a call. What is wrong with it is told to the model and not to its client: the model can mend it.
func answer(ctx context.Context, question api.Question, arguments json.RawMessage) (*mcp.CallToolResult, error) {
	result := &mcp.CallToolResult{}
	given, err := api.Values(arguments)
	if err != nil {
		result.SetError(err)
		return result, nil
	}
	told, inWords, err := question.Answer(ctx, given)
	if err != nil {
		result.SetError(err)
		return result, nil
	}
	if inWords != "" {
		result.Content = append(result.Content, &mcp.TextContent{Text: inWords})
	}
	result.Content = append(result.Content, &mcp.TextContent{Text: string(told)})
	result.StructuredContent = json.RawMessage(told)
	return result, nil
}
