package github

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/google/go-github/v75/github"
)

const (
	// perPage is how many objects GitHub puts on a page at most.
	perPage = 100
	// minute, in seconds, is how long GitHub's replicas may disagree: what is younger is read again.
	minute = 60
	// season, in seconds, is how long a branch may live until its decision records are merged with their old dates.
	season = 60 * 24 * 60 * minute
)

// A listing is one of a repository's lists. The file walk.go says how one is read.
type listing struct {
	name  string
	path  string // below repos/owner/name
	query url.Values
	// ascending says that the list is sorted by the last update, the oldest first, and can be asked from an instant on.
	// The others come newest first.
	ascending bool
	// overlap is how many seconds below its mark a descending listing is read.
	overlap int64
	// whole says that what stands on the first page is translated anew whenever it changed: GitHub does not tell when.
	whole bool
	// once says that reading an object costs a request more, so that it is not read twice without need.
	once bool
	// decode understands the rows of an answer.
	decode func(*translator, []byte) ([]object, error)
}

// An object is what is to be known of a row before it is translated.
type object struct {
	at  int64  // the time by which its list is sorted, 0 if it has none
	key string // what it is known by, in listings that are read once
	put func() // translates it; nil if it could not be understood
}

// The listings, in the order in which a round walks them.
var (
	issues = listing{
		name: "issues", path: "issues", ascending: true,
		query:  url.Values{"state": {"all"}, "sort": {"updated"}, "direction": {"asc"}},
		decode: rows("issue", func(i *github.Issue) (*github.Timestamp, string) { return i.UpdatedAt, "" }, (*translator).issue),
	}
	pulls = listing{
		name: "pull requests", path: "pulls", overlap: minute, once: true,
		query: url.Values{"state": {"all"}, "sort": {"updated"}, "direction": {"desc"}},
		decode: rows("pull request", func(p *github.PullRequest) (*github.Timestamp, string) {
			return p.UpdatedAt, fmt.Sprintf("%d@%x", p.GetNumber(), seconds(p.UpdatedAt))
		}, (*translator).pull),
	}
	comments = listing{
		name: "comments", path: "issues/comments", ascending: true,
		query:  url.Values{"sort": {"updated"}, "direction": {"asc"}},
		decode: rows("comment", func(c *github.IssueComment) (*github.Timestamp, string) { return c.UpdatedAt, "" }, (*translator).comment),
	}
	remarks = listing{
		name: "remarks", path: "pulls/comments", ascending: true,
		query:  url.Values{"sort": {"updated"}, "direction": {"asc"}},
		decode: rows("review comment", func(c *github.PullRequestComment) (*github.Timestamp, string) { return c.UpdatedAt, "" }, (*translator).remark),
	}
	events = listing{
		name: "events", path: "issues/events", overlap: minute,
		decode: rows("issue event", func(e *issueEvent) (*github.Timestamp, string) { return e.CreatedAt, "" }, (*translator).event),
	}
	releases = listing{
		name: "releases", path: "releases", overlap: minute, whole: true,
		decode: rows("release", func(r *github.RepositoryRelease) (*github.Timestamp, string) { return r.CreatedAt, "" }, (*translator).release),
	}
)

// decisions lists the commits that touched a folder of decision records on the default branch.
func decisions(folder string) listing {
	return listing{
		name: folder + "/", path: "commits", overlap: season, once: true,
		query: url.Values{"path": {folder}},
		decode: rows("commit", func(c *github.RepositoryCommit) (*github.Timestamp, string) {
			at := c.GetCommit().GetCommitter().GetDate()
			return &at, c.GetSHA()[:min(8, len(c.GetSHA()))]
		}, (*translator).commit),
	}
}

// rows makes the decode of a listing of Ts from where a T has its time and its key, and how it is translated. What
// cannot be decoded or translated is rejected; it is an error if the answer is no list. A list is decoded at one go, and
// row by row only if something is wrong with one.
func rows[T any](what string, known func(*T) (*github.Timestamp, string), put func(*translator, *T) error) func(*translator, []byte) ([]object, error) {
	return func(t *translator, list []byte) ([]object, error) {
		var all []T
		var raw []json.RawMessage
		var objects []object
		understood := func(i int, v *T) {
			at, key := known(v)
			objects = append(objects, object{at: seconds(at), key: key, put: func() {
				err := put(t, v)
				if err == nil {
					return
				}
				if raw == nil {
					_ = json.Unmarshal(list, &raw) // it is a list: it was read once
				}
				t.reject(what, raw[i], err)
			}})
		}
		if err := json.Unmarshal(list, &all); err == nil && all != nil {
			for i := range all {
				understood(i, &all[i])
			}
			return objects, nil
		}
		if err := json.Unmarshal(list, &raw); err != nil || raw == nil {
			return nil, cmp.Or(err, errNoList)
		}
		for i := range raw {
			v := new(T)
			if err := json.Unmarshal(raw[i], v); err != nil {
				t.reject(what, raw[i], err)
				objects = append(objects, object{})
				continue
			}
			understood(i, v)
		}
		return objects, nil
	}
}

// seconds are those since 1970, 0 for no time.
func seconds(t *github.Timestamp) int64 {
	if t == nil || t.IsZero() {
		return 0
	}
	return max(t.Unix(), 0)
}

// instant is the time so many seconds after 1970.
func instant(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
