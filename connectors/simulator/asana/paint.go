package asana

import (
	"maps"
	"time"
)

// A painter makes Asana's objects, with all their fields: what is asked for is picked out of them.
type painter struct {
	base   string
	ledger *ledger
	refer  func(work int) string
}

func (p painter) permalink(t *task) string { return p.base + "/0/" + t.project.gid + "/" + t.gid }

// compactUser is somebody. Asana shows addresses to those who share a workspace.
func compactUser(u *user) any {
	if u == nil {
		return nil
	}
	o := object{"gid": u.gid, "name": u.name, "resource_type": "user", "email": nil}
	if u.email != "" {
		o["email"] = u.email
	}
	return o
}

func (p painter) user(u *user) object {
	o, _ := compactUser(u).(object)
	o["photo"] = nil
	o["workspaces"] = []any{workspace()}
	return o
}

func workspace() object {
	return object{"gid": Workspace(), "name": "Moorline", "resource_type": "workspace", "is_organization": true, "email_domains": []any{"moorline.example"}}
}

func compactProject(p *project) object {
	return object{"gid": p.gid, "name": p.Title, "resource_type": "project"}
}

func (p painter) project(one *project) object {
	o := compactProject(one)
	notes := "A plan of a company that does not exist."
	maps.Copy(o, object{
		"archived": false, "color": "dark-teal", "completed": false, "completed_at": nil, "completed_by": nil, "created_at": instant(one.made),
		"modified_at": instant(one.made), "due_on": nil, "due_date": nil, "start_on": nil, "notes": notes, "html_notes": "<body>" + notes + "</body>",
		"public": true, "default_view": "list", "owner": compactUser(p.ledger.users[0]), "permalink_url": p.base + "/0/" + one.gid + "/list",
		"current_status": nil, "current_status_update": nil, "custom_fields": []any{}, "custom_field_settings": []any{}, "followers": []any{},
		"members": p.members(), "workspace": workspace(), "team": object{"gid": gid("team", "moorline"), "name": "Moorline", "resource_type": "team"},
	})
	return o
}

func (p painter) members() (all []any) {
	for _, u := range p.ledger.users {
		all = append(all, compactUser(u))
	}
	return all
}

func (p painter) section(one *project, s *section) object {
	o := compactSection(s)
	o["created_at"], o["project"] = instant(one.made), compactProject(one)
	return o
}

func compactTask(t *task) any {
	if t == nil {
		return nil
	}
	return object{"gid": t.gid, "name": t.name, "resource_type": "task", "resource_subtype": t.subtype}
}

// only are tasks of which nothing but the gid is told.
func only(tasks []*task) []any {
	some := []any{}
	for _, t := range tasks {
		some = append(some, object{"gid": t.gid, "resource_type": "task"})
	}
	return some
}

func (p painter) task(t *task) object {
	o, _ := compactTask(t).(object)
	tags, memberships, projects := []any{}, []any{}, []any{}
	for _, name := range t.tags {
		tags = append(tags, p.ledger.tag(name))
	}
	if t.section != nil {
		projects = append(projects, compactProject(t.project))
		memberships = append(memberships, object{"project": compactProject(t.project), "section": compactSection(t.section)})
	}
	var finished any
	if t.completed() {
		finished = instant(t.finished)
	}
	maps.Copy(o, object{
		"assignee": compactUser(t.assignee), "assignee_status": "upcoming", "completed": t.completed(), "completed_at": finished,
		"completed_by": compactUser(t.finisher), "created_at": instant(t.made), "created_by": compactUser(t.author), "custom_fields": []any{},
		"dependencies": only(t.dependencies), "dependents": only(t.dependents), "due_at": nil, "due_on": day(t.due), "start_at": nil,
		"start_on": day(t.start), "followers": []any{},
		"hearted": false, "hearts": []any{}, "liked": false, "likes": []any{}, "num_hearts": 0, "num_likes": 0, "memberships": memberships,
		"modified_at": instant(t.modified), "notes": p.plain(t.notes), "html_notes": p.rich(t.notes), "num_subtasks": len(t.subtasks),
		"parent": compactTask(t.parent), "permalink_url": p.permalink(t), "projects": projects, "tags": tags, "workspace": workspace(),
	})
	if t.approval != "" {
		o["approval_status"] = t.approval
	}
	return o
}

func (p painter) story(t *task, s *story) object {
	o := object{
		"gid": s.gid, "resource_type": "story", "resource_subtype": s.subtype, "type": "system", "created_at": instant(s.at),
		"created_by": compactUser(s.by), "target": compactTask(t), "source": "web", "hearted": false, "hearts": []any{}, "num_hearts": 0,
		"liked": false, "likes": []any{}, "num_likes": 0, "previews": []any{},
	}
	said := words(t, s)
	o["text"], o["html_text"] = said, "<body>"+escape(said)+"</body>"
	if s.subtype == "comment_added" {
		o["type"], o["is_edited"], o["is_editable"], o["is_pinned"], o["sticker_name"] = "comment", s.edited, false, false, nil
		o["text"], o["html_text"] = p.plain(s.text), p.rich(s.text)
	}
	maps.Copy(o, s.fields)
	return o
}

// words are how Asana tells a story that nobody wrote.
func words(t *task, s *story) string {
	who := "Asana"
	if s.by != nil {
		who = s.by.name
	}
	name := func(field string) string {
		o, _ := s.fields[field].(object)
		said, _ := o["name"].(string)
		return said
	}
	switch s.subtype {
	case "added_to_project":
		return who + " added to " + t.project.Title
	case "assigned":
		return who + " assigned to " + name("assignee")
	case "unassigned":
		return who + " unassigned from " + name("assignee")
	case "section_changed":
		return who + " moved this task from “" + name("old_section") + "” to “" + name("new_section") + "” in " + t.project.Title
	case "marked_complete":
		return who + " completed this task"
	case "marked_incomplete":
		return who + " marked this task incomplete"
	case "name_changed":
		said, _ := s.fields["new_name"].(string)
		return who + " changed the name to “" + said + "”"
	case "notes_changed":
		return who + " changed the description"
	case "due_date_changed":
		return who + " changed the due date"
	case "start_date_changed":
		return who + " changed the start date"
	case "dependency_added":
		return who + " marked this as dependent on " + name("dependency")
	case "dependent_added":
		return who + " marked this as a dependency of " + name("dependency")
	case "subtask_added":
		return who + " added subtask to task: " + name("task")
	case "added_to_tag":
		return who + " added to " + name("tag")
	case "removed_from_tag":
		return who + " removed from " + name("tag")
	case "approval_status_changed":
		if s.fields["new_approval_status"] == "approved" {
			return who + " approved this"
		}
		return who + " requested changes"
	}
	return who + " did something"
}

// event is what the stream tells.
func (p painter) event(e event) object {
	o := object{
		"action": e.action, "type": e.kind, "created_at": instant(e.at), "user": compactUser(e.by), "parent": nil,
		"resource": object{"gid": e.gid, "resource_type": e.kind, "resource_subtype": e.subtype},
	}
	if e.parent != "" {
		o["parent"] = object{"gid": e.parent, "resource_type": e.parentKind}
	}
	if e.field != "" {
		o["change"] = object{"field": e.field, "action": "changed"}
	}
	return o
}

// instant is a time as Asana writes it.
func instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
