package asana

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// taskFields are what is asked for of a task.
const taskFields = "name,resource_subtype,approval_status,completed,completed_at,created_at,modified_at,due_on,due_at," +
	"start_on,start_at,notes,html_notes,permalink_url,num_subtasks,dependencies,dependents," +
	"created_by.name,created_by.email,assignee.name,assignee.email,parent.name,tags.name," +
	"memberships.project.name,memberships.section.name,custom_fields.display_value,custom_fields.representation_type"

// A translator puts Asana's objects in our words.
type translator struct {
	web, project string
	since        time.Time
	page         *feed.Page
}

// item is the task as a snapshot.
func (t *translator) item(k task) feed.Item {
	it := feed.Item{
		ID: string(k.GID), Kind: kindOf(string(k.Subtype)), Key: k.key(), Title: cmp.Or(string(k.Name), "Unnamed task"), URL: t.address(k),
		State: feed.StateOpen, Author: k.Author.it.account(), Created: at(k.Created), Updated: at(k.Modified),
		Due: at(k.DueAt),
	}
	it.Status, _ = k.in(t.project)
	if it.Due.IsZero() {
		it.Due = day(k.DueOn)
	}
	if k.Assignee.it.known() {
		it.Owners = []feed.Account{k.Assignee.it.account()}
	}
	if it.Kind == "approval" {
		it.Status = cmp.Or(it.Status, string(k.Approval))
		if k.Approval == "pending" {
			it.Reviewers = it.Owners
		}
	}
	if k.Completed && k.Approval != "changes_requested" { // which Asana calls completed, though it is not over
		it.State, it.Closed = feed.StateClosed, at(k.Finished)
	}
	for _, tag := range k.Tags {
		if name := string(tag.Name); name != "" && !slices.Contains(it.Labels, name) {
			it.Labels = append(it.Labels, name)
		}
	}
	slices.Sort(it.Labels)
	return it
}

// kindOf is Asana's word for a task, without what says nothing.
func kindOf(subtype string) string {
	switch subtype {
	case "", "default_task":
		return "task"
	}
	return subtype
}

// key is what people call the task, in projects that give their tasks ids to be written: ENG-12.
func (k task) key() string {
	for _, f := range k.Fields {
		if f.Form == "custom_id" && f.Display != "" {
			return string(f.Display)
		}
	}
	return ""
}

// address is where people see a task.
func (t *translator) address(k task) string {
	if strings.HasPrefix(string(k.URL), "http") {
		return string(k.URL)
	}
	return t.taskURL(string(k.GID))
}

func (t *translator) taskURL(gid string) string { return t.web + "/0/" + t.project + "/" + gid }

// put puts a task on the page, and that it was opened.
func (t *translator) put(k task) {
	it := t.item(k)
	t.page.Items = append(t.page.Items, it)
	if it.Created.Before(t.since) {
		return
	}
	text, to := markdown(string(k.Rich), string(k.Notes))
	t.page.Events = append(t.page.Events, feed.Event{
		Key: "task/" + it.ID + "/opened", Item: it.ID, Verb: feed.Opened, At: it.Created, Updated: it.Created, By: it.Author, To: to, Text: text,
		URL: it.URL,
	})
}

// projectFields are what is asked for of the project itself.
const projectFields = "name,archived,completed,completed_at,created_at,modified_at,due_on,notes,html_notes,permalink_url,owner.name,owner.email," +
	"current_status_update.status_type"

// A place is the project itself.
type place struct {
	GID       word        `json:"gid"`
	Name      word        `json:"name"`
	Archived  truth       `json:"archived"`
	Completed truth       `json:"completed"`
	Finished  word        `json:"completed_at"`
	Created   word        `json:"created_at"`
	Modified  word        `json:"modified_at"`
	DueOn     word        `json:"due_on"`
	Notes     word        `json:"notes"`
	Rich      word        `json:"html_notes"`
	URL       word        `json:"permalink_url"`
	Owner     maybe[user] `json:"owner"`
	Current   maybe[struct {
		Type word `json:"status_type"`
	}] `json:"current_status_update"`
}

// place puts the project itself on the page.
func (t *translator) place(p place) error {
	created, ok := instant(p.Created)
	if string(p.GID) != t.project || !ok {
		return errors.New("the answer is no project with a gid and a time")
	}
	it := feed.Item{
		ID: t.project, Kind: "project", Title: string(p.Name), URL: cmp.Or(string(p.URL), t.web+"/0/"+t.project), State: feed.StateOpen,
		Status: spaced(string(p.Current.it.Type)), Created: created, Updated: cmp.Or(at(p.Modified), created), Due: day(p.DueOn),
		Closed: at(p.Finished),
	}
	if p.Archived || p.Completed {
		it.State = feed.StateClosed
	}
	if p.Owner.it.known() {
		it.Owners = []feed.Account{p.Owner.it.account()}
	}
	t.page.Items = append(t.page.Items, it)
	if !created.Before(t.since) {
		text, to := markdown(string(p.Rich), string(p.Notes))
		t.page.Events = append(t.page.Events, feed.Event{
			Key: "project/" + it.ID + "/opened", Item: it.ID, Verb: feed.Opened, At: created, Updated: created, To: to, Text: text, URL: it.URL,
		})
	}
	return nil
}

// spaced is a word of the API for people: on_track is "on track".
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }
