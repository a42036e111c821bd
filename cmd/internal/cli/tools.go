package cli

import (
	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/github"
)

// tools are the connectors there are, by the key of their block in the configuration. A new connector is one folder in
// connectors and one line here.
var tools = config.Tools{
	"github": func() connectors.Config { return &github.Config{} },
}
