package cli

import (
	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/asana"
	"github.com/datelinehq/dateline/connectors/github"
	"github.com/datelinehq/dateline/connectors/jira"
	"github.com/datelinehq/dateline/connectors/notion"
	"github.com/datelinehq/dateline/connectors/push"
	"github.com/datelinehq/dateline/connectors/trello"
)

// pushTool is the tool of sources that are told.
const pushTool = "push"

// tools are the connectors there are, by the key of their block in the configuration. A new connector is one folder in
// connectors and one line here.
var tools = config.Tools{
	"asana":  func() connectors.Config { return &asana.Config{URL: asana.DefaultURL} },
	"github": func() connectors.Config { return &github.Config{URL: github.DefaultURL} },
	"jira":   func() connectors.Config { return &jira.Config{} },
	pushTool: func() connectors.Config { return &push.Config{} },
	"notion": func() connectors.Config { return &notion.Config{URL: notion.DefaultURL} },
	"trello": func() connectors.Config { return &trello.Config{URL: trello.DefaultURL} },
}
