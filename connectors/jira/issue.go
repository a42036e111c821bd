package jira

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	jira "github.com/andygrunwald/go-jira"

	"github.com/datelinehq/dateline/feed"
)

// fields are what is asked of every issue.
const fields = "summary,status,issuetype,priority,resolution,resolutiondate,statuscategorychangedate,created,updated,duedate," +
	"creator,reporter,assignee,labels,description,comment,worklog"

// A translator turns Jira's objects into ours. It is pure.
type translator struct {
	// cloud says that it is Jira Cloud.
	cloud bool
	// web is the address of the site for people, without a slash at its end.
	web string
	// since is how far back the source looks; what is older is left out.
	since time.Time
	// statuses tells of every known status whether it is a final one.
	statuses map[string]bool
	// strange are the statuses that were met and are not known.
	strange map[string]bool
}

// A piece is what one issue brings.
type piece struct {
	id, key string
	updated time.Time
	items   []feed.Item
	events  []feed.Event
	rejects []feed.Reject
	// retracted are the keys of events that were taken back.
	retracted []string
	// more are the lists of which only the beginning or the end came with the issue.
	more []chore
	// comments are the ids of all comments, if whole says that these are all.
	comments []string
	whole    bool
	// oldest is when the oldest change happened that came with the issue.
	oldest time.Time
	// sum is a fingerprint of all that the issue says.
	sum string
}

// What is wrong with objects that JSON has no objection to.
var (
	errNameless = errors.New("it has no id or key")
	errTimeless = errors.New("it has no time")
)

// An excerpt is part of a list that came within an issue.
type excerpt struct {
	Total     count             `json:"total"`
	Histories []json.RawMessage `json:"histories"`
	Comments  []json.RawMessage `json:"comments"`
	Worklogs  []json.RawMessage `json:"worklogs"`
}

// issue translates an issue as searches bring it.
func (t *translator) issue(raw json.RawMessage) (*piece, error) {
	var is struct {
		ID        word                       `json:"id"`
		Key       word                       `json:"key"`
		Fields    map[string]json.RawMessage `json:"fields"`
		Changelog json.RawMessage            `json:"changelog"`
	}
	if err := json.Unmarshal(raw, &is); err != nil {
		return nil, err
	}
	created, updated := at(is.Fields["created"]), at(is.Fields["updated"])
	switch {
	case is.ID == "" || is.Key == "":
		return nil, errNameless
	case created.IsZero() || updated.IsZero():
		return nil, errTimeless
	}
	p := &piece{id: string(is.ID), key: string(is.Key), updated: updated}
	s := t.subject(p.id, p.key, p)
	for _, name := range []string{"creator", "reporter", "assignee"} {
		s.people.meet(is.Fields[name])
	}
	item := t.item(p, is.Fields)
	s.decision = isDecision(is.Fields)
	s.title = item.Title

	changelog, comments, worklogs := part(is.Changelog), part(is.Fields["comment"]), part(is.Fields["worklog"])
	s.meetAll(comments.Comments, worklogs.Worklogs)
	assigned, rewritten := s.histories(changelog.Histories)
	s.comments(comments.Comments)
	s.worklogs(worklogs.Worklogs)
	cut := t.cloud && len(changelog.Histories) >= recentAtMost && len(changelog.Histories)%20 == 0
	s.lack(changelogs, cut || int(changelog.Total) > len(changelog.Histories))
	s.lack(commentLists, int(comments.Total) > len(comments.Comments))
	s.lack(worklogLists, int(worklogs.Total) > len(worklogs.Worklogs))
	p.whole = !p.lacks(commentLists)

	item.Comments = max(int(comments.Total), len(comments.Comments))
	p.items = []feed.Item{item}
	s.opened(item, is.Fields["description"], rewritten)
	o := opening{By: cmp.Or(account(is.Fields["creator"]), item.Author), At: created.UnixMilli()}
	if len(item.Owners) > 0 {
		o.Owner = item.Owners[0]
	}
	if i := slices.IndexFunc(p.more, func(c chore) bool { return c.What == changelogs }); i >= 0 {
		p.more[i].Opening = &o
	} else {
		s.given(o, assigned)
	}
	slices.SortStableFunc(p.events, func(x, y feed.Event) int { return x.At.Compare(y.At) })
	p.sum = p.fingerprint()
	return p, nil
}

