package web

// setupView is how the first source in one tool is written.
type setupView struct {
	Tool named
	// Text goes into the configuration; Token says where the token is made.
	Text, Token string
}

// firstSources are shown to whoever has no source yet.
var firstSources = []setupView{
	{tools["github"], `sources:
  - name: api
    github: {repo: acme/api, token: "${GITHUB_TOKEN}"}
    since: 90d
`, "The token may read contents, issues, metadata and pull requests: Settings, Developer settings, Personal access tokens."},
	{tools["jira"], `sources:
  - name: ops
    jira:
      url: https://acme.atlassian.net
      project: OPS
      email: reader@acme.example
      token: "${JIRA_TOKEN}"
    since: 90d
`, "The token is one of an Atlassian account that may browse the project: Account settings, Security, API tokens."},
	{tools["trello"], `sources:
  - name: board
    trello:
      board: https://trello.com/b/aBcDeFgH/roadmap
      key: "${TRELLO_KEY}"
      token: "${TRELLO_TOKEN}"
    since: 90d
`, "The key is that of a Power-Up, which trello.com/power-ups/admin makes; the page of the key makes the token."},
	{tools["asana"], `sources:
  - name: launch
    asana:
      project: https://app.asana.com/0/1200000000000001/list
      token: "${ASANA_TOKEN}"
    since: 90d
`, "The token is a personal access token: app.asana.com/0/my-apps."},
	{tools["notion"], `sources:
  - name: handbook
    notion: {all: true, token: "${NOTION_TOKEN}"}
    since: 90d
`, "The token is that of an internal integration that may read comments and users. Share with it what is to be read."},
	{tools["push"], `sources:
  - name: help
    push: {secret: "${HELP_SECRET}"}
`, "For tools that nobody wrote a connector for: it sends what happens to /api/v1/sources/help/events, signed with the secret, which is " +
		"whsec_ and what openssl rand -base64 24 makes."},
}
