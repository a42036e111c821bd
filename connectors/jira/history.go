package jira

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A history is what somebody changed at one time; it has a change for every field.
type history struct {
	ID      word              `json:"id"`
	Author  json.RawMessage   `json:"author"`
	Created json.RawMessage   `json:"created"`
	Items   []json.RawMessage `json:"items"`
}

// A change is a field before and after: what Jira calls the values, and what it shows of them.
type change struct {
	Field string `json:"field"`
	From  word   `json:"from"`
	To    word   `json:"to"`
	Old   word   `json:"fromString"`
	New   word   `json:"toString"`
}

// before and after are the values as people read them.
func (c change) before() string { return string(cmp.Or(c.Old, c.From)) }
func (c change) after() string  { return string(cmp.Or(c.New, c.To)) }

// order compares histories by time, and by id where the time is the same.
func order(x, y history) int {
	return cmp.Or(at(x.Created).Compare(at(y.Created)), cmp.Compare(len(x.ID), len(y.ID)), cmp.Compare(x.ID, y.ID))
}

// histories translates a changelog in whatever order it comes. It returns whom the issue was assigned to before the first
// change that says so, and when the description was written last.
func (s *subject) histories(list []json.RawMessage) (assigned *feed.Account, rewritten time.Time) {
	for _, h := range s.sorted(list) {
		when := at(h.Created)
		if s.out.oldest.IsZero() {
			s.out.oldest = when
		}
		changes := h.changes()
		for _, c := range changes {
			switch name := strings.ToLower(c.Field); {
			case name == "assignee" && assigned == nil:
				who := s.people.find(string(c.From), string(c.Old))
				assigned = &who
			case name == "description":
				rewritten = when
			}
		}
		for i, e := range s.tell(changes) {
			e.Key = "history/" + string(h.ID)
			if i > 0 {
				e.Key += "." + strconv.Itoa(i+1) // a dot, for what follows is no id
			}
			e.By, e.At, e.Updated = account(h.Author), when, when
			s.add(e)
		}
	}
	return assigned, rewritten
}

// sorted reads histories, the oldest first, and rejects what is none.
func (s *subject) sorted(list []json.RawMessage) []history {
	all := make([]history, 0, len(list))
	for _, raw := range list {
		var h history
		err := json.Unmarshal(raw, &h)
		switch {
		case err != nil:
		case h.ID == "":
			err = errNameless
		case at(h.Created).IsZero():
			err = errTimeless
		}
		if err != nil {
			s.reject("history", raw, err)
			continue
		}
		s.people.meet(h.Author)
		all = append(all, h)
	}
	slices.SortStableFunc(all, order)
	return all
}

// changes are those of the history that can be read.
func (h history) changes() []change {
	var all []change
	for _, raw := range h.Items {
		if c := as[change](raw); c != nil && c.Field != "" {
			all = append(all, *c)
		}
	}
	return all
}

// tell says in our verbs what the changes of one history are, in an order that is always the same.
func (s *subject) tell(changes []change) []feed.Event {
	has := func(field string) bool {
		return slices.ContainsFunc(changes, func(c change) bool { return strings.EqualFold(c.Field, field) })
	}
	var told []feed.Event
	for _, c := range changes {
		switch field := strings.ToLower(c.Field); field {
		case "status":
			told = append(told, s.moved(c, changes)...)
		case "resolution":
			if !has("status") {
				told = append(told, s.resolved(c)...)
			}
		case "timeestimate", "timeoriginalestimate":
			if !has("timespent") {
				told = append(told, clocked(c))
			}
		case "timespent":
			told = append(told, clocked(c))
		case "worklogid":
			if c.To == "" && c.From != "" {
				s.out.retracted = append(s.out.retracted, "worklog/"+string(c.From))
			}
		case "comment":
			if _, err := strconv.Atoi(string(c.From)); err == nil && c.To == "" {
				s.out.retracted = append(s.out.retracted, "comment/"+string(c.From))
			}
		default:
			told = append(told, s.altered(field, c)...)
		}
	}
	return told
}

// moved tells of a change of status, and of what it means: an issue is closed when it comes into a final status, and
// reopened when it leaves the final ones. Where Jira does not say which are final, the resolution tells.
func (s *subject) moved(c change, all []change) []feed.Event {
	told := []feed.Event{{Verb: feed.Moved, From: c.before(), Into: c.after()}}
	was, knewOld := s.final(string(c.From))
	is, knewNew := s.final(string(c.To))
	resolution := change{}
	for _, other := range all {
		if strings.EqualFold(other.Field, "resolution") {
			resolution = other
		}
	}
	if !knewOld && !knewNew {
		was, is = resolution.before() != "", resolution.after() != ""
	}
	return append(told, s.turned(was, is, c.after(), resolution.after())...)
}

// resolved tells of a resolution that was given or taken without a change of status. It closes or reopens the issue only
// on sites that have no final statuses.
func (s *subject) resolved(c change) []feed.Event {
	told := []feed.Event{{Verb: feed.Changed, From: named("resolution", c.before()), Into: named("resolution", c.after())}}
	if len(s.statuses) > 0 {
		return told
	}
	return append(told, s.turned(c.before() != "", c.after() != "", c.after(), c.after())...)
}

// turned tells that an issue was closed or reopened. A decision that is closed was decided, or refused.
func (s *subject) turned(was, is bool, into, resolution string) []feed.Event {
	switch {
	case was && !is:
		return []feed.Event{{Verb: feed.Reopened, Into: into}}
	case was || !is:
		return nil
	}
	told := []feed.Event{{Verb: feed.Closed, Into: cmp.Or(resolution, into)}}
	if s.decision {
		verb := feed.Decided
		if refusals[strings.ToLower(resolution)] {
			verb = feed.Rejected
		}
		told = append(told, feed.Event{Verb: verb, Text: s.title, Into: cmp.Or(resolution, into)})
	}
	return told
}

// refusals are the resolutions of a decision that was not taken.
var refusals = map[string]bool{
	"won't do": true, "won't fix": true, "rejected": true, "declined": true, "cancelled": true, "canceled": true,
}

// final reports whether a status is a final one, and whether that is known.
func (s *subject) final(status string) (is, known bool) {
	is, known = s.statuses[status]
	if !known && status != "" {
		s.strange[status] = true
	}
	return is, known
}

// clocked tells of a change of times, which histories have in seconds.
func clocked(c change) feed.Event {
	name := map[string]string{
		"timespent": "time spent", "timeestimate": "remaining estimate", "timeoriginalestimate": "original estimate",
	}[strings.ToLower(c.Field)]
	value := func(seconds string) string {
		if n, err := strconv.Atoi(seconds); err == nil && n >= 0 {
			return hours(n)
		}
		return seconds
	}
	return feed.Event{Verb: feed.Changed, From: named(name, value(c.before())), Into: named(name, value(c.after()))}
}

// named is a field with its value, or nothing where it has none.
func named(field, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf("%s: %s", field, value)
}
