package asana

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// choresAtMost is how many chores there may be before tasks are listed on. A page of a list adds two for each task.
const choresAtMost = 50

// What is asked of a single task: the task itself and then its stories; its stories, which are all that happened to it;
// its subtasks; the tasks that it waits for.
const (
	itself       = "fields"
	stories      = "stories"
	subtasks     = "subtasks"
	dependencies = "dependencies"
)

// A chore is something to be asked of a single task, from an offset on.
type chore struct {
	Task   string `json:"i"`
	Do     string `json:"do"`
	Offset string `json:"at,omitempty"`
	// Start is when work on the task is to begin and Made when it was made, for the reading of stories, as long as none of
	// them tells of another start.
	Start string `json:"s,omitempty"`
	Made  int64  `json:"m,omitempty"`
}

// will puts a chore on the list, unless it is on it. Who reads the stories of a task just listed need not read the task.
func (r *reading) will(c chore) {
	same := func(old chore) bool {
		return old.Task == c.Task && (old.Do == c.Do || old.historic() && c.historic())
	}
	i := slices.IndexFunc(r.Chores, same)
	switch {
	case i < 0:
		r.Chores = append(r.Chores, c)
	case c.Do == stories || r.Chores[i].Offset != "":
		r.Chores[i] = c // from the first story on
	}
}

// historic reports whether the chore ends in reading the stories of its task.
func (c chore) historic() bool { return c.Do == itself || c.Do == stories }

// chore does the last of the chores, so that subtasks come before other tasks and there are never many.
func (r *reading) chore(ctx context.Context) error {
	last := len(r.Chores) - 1
	c := r.Chores[last]
	r.Chores = r.Chores[:last]
	var err error
	switch c.Do {
	case itself:
		err = r.one(ctx, c)
	case subtasks:
		err = r.children(ctx, c)
	case dependencies:
		err = r.waits(ctx, c)
	default:
		err = r.history(ctx, c)
	}
	if stale(err) && c.Offset != "" {
		c.Offset = ""
		r.Chores = append(r.Chores, c)
		return nil
	}
	switch no := of(err); {
	case err == nil:
		return nil
	case no != nil && no.absent(): // it was there just now, and is not any more
		r.gone(c.Task)
		return nil
	case c.Do == itself && withheld(err): // it went where we may not follow, and is left to the next sweep
		r.note("the task "+c.Task+" cannot be read any more", err)
		return nil
	case c.Do == dependencies && withheld(err):
		r.note("what the task "+c.Task+" waits for cannot be read", err)
		return nil
	}
	r.Chores = append(r.Chores, c) // for the reading after
	return missing(err, c.Do+" of the task "+c.Task)
}

// gone takes a task off the page and has nothing more asked of it.
func (r *reading) gone(gid string) {
	r.Chores = slices.DeleteFunc(r.Chores, func(c chore) bool { return c.Task == gid })
	r.page.Items = slices.DeleteFunc(r.page.Items, func(it feed.Item) bool { return it.ID == gid })
	r.page.Events = slices.DeleteFunc(r.page.Events, func(e feed.Event) bool { return e.Item == gid })
	if !slices.Contains(r.page.Gone, gid) {
		r.page.Gone = append(r.page.Gone, gid)
	}
}

// one reads a task that an event named. One that has left the project is gone here.
func (r *reading) one(ctx context.Context, c chore) error {
	raw, err := r.api.object(ctx, "/tasks/"+c.Task, taskFields)
	if err != nil {
		return err
	}
	k, err := decodeTask(raw)
	if err != nil || string(k.GID) != c.Task {
		r.page.Rejects = append(r.page.Rejects, reject("task", raw, errors.Join(err, errNotAsked)))
		return nil
	}
	ours, err := r.ours(ctx, k)
	switch {
	case err != nil:
		return err
	case !ours:
		r.gone(c.Task)
		return r.orphans(ctx, k)
	}
	known, err := r.known(ctx, c.Task)
	if err != nil {
		return err
	}
	if _, ok := known[c.Task]; !ok && k.Subtasks > 0 { // it comes with them
		r.will(chore{Task: c.Task, Do: subtasks})
	}
	if !at(k.Modified).Before(r.since) {
		return r.take(ctx, k)
	}
	return nil
}

// ours reports whether a task stands in the project, itself or by a task that it is a part of.
func (r *reading) ours(ctx context.Context, k task) (bool, error) {
	for range subtasksAtMost {
		if _, ok := k.in(r.gid); ok {
			return true, nil
		}
		parent := string(k.Parent.it.GID)
		if parent == "" {
			return false, nil
		}
		known, err := r.known(ctx, parent)
		if err != nil {
			return false, err
		}
		if _, ok := known[parent]; ok {
			return true, nil
		}
		raw, err := r.api.object(ctx, "/tasks/"+parent, "created_at,modified_at,parent.name,memberships.project.name")
		if withheld(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if k, err = decodeTask(raw); err != nil {
			return false, nil //nolint:nilerr // what cannot be understood is not in the project
		}
	}
	return false, nil
}

// subtasksAtMost is how deep subtasks may lie in each other; Asana allows five levels.
const subtasksAtMost = 6

var errNotAsked = errors.New("it is not the one that was asked for")

// orphans takes the subtasks of a task off that has left the project.
func (r *reading) orphans(ctx context.Context, k task) error {
	if k.Subtasks == 0 {
		return nil
	}
	found, err := r.api.page(ctx, "/tasks/"+string(k.GID)+"/subtasks", url.Values{}, taskFields, "", r.size)
	if withheld(err) {
		return nil
	}
	for _, child := range r.tasks(found.rows) {
		if _, ok := child.in(r.gid); !ok {
			r.gone(string(child.GID))
		}
	}
	return err
}

// children reads a page of the subtasks of a task.
func (r *reading) children(ctx context.Context, c chore) error {
	found, err := r.api.page(ctx, "/tasks/"+c.Task+"/subtasks", url.Values{}, taskFields, c.Offset, r.size)
	if err != nil {
		return err
	}
	if found.next != "" {
		r.will(chore{Task: c.Task, Do: subtasks, Offset: found.next})
	}
	tasks := r.tasks(found.rows)
	unchanged, err := r.unchanged(ctx, walk{Again: !r.First}, tasks)
	if err != nil {
		return err
	}
	for _, k := range tasks {
		if !unchanged[string(k.GID)] && !at(k.Modified).Before(r.since) {
			if err := r.take(ctx, k); err != nil {
				return err
			}
		}
		if k.Subtasks > 0 {
			r.will(chore{Task: string(k.GID), Do: subtasks})
		}
	}
	return nil
}

// history reads a page of the stories of a task.
func (r *reading) history(ctx context.Context, c chore) error {
	found, err := r.api.page(ctx, "/tasks/"+c.Task+"/stories", url.Values{}, storyFields, c.Offset, r.size)
	if err != nil {
		return err
	}
	for _, raw := range found.rows {
		if s := (story{}); json.Unmarshal(raw, &s) == nil && s.restarts() {
			c.Start = ""
		}
		if err := r.story(c.Task, raw); err != nil {
			broken := reject("story", raw, err)
			broken.Key = strings.Replace(broken.Key, "story ", "story "+c.Task+"/", 1)
			r.page.Rejects = append(r.page.Rejects, broken)
		}
	}
	if found.next == "" {
		r.begins(c)
		return nil
	}
	c.Offset = found.next
	r.Chores = append(r.Chores, c)
	return nil
}
