package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// A translator turns GitHub's objects into ours and puts them on a page. It is pure. What it cannot understand becomes a
// reject.
type translator struct {
	name  string // owner/name of the repository
	since int64
	// latest is up to when the listing had been read before.
	latest int64
	page   *feed.Page
	// pulls and commits are what more is to be asked of.
	pulls   []int
	commits []string
	// known are the items on the page.
	known map[string]bool
}

func newTranslator(name string, since int64, page *feed.Page) *translator {
	return &translator{name: name, since: since, page: page, known: map[string]bool{}}
}

// What is wrong with objects that JSON has no objection to.
var (
	errNameless = errors.New("it has no id or number")
	errTimeless = errors.New("it has no time")
	errNoList   = errors.New("the answer is no list")
	errNowhere  = errors.New("it does not tell what it belongs to")
)

// reject puts an object on the page as it came, named by its id if it has one and by its content if not.
func (t *translator) reject(what string, raw json.RawMessage, why error) {
	var named struct {
		ID     json.RawMessage `json:"id"`
		Number json.RawMessage `json:"number"`
	}
	_ = json.Unmarshal(raw, &named) // whatever it tells
	key := what
	for _, part := range []json.RawMessage{named.ID, named.Number} {
		if len(part) > 0 && len(part) < 40 && !bytes.Equal(part, []byte("null")) {
			key += " " + strings.Trim(string(part), `"`)
		}
	}
	if key == what {
		key += fmt.Sprintf(" %x", sha256.Sum256(raw))[:13]
	}
	reason := fmt.Sprintf("GitHub's %s cannot be understood: %v", what, why)
	t.page.Rejects = append(t.page.Rejects, feed.Reject{Key: key, Reason: reason, Raw: raw[:min(len(raw), feed.MaxRaw)]})
}

// put puts an item on the page.
func (t *translator) put(it feed.Item) {
	t.known[it.ID] = true
	t.page.Items = append(t.page.Items, it)
}

// add puts an event on the page, unless it is older than the source wants to look back.
func (t *translator) add(e feed.Event) {
	if e.At.Unix() < t.since && e.Updated.Unix() < t.since {
		return
	}
	t.page.Events = append(t.page.Events, e)
}

// release translates a published release.
func (t *translator) release(r *github.RepositoryRelease) error {
	if r.GetDraft() {
		return nil
	}
	at := r.GetPublishedAt()
	if at.IsZero() {
		at = r.GetCreatedAt()
	}
	switch {
	case r.GetID() == 0:
		return errNameless
	case at.IsZero():
		return errTimeless
	case at.Unix() < t.since:
		return nil
	}
	id := releaseID(r.GetID())
	title := r.GetName()
	if title == "" {
		title = r.GetTagName()
	}
	status := ""
	if r.GetPrerelease() {
		status = "pre-release"
	}
	t.put(feed.Item{
		ID: id, Kind: "release", Key: t.name + "@" + r.GetTagName(), Title: title, URL: r.GetHTMLURL(), State: feed.StateClosed,
		Status: status, Author: account(r.Author), Created: at.UTC(), Updated: at.UTC(), Closed: at.UTC(),
	})
	t.add(feed.Event{
		Key: id, Item: id, Verb: feed.Released, By: account(r.Author), At: at.UTC(), Updated: at.UTC(), Into: r.GetTagName(),
		Text: r.GetBody(), URL: r.GetHTMLURL(),
	})
	return nil
}

// releaseID is the id of a release's item.
func releaseID(id int64) string { return fmt.Sprintf("release/%d", id) }
