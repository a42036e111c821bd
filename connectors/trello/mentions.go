package trello

import (
	"regexp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// mentionsAtMost bounds how many people one comment speaks to.
const mentionsAtMost = 50

var (
	// mention is a name as Trello knows it, not a part of an address.
	mention = regexp.MustCompile(`(?:^|[^\w@/.])@([A-Za-z0-9_]{3,100})`)
	// quoted are code blocks, code and quotations: what stands there speaks to nobody.
	quoted = regexp.MustCompile("(?s)```.*?(?:```|$)|~~~.*?(?:~~~|$)|`[^`\n]*`|(?m:^ {0,3}>[^\n]*)")
)

// mentioned are those a comment speaks to: members of the board by their usernames, and with @card and @board everybody
// on the card or the board.
func (t *translator) mentioned(text string) (to []feed.Account) {
	for _, m := range mention.FindAllStringSubmatch(quoted.ReplaceAllString(text, " "), -1) {
		name := strings.ToLower(m[1])
		account, known := t.byName[name]
		switch name {
		case "card", "board":
			account, known = feed.Account{ID: name, Name: "everybody on the " + name, Group: true}, true
		}
		if known && !slices.Contains(to, account) && len(to) < mentionsAtMost {
			to = append(to, account)
		}
	}
	return to
}
