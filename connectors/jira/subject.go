package jira

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// A subject is an issue about which events are told.
type subject struct {
	*translator
	id, key, title string
	// decision says that the issue is a decision, to be resolved.
	decision bool
	people   crowd
	out      *piece
}

func (t *translator) subject(id, key string, out *piece) *subject {
	return &subject{translator: t, id: id, key: key, people: crowd{}, out: out}
}

// add tells an event, unless it is older than the source wants to look back.
func (s *subject) add(e feed.Event) {
	if e.Updated.Before(e.At) {
		e.Updated = e.At
	}
	if e.Updated.Before(s.since) {
		return
	}
	e.Item = s.id
	if e.URL == "" {
		e.URL = s.page(s.key)
	}
	s.out.events = append(s.out.events, e)
}

// reject puts a part of the issue aside that cannot be understood.
func (s *subject) reject(what string, raw json.RawMessage, why error) {
	s.out.rejects = append(s.out.rejects, reject(what, s.key, raw, why.Error()))
}

// addressed are the people that a text speaks to.
func (s *subject) addressed(what said) []feed.Account {
	var to []feed.Account
	for _, id := range what.mentions {
		who := s.people.find(id, "")
		if !slices.ContainsFunc(to, func(a feed.Account) bool { return a.ID == who.ID }) {
			to = append(to, who)
		}
	}
	return to
}

// decided tells of the decisions that were marked in what an event says.
func (s *subject) decided(e feed.Event, what said) {
	for i, d := range what.decisions {
		name := d.id
		if name == "" {
			name = fmt.Sprint(i + 1)
		}
		s.add(feed.Event{
			Key: e.Key + ".decision." + name, Verb: feed.Decided, By: e.By, At: e.At, Updated: e.Updated, Text: d.text, URL: e.URL,
		})
	}
}

// A remark is a comment or an entry of the work log.
type remark struct {
	ID           word            `json:"id"`
	Author       json.RawMessage `json:"author"`
	UpdateAuthor json.RawMessage `json:"updateAuthor"`
	Body         json.RawMessage `json:"body"`
	Comment      json.RawMessage `json:"comment"`
	Created      json.RawMessage `json:"created"`
	Updated      json.RawMessage `json:"updated"`
	TimeSpent    word            `json:"timeSpent"`
	Seconds      count           `json:"timeSpentSeconds"`
}

// understand reads a remark and reports whether it is one; otherwise it is rejected.
func (s *subject) understand(what string, raw json.RawMessage) (remark, bool) {
	var r remark
	err := json.Unmarshal(raw, &r)
	switch {
	case err != nil:
	case r.ID == "":
		err = errNameless
	case at(r.Created).IsZero():
		err = errTimeless
	}
	if err != nil {
		s.reject(what, raw, err)
	}
	return r, err == nil
}

// meetAll notes the authors of remarks, for other texts may name them.
func (s *subject) meetAll(lists ...[]json.RawMessage) {
	for _, raw := range slices.Concat(lists...) {
		if r := as[remark](raw); r != nil {
			s.people.meet(r.UpdateAuthor)
			s.people.meet(r.Author)
		}
	}
}

// comments translates comments.
func (s *subject) comments(list []json.RawMessage) {
	for _, raw := range list {
		c, ok := s.understand("comment", raw)
		if !ok {
			continue
		}
		s.out.comments = append(s.out.comments, string(c.ID))
		what := read(c.Body, s.people)
		e := feed.Event{
			Key: "comment/" + string(c.ID), Verb: feed.Commented, By: account(c.Author), To: s.addressed(what),
			At: at(c.Created), Updated: at(c.Updated), Text: what.text,
			URL: fmt.Sprintf("%s?focusedCommentId=%s", s.page(s.key), c.ID),
		}
		s.add(e)
		s.decided(e, what)
	}
}

// worklogs translates entries of the work log, dated when they were written.
func (s *subject) worklogs(list []json.RawMessage) {
	for _, raw := range list {
		w, ok := s.understand("worklog", raw)
		if !ok {
			continue
		}
		spent := string(w.TimeSpent)
		if spent == "" {
			spent = hours(int(w.Seconds))
		}
		s.add(feed.Event{
			Key: "worklog/" + string(w.ID), Verb: feed.Worked, By: account(w.Author), At: at(w.Created), Updated: at(w.Updated),
			Into: spent, Text: read(w.Comment, s.people).text,
			URL: fmt.Sprintf("%s?focusedWorklogId=%s", s.page(s.key), w.ID),
		})
	}
}

// hours writes seconds as Jira does, in hours and minutes.
func hours(seconds int) string {
	h, m := seconds/3600, seconds%3600/60
	switch {
	case h == 0:
		return fmt.Sprintf("%dm", m)
	case m == 0:
		return fmt.Sprintf("%dh", h)
	}
	return fmt.Sprintf("%dh %dm", h, m)
}
