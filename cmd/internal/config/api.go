package config

// API says how programs are answered.
type API struct {
	// MCP has language models answered too, at /mcp by the Model Context Protocol: what a program asks for them is read, never
	// changed, and needs a token of the scope read.
	MCP bool `yaml:"mcp"`
}
