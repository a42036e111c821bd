package asana

import (
	"net/http"
	"slices"
	"time"
)

// project finds a project that is named in the path, or in a parameter.
func (a *ask) project(gid, param string) (*project, error) {
	p := a.draw.ledger.project(gid)
	switch {
	case p == nil && param == "":
		return nil, unknown("project", gid)
	case p == nil && gid == "":
		return nil, invalid(param + ": Missing input")
	case p == nil:
		return nil, invalid(param + ": Unknown object: " + gid)
	}
	return p, nil
}

func (a *ask) ofProjects() (any, error) {
	if a.part(1) == "" {
		if w := a.query.Get("workspace"); w != "" && w != Workspace() {
			return nil, invalid("workspace: Unknown object: " + w)
		}
		return a.projects()
	}
	p, err := a.project(a.part(1), "")
	if err != nil {
		return nil, err
	}
	switch a.part(2) {
	case "":
		return a.one(a.draw.project(p))
	case "sections":
		var all []object
		for _, s := range p.sections {
			all = append(all, a.draw.section(p, s))
		}
		return a.list(all)
	case "tasks":
		return a.tasks(p.tasks)
	case "task_counts":
		return a.counts(p)
	case "events":
		return a.events(p.gid)
	case "project_statuses", "custom_field_settings", "project_memberships":
		return a.list(nil)
	}
	return nil, a.noRoute()
}

// counts are how many tasks there are; nothing is counted that is not asked for.
func (a *ask) counts(p *project) (any, error) {
	done := 0
	for _, t := range p.tasks {
		if t.completed() {
			done++
		}
	}
	if a.query.Get("opt_fields") == "" {
		return object{"data": object{}}, nil
	}
	return a.one(object{"num_tasks": len(p.tasks), "num_completed_tasks": done, "num_incomplete_tasks": len(p.tasks) - done, "num_milestones": 0})
}

func (a *ask) ofSection() (any, error) {
	gid := a.part(1)
	for _, p := range a.draw.ledger.projects {
		for _, s := range p.sections {
			switch {
			case s.gid != gid:
			case a.part(2) == "":
				return a.one(a.draw.section(p, s))
			case a.part(2) == "tasks":
				return a.tasks(in(p, s))
			}
		}
	}
	return nil, unknown("section", gid)
}

// in are the tasks of a section.
func in(p *project, s *section) (found []*task) {
	for _, t := range p.tasks {
		if t.section == s {
			found = append(found, t)
		}
	}
	return found
}

func (a *ask) ofTasks() (any, error) {
	if a.part(1) == "" {
		return a.found()
	}
	t := a.draw.ledger.tasks[a.part(1)]
	if t == nil {
		return nil, unknown("task", a.part(1))
	}
	switch a.part(2) {
	case "":
		return a.one(a.draw.task(t))
	case "stories":
		all := slices.Clone(t.stories)
		slices.SortStableFunc(all, func(x, y *story) int { return x.at.Compare(y.at) })
		var found []object
		for _, s := range all {
			found = append(found, a.draw.story(t, s))
		}
		return a.list(found)
	case "subtasks":
		return a.tasks(t.subtasks)
	case "projects":
		if t.section == nil {
			return a.list(nil)
		}
		return a.list([]object{a.draw.project(t.project)})
	case "tags":
		var found []object
		for _, name := range t.tags {
			found = append(found, a.draw.ledger.tag(name))
		}
		return a.list(found)
	case "dependencies":
		return a.tasks(t.dependencies)
	case "dependents":
		return a.tasks(t.dependents)
	case "attachments":
		return a.list(nil)
	}
	return nil, a.noRoute()
}

// found lists the tasks of a project, of a section, or of somebody.
func (a *ask) found() (any, error) {
	q := a.query
	switch {
	case q.Get("project") != "":
		p, err := a.project(q.Get("project"), "project")
		if err != nil {
			return nil, err
		}
		return a.tasks(p.tasks)
	case q.Get("section") != "":
		a.path = []string{"sections", q.Get("section"), "tasks"}
		return a.ofSection()
	case q.Get("assignee") != "" && q.Get("workspace") != "":
		var found []*task
		who := q.Get("assignee")
		if who == "me" {
			who = a.draw.ledger.users[0].gid
		}
		for _, p := range a.draw.ledger.projects {
			for _, t := range p.tasks {
				if t.assignee != nil && t.assignee.gid == who {
					found = append(found, t)
				}
			}
		}
		return a.tasks(found)
	}
	return nil, invalid("You should specify one of project, tag, section, user_task_list, or assignee + workspace")
}

// tasks lists tasks that were modified and completed since when it is asked for.
func (a *ask) tasks(all []*task) (any, error) {
	modified, err := a.since("modified_since")
	if err != nil {
		return nil, err
	}
	completed, err := a.since("completed_since")
	if err != nil {
		return nil, err
	}
	var found []object
	for _, t := range all {
		old := !completed.IsZero() && t.completed() && t.finished.Before(completed)
		if !old && !t.modified.Before(modified) {
			found = append(found, a.draw.task(t))
		}
	}
	return a.list(found)
}

// since is a time that a parameter says; now is the end of all times.
func (a *ask) since(param string) (time.Time, error) {
	text := a.query.Get(param)
	switch text {
	case "":
		return time.Time{}, nil
	case "now":
		return time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.Parse(form, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, invalid(param + ": Not a valid datetime: " + text)
}

func (a *ask) ofStory() (any, error) {
	for _, t := range a.draw.ledger.tasks {
		for _, s := range t.stories {
			if s.gid == a.part(1) {
				return a.one(a.draw.story(t, s))
			}
		}
	}
	return nil, &refusal{status: http.StatusNotFound, said: "story: Unknown object: " + a.part(1)}
}
