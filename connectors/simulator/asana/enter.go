package asana

import (
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// enter takes the next act of the life.
func (l *ledger) enter(a world.Act) {
	l.read = a.ID
	i := slices.IndexFunc(l.projects, func(p *project) bool { return p.Name == a.Project })
	if i < 0 {
		return
	}
	if a.Deed == world.Opened {
		l.open(l.projects[i], a)
		return
	}
	t := l.works[a.Work]
	if t == nil || l.tasks[t.gid] == nil {
		return
	}
	w := &writer{ledger: l, task: t, act: a, by: l.byHandle[a.By]}
	switch a.Deed {
	case world.Commented, world.Reviewed, world.Remarked, world.Replied:
		w.comment()
	case world.Approved:
		w.decide("approved")
	case world.Refused:
		w.decide("changes_requested")
	case world.Edited:
		w.edit()
	case world.Unsaid:
		w.unsay()
	case world.Assigned, world.Asked:
		for _, handle := range a.To {
			w.assign(l.byHandle[handle])
		}
	case world.Unassigned, world.Unasked:
		w.assign(nil)
	case world.Listed, world.Ticked, world.Unticked:
		w.tick()
	case world.Handed:
		w.hand()
	case world.Awaited:
		w.depend()
	case world.Binned:
		w.bin(t)
	default:
		w.update()
	}
}

// A writer writes down what one act does to a task, in as many stories as it takes, a millisecond apart.
type writer struct {
	*ledger
	task *task
	act  world.Act
	by   *user
	n    int
}

// story writes a story, and tells the stream of it.
func (w *writer) story(subtype string, fields object) *story {
	s := &story{
		gid: gid("story", fmt.Sprint(w.act.ID, " ", w.n)), subtype: subtype, at: w.act.At.Add(time.Duration(w.n) * time.Millisecond), by: w.by,
		fields: fields,
	}
	w.n++
	w.task.stories = append(w.task.stories, s)
	w.tell(event{action: "added", kind: "story", gid: s.gid, subtype: subtype, parent: w.task.gid, parentKind: "task"})
	w.touch(s.at)
	return s
}

// tell puts an event about the task into the stream.
func (w *writer) tell(e event) {
	e.at, e.by, e.task = w.act.At, w.by, w.task.gid
	w.task.project.events = append(w.task.project.events, e)
}

// touch moves the time of the task.
func (w *writer) touch(at time.Time) {
	if at.After(w.task.modified) {
		w.task.modified = at
	}
	w.tell(event{action: "changed", kind: "task", gid: w.task.gid, subtype: w.task.subtype, field: "story"})
}

// open makes a task in the first section.
func (l *ledger) open(p *project, a world.Act) {
	t := &task{
		project: p, gid: taskGID(p.Name, a.Number), number: a.Number, work: a.Work, subtype: "default_task", name: a.Name, notes: a.Text,
		section: p.sections[0], author: l.byHandle[a.By], made: a.At, modified: a.At,
	}
	if a.Kind == world.Assent {
		t.subtype, t.approval = "approval", "pending"
	}
	p.tasks = append(p.tasks, t)
	l.works[a.Work], l.opened[a.ID], l.tasks[t.gid] = t, t, t
	w := &writer{ledger: l, task: t, act: a, by: t.author}
	w.tell(event{action: "added", kind: "task", gid: t.gid, subtype: t.subtype, parent: p.gid, parentKind: "project"})
	w.tell(event{action: "added", kind: "task", gid: t.gid, subtype: t.subtype, parent: t.section.gid, parentKind: "section"})
	w.story("added_to_project", object{"project": object{"gid": p.gid, "name": p.Title, "resource_type": "project"}})
}

func (w *writer) comment() {
	if w.act.Text == "" {
		return
	}
	s := w.story("comment_added", nil)
	s.text = w.act.Text
	w.said[w.act.ID] = s
}

// decide says yes or no to an approval, and why. A task that is none is commented only.
func (w *writer) decide(status string) {
	if t := w.task; t.subtype == "approval" && t.approval != status {
		was := t.approval
		t.approval = status
		w.complete(status != "pending")
		w.story("approval_status_changed", object{"old_approval_status": was, "new_approval_status": status})
	}
	w.comment()
}

// complete sets whether the task is done, without a story.
func (w *writer) complete(done bool) {
	w.task.finished, w.task.finisher = time.Time{}, nil
	if done {
		w.task.finished, w.task.finisher = w.act.At, w.by
	}
}

// mark completes the task or takes that back, with a story.
func (w *writer) mark(done bool) {
	if w.task.completed() == done {
		return
	}
	w.complete(done)
	if w.task.approval != "" { // the two are kept in sync
		w.task.approval = map[bool]string{true: "approved", false: "pending"}[done]
	}
	w.story(map[bool]string{true: "marked_complete", false: "marked_incomplete"}[done], nil)
}

// edit rewrites a comment, which leaves no story and does not move the time of its task, or the notes.
func (w *writer) edit() {
	switch said := w.said[w.act.About]; {
	case said != nil:
		said.text, said.edited = w.act.Text, true
		w.tell(event{action: "changed", kind: "story", gid: said.gid, subtype: said.subtype, parent: w.task.gid, parentKind: "task", field: "text"})
	case w.opened[w.act.About] == w.task:
		w.task.notes = w.act.Text
		w.story("notes_changed", nil)
	}
}

// unsay deletes a comment.
func (w *writer) unsay() {
	said := w.said[w.act.About]
	if said == nil {
		return
	}
	delete(w.said, w.act.About)
	w.task.stories = slices.DeleteFunc(w.task.stories, func(s *story) bool { return s == said })
	w.tell(event{action: "deleted", kind: "story", gid: said.gid, subtype: said.subtype, parent: w.task.gid, parentKind: "task"})
	w.touch(w.act.At)
}

// assign gives the task to somebody, for it can be one's only, or to nobody.
func (w *writer) assign(to *user) {
	was := w.task.assignee
	w.task.assignee = to
	switch {
	case to != nil && to != was:
		w.story("assigned", object{"assignee": compactUser(to)})
	case to == nil && was != nil:
		w.story("unassigned", object{"assignee": compactUser(was)})
	}
}

// tick makes a subtask of a line of the checklist, or completes it.
func (w *writer) tick() {
	t := w.task
	i := slices.IndexFunc(t.subtasks, func(s *task) bool { return s.name == w.act.Name })
	if i < 0 {
		i = len(t.subtasks)
		s := &task{
			project: t.project, parent: t, gid: gid("subtask", fmt.Sprint(t.gid, " ", w.act.Name)), subtype: "default_task", name: w.act.Name,
			author: w.by, made: w.act.At, modified: w.act.At,
		}
		t.subtasks = append(t.subtasks, s)
		w.tasks[s.gid] = s
		w.story("subtask_added", object{"task": object{"gid": s.gid, "name": s.name, "resource_type": "task", "resource_subtype": s.subtype}})
		w.tell(event{action: "added", kind: "task", gid: s.gid, subtype: s.subtype, parent: t.gid, parentKind: "task"})
	}
	if w.act.Deed != world.Listed {
		line := &writer{ledger: w.ledger, task: t.subtasks[i], act: w.act, by: w.by, n: w.n}
		line.mark(w.act.Deed == world.Ticked)
	}
}

// hand gives the subtask that is a line of the checklist to somebody.
func (w *writer) hand() {
	i := slices.IndexFunc(w.task.subtasks, func(s *task) bool { return s.name == w.act.Name })
	if i < 0 {
		return
	}
	line := &writer{ledger: w.ledger, task: w.task.subtasks[i], act: w.act, by: w.by}
	for _, handle := range w.act.To {
		line.assign(w.byHandle[handle])
	}
}

// depend makes the task wait for another one. That the other is done is told by none but itself.
func (w *writer) depend() {
	on := w.opened[w.act.About]
	if on == nil || on == w.task || slices.Contains(w.task.dependencies, on) {
		return
	}
	w.task.dependencies, on.dependents = append(w.task.dependencies, on), append(on.dependents, w.task)
	w.story("dependency_added", object{"dependency": compactTask(on)})
	other := &writer{ledger: w.ledger, task: on, act: w.act, by: w.by, n: w.n}
	other.story("dependent_added", object{"dependency": compactTask(w.task)})
}

// bin deletes a task with its subtasks.
func (w *writer) bin(t *task) {
	for _, on := range t.dependencies {
		on.dependents = slices.DeleteFunc(on.dependents, func(one *task) bool { return one == t })
	}
	for _, on := range t.dependents {
		on.dependencies = slices.DeleteFunc(on.dependencies, func(one *task) bool { return one == t })
	}
	for _, s := range t.subtasks {
		w.bin(s)
	}
	delete(w.tasks, t.gid)
	t.project.tasks = slices.DeleteFunc(t.project.tasks, func(one *task) bool { return one == t })
	w.tell(event{action: "deleted", kind: "task", gid: t.gid, subtype: t.subtype})
}

// update changes a field of the task. A rule of the project completes what reaches the last section.
func (w *writer) update() {
	t := w.task
	switch w.act.Deed {
	case world.Renamed:
		was := t.name
		t.name = w.act.Name
		w.story("name_changed", object{"old_name": was, "new_name": t.name})
	case world.Moved:
		from, into := t.section, t.project.section(w.act.Name)
		if from == into {
			return
		}
		t.section = into
		w.story("section_changed", object{
			"old_section": compactSection(from), "new_section": compactSection(into),
			"project": object{"gid": t.project.gid, "name": t.project.Title, "resource_type": "project"},
		})
		if t.approval == "" {
			w.mark(t.project.Finished(into.name))
		}
	case world.Dated:
		was := t.dates()
		t.due = w.act.Due
		w.story("due_date_changed", object{"old_dates": was, "new_dates": t.dates()})
	case world.Deferred:
		was := t.dates()
		t.start = w.act.Due
		w.story("start_date_changed", object{"old_dates": was, "new_dates": t.dates()})
	case world.Closed, world.Reopened:
		w.mark(w.act.Deed == world.Closed)
	case world.Labelled:
		if !slices.Contains(t.tags, w.act.Name) {
			t.tags = append(t.tags, w.act.Name)
			w.story("added_to_tag", object{"tag": w.tag(w.act.Name)})
		}
	case world.Unlabelled:
		if i := slices.Index(t.tags, w.act.Name); i >= 0 {
			t.tags = slices.Delete(t.tags, i, i+1)
			w.story("removed_from_tag", object{"tag": w.tag(w.act.Name)})
		}
	}
}

func (l *ledger) tag(name string) object {
	return object{"gid": gid("tag", name), "name": name, "resource_type": "tag"}
}

func compactSection(s *section) object {
	return object{"gid": s.gid, "name": s.name, "resource_type": "section"}
}

// dates are the dates of the task as a story has them; null where there are none.
func (t *task) dates() object {
	return object{"due_on": day(t.due), "due_at": nil, "start_on": day(t.start)}
}

// day is a date as Asana writes it; null where there is none.
func day(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format(time.DateOnly)
}
