package github

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// mentionsAtMost bounds how many items one text can refer to.
const mentionsAtMost = 20

var (
	fenced = regexp.MustCompile("(?s)(?:```|~~~).*?(?:```|~~~|$)|`[^`\n]*`")
	quoted = regexp.MustCompile(`(?m)^\s*>.*$`)
	refer  = regexp.MustCompile(`(?:^|[\s(\[,;:])(?:([\w.-]+/[\w.-]+))?#(\d{1,7})\b`)
	link   = regexp.MustCompile(`https?://[^\s)>\]]+?/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d{1,7})\b`)
)

// mentions makes an event on every item of the repository that a text refers to. GitHub has these cross-references only
// issue by issue, a request each, so they are taken from the text as GitHub takes them: not from code, not from quotes.
func (t *translator) mentions(key, from, fromKey string, by feed.Account, at, updated time.Time, text, address string) {
	if !strings.Contains(text, "#") && !strings.Contains(text, "://") {
		return
	}
	text = quoted.ReplaceAllString(fenced.ReplaceAllString(text, " "), " ")
	sum := sha256.Sum256([]byte(key))
	where := hex.EncodeToString(sum[:8]) // not the key itself: nobody is to take the link for what it was found in
	seen := map[string]bool{from: true}
	for _, m := range append(refer.FindAllStringSubmatch(text, -1), link.FindAllStringSubmatch(text, -1)...) {
		number, err := strconv.Atoi(m[2])
		id := strconv.Itoa(number)
		if err != nil || number == 0 || m[1] != "" && !strings.EqualFold(m[1], t.name) || seen[id] || len(seen) > mentionsAtMost {
			continue
		}
		seen[id] = true
		t.add(feed.Event{
			Key: "link/" + where + "/" + id, Item: id, Verb: feed.Linked, By: by, At: at, Updated: updated, Into: fromKey, URL: address,
		})
	}
}
