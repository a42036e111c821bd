package jira

import (
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// enter takes the next act of the world.
func (l *ledger) enter(a world.Act) {
	l.read = a.ID
	if a.Project != l.place {
		return
	}
	if a.Deed == world.Opened {
		l.open(a)
		return
	}
	on := l.byWork[a.Work]
	if on == nil {
		return
	}
	switch a.Deed {
	case world.Commented, world.Replied, world.Reviewed, world.Approved, world.Refused:
		if a.Text == "" {
			return
		}
		r := &remark{id: commentIDs + a.ID, by: a.By, body: a.Text, at: a.At, updated: a.At}
		on.comments = append(on.comments, r)
		l.remarks[a.ID] = r
	case world.Edited:
		l.edit(on, a)
	case world.Unsaid:
		gone := l.remarks[a.About]
		on.comments = slices.DeleteFunc(on.comments, func(r *remark) bool { return r == gone })
	case world.Binned:
		delete(l.byWork, a.Work)
		l.issues = slices.DeleteFunc(l.issues, func(is *issue) bool { return is == on })
		return
	default:
		items := l.change(on, a)
		if len(items) == 0 {
			return
		}
		on.histories = append(on.histories, &history{id: historyIDs + a.ID, by: a.By, at: a.At, items: items})
	}
	on.updated = a.At
}

// open enters a new issue.
func (l *ledger) open(a world.Act) {
	is := &issue{
		id: issueIDs + a.ID, number: a.Number, act: a, title: a.Name, body: a.Text, status: l.columns[0],
		created: a.At, updated: a.At, statusChanged: a.At,
	}
	l.issues = append(l.issues, is)
	l.byWork[a.Work] = is
	l.acts[a.ID] = is
}

// edit enters the rewriting of a description or a comment.
func (l *ledger) edit(on *issue, a world.Act) {
	if r := l.remarks[a.About]; r != nil {
		r.body, r.updated = a.Text, a.At
		return
	}
	if l.acts[a.About] == on {
		on.histories = append(on.histories, &history{id: historyIDs + a.ID, by: a.By, at: a.At, items: []change{
			{field: "description", id: "description", old: on.body, show: a.Text},
		}})
		on.body = a.Text
	}
}

// change enters what is in the history only, and returns what it says there.
func (l *ledger) change(on *issue, a world.Act) []change {
	switch a.Deed {
	case world.Moved:
		return l.move(on, a, a.Name)
	case world.Closed:
		return l.move(on, a, l.columns[len(l.columns)-1])
	case world.Reopened:
		return l.move(on, a, l.columns[0])
	case world.Assigned, world.Unassigned:
		to := ""
		if a.Deed == world.Assigned && len(a.To) > 0 {
			to = a.To[0]
		}
		if to == on.assigned {
			return nil
		}
		c := change{
			field: "assignee", id: "assignee", from: l.account(on.assigned), old: l.people[on.assigned].Name,
			to: l.account(to), show: l.people[to].Name,
		}
		on.assigned = to
		return []change{c}
	case world.Labelled, world.Unlabelled:
		label := strings.ReplaceAll(a.Name, " ", "-") // labels of Jira have no blanks
		if slices.Contains(on.labels, label) == (a.Deed == world.Labelled) {
			return nil
		}
		labels := slices.DeleteFunc(slices.Clone(on.labels), func(s string) bool { return s == label })
		if a.Deed == world.Labelled {
			labels = append(labels, label)
		}
		c := change{field: "labels", id: "labels", old: strings.Join(on.labels, " "), show: strings.Join(labels, " ")}
		on.labels = labels
		return []change{c}
	case world.Renamed:
		c := change{field: "summary", id: "summary", old: on.title, show: a.Name}
		on.title = a.Name
		return []change{c}
	case world.Dated:
		c := change{field: "duedate", id: "duedate", from: date(on.due), old: midnight(on.due), to: date(a.Due), show: midnight(a.Due)}
		on.due = a.Due
		return []change{c}
	case world.Scheduled, world.Unscheduled:
		version := a.Name
		if a.Deed == world.Unscheduled {
			version = ""
		}
		c := change{field: "Fix Version", id: "fixVersions", from: on.version, old: on.version, to: version, show: version}
		on.version = version
		return []change{c}
	}
	return nil
}

// move enters a change of status, which gives a resolution where the status is a final one.
func (l *ledger) move(on *issue, a world.Act, into string) []change {
	if into == on.status || !slices.Contains(l.columns, into) {
		return nil
	}
	items := []change{{
		field: "status", id: "status", from: l.statusID(on.status), old: on.status, to: l.statusID(into), show: into,
	}}
	was, is := l.done(on.status), l.done(into)
	switch {
	case is && !was:
		items = append(items, change{field: "resolution", id: "resolution", to: "10000", show: "Done"})
		on.resolved = a.At
	case was && !is:
		items = append(items, change{field: "resolution", id: "resolution", from: "10000", old: "Done"})
		on.resolved = time.Time{}
	}
	on.status, on.statusChanged = into, a.At
	return items
}

// date is a day as Jira writes it, midnight the same as it stands in histories.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func midnight(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return date(t) + " 00:00:00.0"
}
