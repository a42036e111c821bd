package config

import "go.yaml.in/yaml/v3"

// API says how programs are answered.
type API struct {
	// MCP has language models answered too, at /mcp by the Model Context Protocol: what a program asks for them is read, never
	// changed, and needs a token of the scope read.
	MCP bool `yaml:"mcp"`
	// Calls is how many calls are answered in a minute to each token, or to each address where there is none, by each process that
	// serves; 0 answers all. It is 1200 where nothing is written.
	Calls int `yaml:"calls"`
}

// DefaultCalls is how many calls a minute are answered where nothing is written.
const DefaultCalls = 1200

// api checks how programs are answered.
func (r *reader) api(root *yaml.Node, a API) {
	if a.Calls < 0 {
		r.mistake(find(root, "api.calls"), "api.calls: %d is no number of calls; write 0 to answer all", a.Calls)
	}
}
