package github

import (
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// call is @login or @organisation/team, but no e-mail address and no part of a path.
var call = regexp.MustCompile(`(?:^|[^\w/@.&-])@([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})(?:/([A-Za-z0-9][\w.-]*))?`)

// called are the people and teams a text calls by name, each once. GitHub tells whom it notified only issue by issue, a
// request each, so they are taken from the text as GitHub takes them; that nobody has such a login cannot be seen. Teams
// are those of the repository's owner: what else looks like one is the name of a package.
func (t *translator) called(text string) []feed.Account {
	if !strings.Contains(text, "@") {
		return nil
	}
	owner, _, _ := strings.Cut(t.name, "/")
	var found []feed.Account
	seen := map[string]bool{}
	for _, m := range call.FindAllStringSubmatch(said(text), -1) {
		who := feed.Account{ID: m[1]}
		if team := strings.TrimRight(m[2], ".-"); team != "" {
			if !strings.EqualFold(m[1], owner) {
				continue
			}
			who = feed.Account{ID: m[1] + "/" + team, Group: true}
		}
		if key := strings.ToLower(who.ID); !seen[key] && len(found) < mentionsAtMost {
			seen[key] = true
			found = append(found, who)
		}
	}
	return found
}

// said is a text without what it shows but does not say.
func said(text string) string {
	return unsaid.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), " ")
}
