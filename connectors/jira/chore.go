package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/datelinehq/dateline/feed"
)

// The lists of an issue, as their addresses name them.
const (
	changelogs   = "changelog"
	commentLists = "comment"
	worklogLists = "worklog"
)

// A chore is a list of an issue that did not come whole and is to be read from its beginning.
type chore struct {
	Issue string `json:"i"`
	Key   string `json:"k"`
	What  string `json:"w"`
	// Decision says that the issue is a decision.
	Decision bool `json:"d,omitempty"`
	// Opening, in a changelog, is set until it is known whom the issue was assigned to when it was opened.
	Opening *opening `json:"o,omitempty"`
	// At is how many entries were read.
	At int `json:"at,omitempty"`
}

// How many requests one page makes for chores, and how many entries it asks for; a changelog has a hundred at most.
const (
	choresAtMost = 8
	entries      = 500
)

func (p *piece) lacks(what string) bool {
	return slices.ContainsFunc(p.more, func(c chore) bool { return c.What == what })
}

func (p *piece) drop(what string) {
	p.more = slices.DeleteFunc(p.more, func(c chore) bool { return c.What == what })
}

// catchUp does some chores.
func (s *search) catchUp(ctx context.Context, c *cursor, page *feed.Page) error {
	for done := 0; len(c.Chores) > 0 && done < choresAtMost && len(page.Events) < eventsAtMost/2; done++ {
		next := c.Chores[0]
		over, err := s.do(ctx, c, &next, page)
		if err != nil {
			return err
		}
		if c.Chores[0] = next; over {
			c.Chores = c.Chores[1:]
		}
	}
	page.More = !c.Over
	return nil
}

// do reads one page of a list, and reports whether it was the last.
func (s *search) do(ctx context.Context, c *cursor, ch *chore, page *feed.Page) (over bool, err error) {
	path := fmt.Sprintf("rest/api/2/issue/%s/%s", url.PathEscape(ch.Issue), ch.What)
	if c.Site.Cloud {
		path = fmt.Sprintf("rest/api/3/issue/%s/%s", url.PathEscape(ch.Issue), ch.What)
	}
	var got struct {
		excerpt
		Values []json.RawMessage `json:"values"`
		IsLast bool              `json:"isLast"`
	}
	query := url.Values{"startAt": {strconv.Itoa(ch.At)}, "maxResults": {strconv.Itoa(entries)}}
	if _, err := s.api.get(ctx, path, query, &got); err != nil {
		if no := (*refusal)(nil); errors.As(err, &no) && no.status == http.StatusNotFound && no.said != "" {
			return true, nil // the issue is gone, or the server knows no more than it has told
		}
		return false, err
	}
	list := map[string][]json.RawMessage{changelogs: got.Values, commentLists: got.Comments, worklogLists: got.Worklogs}[ch.What]
	if list == nil {
		return false, fmt.Errorf("GET %s: the answer has no list", path)
	}
	t := s.translator(c)
	p, assigned := t.entries(ch, list)
	if news, err := s.settle(ctx, c, t, page); err != nil {
		return false, err
	} else if news {
		p, assigned = t.entries(ch, list)
	}
	ch.At += len(list)
	over = len(list) == 0 || got.IsLast || got.Total > 0 && ch.At >= int(got.Total)
	if ch.Opening != nil && (assigned != nil || over) {
		t.subject(ch.Issue, ch.Key, p).given(*ch.Opening, assigned)
		ch.Opening = nil
	}
	p.whole = ch.What == commentLists && over && ch.At == len(list)
	p.put(c, page)
	return over, nil
}

// entries translates part of a list of an issue. It returns whom the issue was assigned to before the first change of that.
func (t *translator) entries(ch *chore, list []json.RawMessage) (p *piece, assigned *feed.Account) {
	p = &piece{id: ch.Issue, key: ch.Key}
	s := t.subject(ch.Issue, ch.Key, p)
	s.decision = ch.Decision
	switch ch.What {
	case changelogs:
		assigned, _ = s.histories(list)
	case commentLists:
		s.meetAll(list)
		s.comments(list)
	case worklogLists:
		s.meetAll(list)
		s.worklogs(list)
	}
	return p, assigned
}
