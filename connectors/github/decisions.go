package github

import (
	"context"
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/feed"
)

// commitsAtOnce is how many commits one step reads the files of.
const commitsAtOnce = 5

// commits reads the files of the commits that touched decision records.
func (r *repository) commits(ctx context.Context, c *cursor, t *translator) error {
	for range min(commitsAtOnce, len(c.Commits)) {
		var commit github.RepositoryCommit
		_, err := get(ctx, r.api, "repos/"+r.name+"/commits/"+c.Commits[0], nil, "", &commit)
		if err != nil && !errors.Is(err, errMissing) {
			return err
		}
		for _, l := range r.listings {
			if folder := l.query.Get("path"); folder != "" && err == nil {
				t.decided(&commit, folder)
			}
		}
		c.Commits = c.Commits[1:]
	}
	return nil
}

// standing says which event a decision record's status is.
var standing = map[string]feed.Verb{
	"proposed": feed.Proposed, "draft": feed.Proposed, "accepted": feed.Decided, "approved": feed.Decided, "decided": feed.Decided,
	"rejected": feed.Rejected, "deprecated": feed.Superseded, "superseded": feed.Superseded,
}

// decided translates what a commit did to the decision records in a folder.
func (t *translator) decided(commit *github.RepositoryCommit, folder string) {
	at := commit.GetCommit().GetCommitter().GetDate()
	if at.IsZero() || commit.GetSHA() == "" {
		return
	}
	by := account(commit.Author)
	if commit.Author == nil {
		by.Name = commit.GetCommit().GetAuthor().GetName()
	}
	for _, f := range commit.Files {
		name := f.GetFilename()
		if path.Dir(name) != folder || path.Ext(name) != ".md" {
			continue
		}
		record := readRecord(f.GetPatch())
		verb, known := standing[record.status]
		if !known {
			continue // the wording changed, not the decision
		}
		title := record.title
		if title == "" {
			title = titleOf(name)
		}
		page := commitPage(commit.GetHTMLURL(), name)
		it := feed.Item{
			ID: "record/" + name, Kind: "decision_record", Key: t.name + "/" + name, Title: title, URL: page,
			State: feed.StateClosed, Status: record.status, Author: by, Created: at.UTC(), Updated: at.UTC(),
		}
		if verb == feed.Proposed {
			it.State = feed.StateOpen
		}
		t.page.Items = append(t.page.Items, it)
		t.add(feed.Event{
			Key: "commit/" + commit.GetSHA() + "/" + name, Item: it.ID, Verb: verb, By: by, At: at.UTC(), Updated: at.UTC(),
			Into: record.status, Text: strings.TrimSpace(title + "\n\n" + record.outcome), URL: page,
		})
	}
}

// A record is what a commit's patch tells of a decision record.
type record struct{ title, status, outcome string }

var (
	statusLine = regexp.MustCompile(`(?i)^(?:[*-]\s*)?\**status\**\s*:\**\s*"?\**([a-z]+)`)
	statusWord = regexp.MustCompile(`(?i)^\**([a-z]+)\b`)
)

// readRecord reads the lines a patch added: MADR's front matter or a heading "Status", the first heading, and what
// follows the heading about the outcome.
func readRecord(patch string) record {
	var r record
	section := ""
	var outcome []string
	for line := range strings.Lines(patch) {
		text, added := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "+")
		if !added || strings.HasPrefix(text, "++") {
			continue
		}
		text = strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(text, "#"):
			heading := strings.TrimSpace(strings.TrimLeft(text, "#"))
			if r.title == "" && !strings.HasPrefix(text, "##") {
				r.title = heading
			}
			section = strings.ToLower(heading)
		case r.status == "" && statusLine.MatchString(text):
			r.status = strings.ToLower(statusLine.FindStringSubmatch(text)[1])
		case r.status == "" && section == "status" && statusWord.MatchString(text):
			r.status = strings.ToLower(statusWord.FindStringSubmatch(text)[1])
		case section == "decision outcome" || section == "decision":
			outcome = append(outcome, text)
		}
	}
	r.outcome = strings.TrimSpace(strings.Join(outcome, "\n"))
	return r
}

// titleOf is what the name of a file says: 0003-use-a-log.md is "use a log".
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), ".md")
	return strings.ReplaceAll(strings.TrimLeft(base, "0123456789-_"), "-", " ")
}

// commitPage is the address of a file as it was in a commit, made from the commit's own.
func commitPage(commit, file string) string {
	return strings.Replace(commit, "/commit/", "/blob/", 1) + "/" + file
}
