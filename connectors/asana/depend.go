package asana

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// An awaited is a task that another one waits for.
type awaited struct {
	thing
	Completed truth `json:"completed"`
	Finished  word  `json:"completed_at"`
	Approval  word  `json:"approval_status"`
}

// waitThread is the thread of a task that tells of another one, which it waits for.
func waitThread(on word) string {
	if on == "" {
		return ""
	}
	return "dependency/" + string(on)
}

// done is when the task was done, and zero while it is not. An approval that is sent back is not.
func (a awaited) done() time.Time {
	if !a.Completed || a.Approval == "changes_requested" {
		return time.Time{}
	}
	return at(a.Finished)
}

// awaited is the task as one that others wait for.
func (k task) awaited() awaited {
	return awaited{thing{k.GID, k.Name}, k.Completed, k.Finished, k.Approval}
}

// waits reads a page of the tasks that a task waits for. Which of them are done no story tells.
func (r *reading) waits(ctx context.Context, c chore) error {
	const fields = "name,completed,completed_at,approval_status"
	found, err := r.api.page(ctx, "/tasks/"+c.Task+"/dependencies", url.Values{}, fields, c.Offset, r.size)
	if err != nil {
		return err
	}
	for _, raw := range found.rows {
		var on awaited
		if json.Unmarshal(raw, &on) != nil || !gidForm.MatchString(string(on.GID)) {
			broken := reject("dependency", raw, errors.New("it has no gid"))
			broken.Key = strings.Replace(broken.Key, "dependency ", "dependency "+c.Task+"/", 1)
			r.page.Rejects = append(r.page.Rejects, broken)
			continue
		}
		if done := on.done(); !done.IsZero() {
			r.done(c.Task, on.thing, done)
		}
	}
	if found.next != "" {
		r.Chores = append(r.Chores, chore{Task: c.Task, Do: dependencies, Offset: found.next})
	}
	return nil
}

// release tells the tasks that wait for this one that it is done, or that it is not any more, where it was otherwise when it
// was last read. Tasks that were not read yet find out for themselves, and those of other projects are not told of here.
func (r *reading) release(ctx context.Context, k task) error {
	if len(k.Dependents) == 0 {
		return nil
	}
	gids := []string{string(k.GID)}
	for _, d := range k.Dependents {
		gids = append(gids, string(d.GID))
	}
	known, err := r.known(ctx, gids...)
	if err != nil {
		return err
	}
	was, done := known[string(k.GID)].Closed, k.awaited().done()
	if was.Equal(done) {
		return nil
	}
	for _, gid := range gids[1:] {
		_, ours := known[gid]
		if !ours && !slices.ContainsFunc(r.page.Items, func(it feed.Item) bool { return it.ID == gid }) {
			continue
		}
		if done.IsZero() {
			r.undone(gid, k, was)
		} else {
			r.done(gid, k.awaited().thing, done)
		}
	}
	return nil
}

// done tells on a task that one which it waits for was done. What was before the source looks is told at its horizon, for
// the task may be linked with the other since.
func (t *translator) done(task string, on thing, when time.Time) {
	if when.Before(t.since) {
		when = t.since
	}
	t.tell(t.turned(task, on, feed.Resumed, when))
}

// undone tells that it is not done any more. It was when it is known to have been, which names the event.
func (t *translator) undone(gid string, k task, was time.Time) {
	e := t.turned(gid, k.awaited().thing, feed.Paused, was)
	e.At, e.Updated, e.NotBefore = at(k.Modified), at(k.Modified), was
	t.tell(e)
}

// turned is an event of a task about one that it waits for. Nobody did anything to the task: it is told as Asana's own.
func (t *translator) turned(task string, on thing, verb feed.Verb, when time.Time) feed.Event {
	return feed.Event{
		Key: fmt.Sprintf("%s/%s/%s/%d", waitThread(on.GID), task, verb, when.UnixMilli()), Item: task, Verb: verb, At: when,
		Updated: when, By: asana(), Into: cmp.Or(string(on.Name), "a task"), Thread: waitThread(on.GID), URL: t.taskURL(task),
	}
}

// begins tells that work on a task was to begin later from the beginning, of which there is no story: those tell of changes.
func (t *translator) begins(c chore) {
	if c.Start == "" {
		return
	}
	made := time.UnixMilli(c.Made).UTC()
	if made.Before(t.since) {
		made = t.since
	}
	if c.Start <= made.Format(time.DateOnly) {
		return
	}
	t.tell(feed.Event{
		Key: "task/" + c.Task + "/start", Item: c.Task, Verb: feed.Changed, At: made, Updated: made, Into: "start: " + c.Start,
		URL: t.taskURL(c.Task),
	})
}