// part is what came of a list, nothing if it did not come or cannot be read.
func part(raw json.RawMessage) excerpt {
	if e := as[excerpt](raw); e != nil {
		return *e
	}
	return excerpt{}
}

// recentAtMost is the shortest excerpt of a changelog that Jira Cloud may have cut off, whatever its total says: it cuts at
// round numbers.
const recentAtMost = 40

// lack notes whether a list is to be read to its end.
func (s *subject) lack(what string, missing bool) {
	if missing {
		s.out.more = append(s.out.more, chore{Issue: s.id, Key: s.key, What: what, Decision: s.decision})
	}
}

// item is the snapshot of an issue. Who reported it is its author, for that is whose wish it is.
func (t *translator) item(p *piece, f map[string]json.RawMessage) feed.Item {
	it := feed.Item{
		ID: p.id, Kind: "issue", Key: p.key, Title: text(f["summary"]), URL: t.page(p.key), State: feed.StateOpen,
		Author: cmp.Or(account(f["reporter"]), account(f["creator"])), Created: at(f["created"]), Updated: p.updated, Due: day(f["duedate"]),
	}
	if owner := account(f["assignee"]); owner.ID != "" {
		it.Owners = []feed.Account{owner}
	}
	if labels := as[[]word](f["labels"]); labels != nil {
		for _, label := range *labels {
			if label != "" {
				it.Labels = append(it.Labels, string(label))
			}
		}
	}
	closed := as[jira.Resolution](f["resolution"]) != nil
	if status := as[jira.Status](f["status"]); status != nil {
		it.Status = status.Name
		if category := status.StatusCategory.Key; category != "" && category != "undefined" {
			closed = category == finished
			if status.ID != "" {
				t.statuses[status.ID] = closed
			}
		}
	}
	if closed {
		it.State = feed.StateClosed
		it.Closed = at(f["resolutiondate"])
		if it.Closed.IsZero() {
			it.Closed = at(f["statuscategorychangedate"])
		}
	}
	return it
}

// finished is the key of the category of statuses in which nothing is wanted any more.
const finished = "done"

// isDecision reports whether the issue is of the type Decision.
func isDecision(f map[string]json.RawMessage) bool {
	kind := as[jira.IssueType](f["issuetype"])
	return kind != nil && strings.EqualFold(kind.Name, "decision")
}

// page is the address of an issue for people.
func (t *translator) page(key string) string { return t.web + "/browse/" + key }

// An opening is what is to be known of the opening of an issue to say whom it was given to then, once its whole history is
// read: Jira has no word about that.
type opening struct {
	By feed.Account `json:"by"`
	// Owner is whom the issue is assigned to now.
	Owner feed.Account `json:"owner,omitzero"`
	At    int64        `json:"at"`
}

// given tells whom the issue was assigned to when it was opened: whom the first change of that took it from, or who has it
// still.
func (s *subject) given(o opening, from *feed.Account) {
	if from == nil {
		from = &o.Owner
	}
	if from.ID != "" {
		s.add(feed.Event{
			Key: "issue/" + s.id + ".assigned", Verb: feed.Assigned, By: o.By, To: []feed.Account{*from}, At: time.UnixMilli(o.At).UTC(),
		})
	}
}

// opened says that the issue was opened, with its description as it is now.
func (s *subject) opened(it feed.Item, description json.RawMessage, rewritten time.Time) {
	what := read(description, s.people)
	e := feed.Event{
		Key: "issue/" + it.ID, Verb: feed.Opened, By: it.Author, To: s.addressed(what), At: it.Created, Updated: rewritten, Text: what.text,
	}
	s.add(e)
	s.decided(e, what)
}
