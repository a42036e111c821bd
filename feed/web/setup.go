package web

// setupView is how the first source in one tool is written.
type setupView struct {
	Tool named
	// Text goes into the configuration; Token says where the token is made.
	Text, Token string
}

// firstSources are shown to whoever has no source yet.
func (t times) firstSources() []setupView {
	views := make([]setupView, len(blocks))
	for i, b := range blocks {
		views[i] = setupView{t.tool(b.tool), b.text, t.Say("setup." + b.tool)}
	}
	return views
}

// blocks are how the first source is written in each tool.
var blocks = []struct{ tool, text string }{
	{"github", `sources:
  - name: api
    github: {repo: acme/api, token: "${GITHUB_TOKEN}"}
    since: 90d
`},
	{"jira", `sources:
  - name: ops
    jira:
      url: https://acme.atlassian.net
      project: OPS
      email: reader@acme.example
      token: "${JIRA_TOKEN}"
    since: 90d
`},
	{"trello", `sources:
  - name: board
    trello:
      board: https://trello.com/b/aBcDeFgH/roadmap
      key: "${TRELLO_KEY}"
      token: "${TRELLO_TOKEN}"
    since: 90d
`},
	{"asana", `sources:
  - name: launch
    asana:
      project: https://app.asana.com/0/1200000000000001/list
      token: "${ASANA_TOKEN}"
    since: 90d
`},
	{"notion", `sources:
  - name: handbook
    notion: {all: true, token: "${NOTION_TOKEN}"}
    since: 90d
`},
	{"push", `sources:
  - name: help
    push: {secret: "${HELP_SECRET}"}
`},
}
