package github

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// commitsAtOnce is how many commits one step reads the files of.
const commitsAtOnce = 5

// standing says which event a decision record's status is.
var standing = map[string]feed.Verb{
	"proposed": feed.Proposed, "draft": feed.Proposed, "accepted": feed.Decided, "approved": feed.Decided, "decided": feed.Decided,
	"rejected": feed.Rejected, "deprecated": feed.Superseded, "superseded": feed.Superseded,
}

// commit asks for the files of a commit.
func (t *translator) commit(c *github.RepositoryCommit) error {
	if c.GetSHA() == "" {
		return errNameless
	}
	t.commits = append(t.commits, c.GetSHA())
	return nil
}

// commits reads the files of the commits that touched decision records.
func (r *repository) commits(ctx context.Context, c *cursor, t *translator) error {
	for i := range min(commitsAtOnce, len(c.Commits)) {
		err := r.decided(ctx, c.Commits[0], t)
		if err != nil && (i == 0 || ctx.Err() != nil) {
			return err
		}
		if err != nil {
			break // keep those that came before; the next step meets the error first
		}
		c.Commits = c.Commits[1:]
	}
	t.page.Progress = feed.Tally{What: "decisions", Total: len(c.Commits)}
	return nil
}

// decided reads what a commit did to the decision records: those whose status it wrote.
func (r *repository) decided(ctx context.Context, sha string, t *translator) error {
	var raw json.RawMessage
	_, err := r.api.get(ctx, "repos/"+r.name+"/commits/"+url.PathEscape(sha), nil, "", &raw)
	if lost := (*missing)(nil); errors.As(err, &lost) {
		return r.exists(ctx) // then the commit went away meanwhile: the branch was rewritten
	}
	if err == nil && (len(raw) == 0 || string(raw) == "null") {
		err = fmt.Errorf("the commit %s came without content", sha)
	}
	if err != nil {
		return err
	}
	var commit github.RepositoryCommit
	if err := json.Unmarshal(raw, &commit); err != nil || commit.GetSHA() != sha {
		t.reject("commit", raw, cmp.Or(err, errNameless))
		return nil
	}
	for _, f := range commit.Files {
		if !r.keepsDecisions(f.GetFilename()) {
			continue
		}
		written := readPatch(f.GetPatch())
		if _, known := standing[written.status]; !known {
			continue // the wording changed, not the decision
		}
		if written.title == "" || f.GetStatus() != "added" {
			whole, err := r.record(ctx, f.GetFilename(), commit.GetSHA())
			if err != nil {
				return err
			}
			written.title, written.outcome = cmp.Or(whole.title, written.title), cmp.Or(whole.outcome, written.outcome)
		}
		t.decision(&commit, f.GetFilename(), written)
	}
	return nil
}

// record reads a decision record as it was in a commit.
func (r *repository) record(ctx context.Context, name, sha string) (record, error) {
	var raw json.RawMessage
	address := (&url.URL{Path: "repos/" + r.name + "/contents/" + name}).String()
	_, err := r.api.get(ctx, address, url.Values{"ref": {sha}}, "", &raw)
	if lost := (*missing)(nil); errors.As(err, &lost) {
		return record{}, nil
	}
	if err == nil && (len(raw) == 0 || string(raw) == "null") {
		err = fmt.Errorf("the file %s came without content", name)
	}
	if err != nil {
		return record{}, err
	}
	var file github.RepositoryContent
	if err := json.Unmarshal(raw, &file); err != nil {
		return record{}, nil // the patch has to do
	}
	text, err := file.GetContent()
	if err != nil {
		return record{}, nil // too large for the answer to hold it
	}
	return readRecord(text), nil
}

// keepsDecisions reports whether a file lies in a folder of decision records and may be one.
func (r *repository) keepsDecisions(name string) bool {
	for _, l := range r.listings {
		if folder := l.query.Get("path"); folder != "" && path.Dir(name) == folder && path.Ext(name) == ".md" {
			return true
		}
	}
	return false
}

// decision translates a decision record that a commit wrote the status of.
func (t *translator) decision(commit *github.RepositoryCommit, name string, r record) {
	at := commit.GetCommit().GetCommitter().GetDate()
	if at.IsZero() {
		return
	}
	by := account(commit.Author)
	if by.ID == "" {
		by.Name = commit.GetCommit().GetAuthor().GetName()
	}
	title := cmp.Or(r.title, titleOf(name))
	it := feed.Item{
		ID: "record/" + name, Kind: "decision_record", Key: t.name + "/" + name, Title: title,
		URL: filePage(commit.GetHTMLURL(), name), State: feed.StateClosed, Status: r.status, Author: by,
		Created: at.UTC(), Updated: at.UTC(),
	}
	verb, into := standing[r.status], r.status
	if verb == feed.Superseded {
		into = r.with
	}
	if verb == feed.Proposed {
		it.State = feed.StateOpen
	}
	t.put(it)
	t.add(feed.Event{
		Key: "commit/" + commit.GetSHA() + "/" + name, Item: it.ID, Verb: verb, By: by, At: at.UTC(), Updated: at.UTC(),
		Into: into, Text: strings.TrimSpace(title + "\n\n" + r.outcome), URL: it.URL,
	})
}

// filePage is the address of a file as it was in a commit, made from the commit's own.
func filePage(commit, file string) string {
	if commit == "" {
		return ""
	}
	return strings.Replace(commit, "/commit/", "/blob/", 1) + "/" + (&url.URL{Path: file}).EscapedPath()
}
