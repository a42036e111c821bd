package jira

import (
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// noise are fields whose changes nobody reads about: the order of a board, and what Jira keeps for itself.
var noise = map[string]bool{
	"rank": true, "workflow": true, "worklogtimespent": true, "global rank": true, "lastviewed": true, "votes": true,
	"watchers": true, "request participants": true, "development": true, "work ratio": true, "σ progress": true,
}

// altered tells of the change of a field, which is given in small letters.
func (s *subject) altered(field string, c change) []feed.Event {
	switch field {
	case "assignee":
		return s.assigned(c)
	case "summary":
		return []feed.Event{{Verb: feed.Renamed, From: c.before(), Into: c.after()}}
	case "description":
		return []feed.Event{{Verb: feed.Edited}}
	case "labels":
		return differ(strings.Fields(string(c.Old)), strings.Fields(string(c.New)), feed.Unlabeled, feed.Labeled)
	case "duedate":
		return planned(c.before(), c.after())
	case "sprint":
		return resprinted(c)
	case "fix version", "fix version/s":
		return planned(c.before(), c.after())
	case "attachment":
		if c.after() == "" {
			return []feed.Event{{Verb: feed.Changed, From: named("attachment", c.before())}}
		}
		return []feed.Event{{Verb: feed.Attached, Into: c.after()}}
	case "flagged":
		if c.after() == "" {
			return []feed.Event{{Verb: feed.Resumed, From: c.before()}}
		}
		return []feed.Event{{Verb: feed.Paused, Into: c.after()}}
	case "link", "remoteissuelink", "remoteworkitemlink", "epic link", "epic child", "parent", "parent link", "issueparentassociation":
		return linked(c)
	}
	if noise[field] {
		return nil
	}
	return []feed.Event{{Verb: feed.Changed, From: named(c.Field, c.before()), Into: named(c.Field, c.after())}}
}

// assigned tells who lost the issue and who got it.
func (s *subject) assigned(c change) []feed.Event {
	var told []feed.Event
	if c.before() != "" {
		told = append(told, feed.Event{Verb: feed.Unassigned, To: []feed.Account{s.people.find(string(c.From), string(c.Old))}})
	}
	if c.after() != "" {
		told = append(told, feed.Event{Verb: feed.Assigned, To: []feed.Account{s.people.find(string(c.To), string(c.New))}})
	}
	return told
}

// differ tells what a list lost and what it got.
func differ(before, after []string, lost, got feed.Verb) []feed.Event {
	var told []feed.Event
	for _, name := range before {
		if !slices.Contains(after, name) {
			told = append(told, feed.Event{Verb: lost, Into: name})
		}
	}
	for _, name := range after {
		if !slices.Contains(before, name) {
			told = append(told, feed.Event{Verb: got, Into: name})
		}
	}
	return told
}

// planned tells of a date or version: what it was and what it is to be.
func planned(before, after string) []feed.Event {
	if after == "" {
		return []feed.Event{{Verb: feed.Unscheduled, From: midnight(before)}}
	}
	return []feed.Event{{Verb: feed.Scheduled, From: midnight(before), Into: midnight(after)}}
}

// midnight is a date without the time that Jira puts behind it.
func midnight(date string) string {
	date, _, _ = strings.Cut(date, " 00:00:00")
	return date
}

// resprinted tells of a change of sprints. The lists name the finished sprints too, in which the issue was.
func resprinted(c change) []feed.Event {
	split := func(list string) []string {
		return slices.DeleteFunc(strings.Split(list, ", "), func(name string) bool { return name == "" })
	}
	before, after := split(string(c.Old)), split(string(c.New))
	only := func(some, others []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(some), func(name string) bool { return slices.Contains(others, name) }), ", ")
	}
	left, joined := only(before, after), only(after, before)
	if left == "" && joined == "" {
		return nil
	}
	return planned(left, joined)
}

// linked tells of a link between issues, or to a page elsewhere. Jira has the link in a sentence.
func linked(c change) []feed.Event {
	var told []feed.Event
	for _, side := range []struct {
		verb        feed.Verb
		id, wording string
	}{{feed.Unlinked, string(c.From), string(c.Old)}, {feed.Linked, string(c.To), string(c.New)}} {
		e := feed.Event{Verb: side.verb, Into: side.id, Text: side.wording}
		switch {
		case side.id == "" && side.wording == "":
			continue
		case !strings.Contains(side.id, "-") || side.wording == "": // an id that says nothing to people
			e.Into, e.Text = side.wording, ""
			if e.Into == "" {
				e.Into = side.id
			}
		case side.wording == side.id:
			e.Text = ""
		}
		told = append(told, e)
	}
	return told
}
