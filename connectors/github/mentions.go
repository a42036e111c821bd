package github

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// mentionsAtMost bounds how many items one text can refer to.
const mentionsAtMost = 20

var (
	// unsaid is what a text shows without saying it: code, comments of HTML, quotes.
	unsaid = regexp.MustCompile("(?sm)^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)|\\z)|<!--.*?(?:-->|\\z)|`[^`\n]*`|^ {0,3}>[^\n]*$")
	refer  = regexp.MustCompile(`(?:^|[\s(\[,;:])(?:([\w.-]+/[\w.-]+))?#([1-9]\d{0,6})\b`)
	link   = regexp.MustCompile(`https?://[^\s)>\]]+?/([\w.-]+/[\w.-]+)/(?:issues|pull)/([1-9]\d{0,6})\b`)
)

// mentions makes an event on every item of the repository that a text refers to; key names the item the text is about.
// GitHub has these cross-references only issue by issue, a request each, so they are taken from the text as GitHub takes
// them.
func (t *translator) mentions(from feed.Event, key string) {
	if !strings.Contains(from.Text, "#") && !strings.Contains(from.Text, "://") {
		return
	}
	text := said(from.Text)
	here, _, _ := strings.Cut(key, "#")
	where := sha256.Sum256([]byte(from.Key)) // not the key itself: nobody is to take the link for what it was found in
	seen := map[string]bool{from.Item: true}
	for _, m := range append(refer.FindAllStringSubmatch(text, -1), link.FindAllStringSubmatch(text, -1)...) {
		repository, id := m[1], m[2]
		elsewhere := repository != "" && !strings.EqualFold(repository, t.name) && !strings.EqualFold(repository, here)
		if elsewhere || seen[id] || len(seen) > mentionsAtMost {
			continue
		}
		seen[id] = true
		t.add(feed.Event{
			Key: fmt.Sprintf("link/%x/%s", where[:8], id), Item: id, Verb: feed.Linked,
			By: from.By, At: from.At, Updated: from.Updated, Into: key, URL: from.URL,
		})
	}
}
