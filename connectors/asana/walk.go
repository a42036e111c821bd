package asana

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// How tasks are listed, so that nothing is lost by what happens meanwhile.
//
// Asana lists the tasks of a project in the order people gave them, and goes on behind an offset. What is changed while a
// list is walked is told by the stream of events, whose token is older than the walk. But tasks that are only put into
// another place are told of by nobody, and may slip from a page that is still to come into one that was read. A list of
// more than one page is therefore walked again, and compared with what is known.

// A walk is a place in a list of tasks.
type walk struct {
	// From is since when the tasks were modified, in milliseconds since 1970.
	From int64 `json:"from,omitempty"`
	// Offset leads to the next page, Pages counts those that were read, and Began is when the first was, by the clock
	// of the server.
	Offset string `json:"at,omitempty"`
	Pages  int    `json:"n,omitempty"`
	Began  int64  `json:"began,omitempty"`
	// Parents says that only tasks that are not completed are listed, for the sake of their subtasks, which are in no
	// list and do not modify their parents.
	Parents bool `json:"parents,omitempty"`
	// Again says that the tasks are compared with what is known, and All that snapshots of those that were read already
	// are brought all the same.
	Again bool `json:"again,omitempty"`
	All   bool `json:"all,omitempty"`
	// Deep says that subtasks are looked for under tasks that were read already, too.
	Deep bool `json:"deep,omitempty"`
	// Skip is how many of the tasks are passed over, for they were read before an offset was too old.
	Skip int `json:"skip,omitempty"`
}

// begin puts a walk on the list, unless it is on it.
func (r *reading) begin(w walk) {
	if !slices.Contains(r.Walks, w) {
		r.Walks = append(r.Walks, w)
	}
}

// lately is since when tasks are listed in which something may be new.
func (r *reading) lately() walk { return walk{From: max(r.Tasks.Floor, r.Since)} }

// walk reads the next page of the first of the lists.
func (r *reading) walk(ctx context.Context) error {
	w := &r.Walks[0]
	query, fields := url.Values{"project": {r.gid}}, taskFields
	if w.Parents {
		fields = "modified_at,created_at,num_subtasks"
		query.Set("completed_since", "now")
	} else if w.From > 0 {
		query.Set("modified_since", time.UnixMilli(w.From).UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	found, err := r.api.page(ctx, "/tasks", query, fields, w.Offset, r.size)
	if stale(err) && w.Offset != "" {
		w.Offset = ""
		if w.Skip = 0; r.env.Known != nil {
			w.Skip = w.Pages * r.size // what is passed over in error is found when the list is walked again
		}
		return nil
	}
	if err != nil {
		return missing(err, "project "+r.gid)
	}
	if w.Began == 0 && !found.at.IsZero() {
		w.Began = found.at.UnixMilli()
	}
	passed := min(w.Skip, len(found.rows))
	if w.Skip -= passed; passed == 0 {
		w.Pages++
	}
	if err := r.list(ctx, *w, found.rows[passed:]); err != nil {
		return err
	}
	if w.Offset = found.next; w.Offset == "" {
		r.walked(*w)
	}
	return nil
}

// walked goes on behind a list.
func (r *reading) walked(w walk) {
	r.Walks = r.Walks[1:]
	switch {
	case w.Parents:
	case !w.Again && w.Pages > 1 && r.env.Known != nil:
		r.Walks = append([]walk{{From: w.From, Again: true, Began: w.Began}}, r.Walks...)
	default:
		r.Tasks.settle(w.Began)
	}
}

// list takes one page of a list.
func (r *reading) list(ctx context.Context, w walk, rows []json.RawMessage) error {
	tasks := r.tasks(rows)
	unchanged, err := r.unchanged(ctx, w, tasks)
	if err != nil {
		return err
	}
	for _, k := range tasks {
		gid := string(k.GID)
		switch {
		case w.Parents:
			if k.Subtasks > 0 && at(k.Modified).UnixMilli() < w.From {
				r.will(chore{Task: gid, Do: subtasks})
			}
		case !unchanged[gid]:
			if err := r.take(ctx, k); err != nil {
				return err
			}
			if k.Subtasks > 0 {
				r.will(chore{Task: gid, Do: subtasks})
			}
		default:
			if w.All {
				r.page.Items = append(r.page.Items, r.item(k))
			}
			if w.Deep && k.Subtasks > 0 {
				r.will(chore{Task: gid, Do: subtasks})
			}
		}
	}
	return nil
}

// tasks decodes tasks one by one. One that cannot be understood is rejected, once.
func (r *reading) tasks(rows []json.RawMessage) []task {
	tasks := make([]task, 0, len(rows))
	for _, raw := range rows {
		k, err := decodeTask(raw)
		if err != nil {
			if broken := reject("task", raw, err); !slices.Contains(r.Odd, broken.Key) {
				r.page.Rejects = append(r.page.Rejects, broken)
				r.Odd = append(r.Odd[max(0, len(r.Odd)-oddAtMost+1):], broken.Key)
			}
			continue
		}
		if k.Subtype != "section" { // as projects of old have them among their tasks
			tasks = append(tasks, k)
		}
	}
	return tasks
}

// take puts a task on the page, and has its stories read, and what it waits for.
func (r *reading) take(ctx context.Context, k task) error {
	if err := r.release(ctx, k); err != nil {
		return err
	}
	r.put(k)
	r.page.Gone = slices.DeleteFunc(r.page.Gone, func(gid string) bool { return gid == string(k.GID) })
	r.Tasks.note(sight(k))
	r.will(chore{
		Task: string(k.GID), Do: stories, Start: string(cmp.Or(k.StartAt, k.StartOn)), Made: at(k.Created).UnixMilli(),
	})
	if len(k.Dependencies) > 0 {
		r.will(chore{Task: string(k.GID), Do: dependencies})
	}
	r.Read++
	return nil
}

// unchanged are the tasks that were read already as they are now: those remembered, and in a list that is compared those
// that are known to have been modified last when they were.
func (r *reading) unchanged(ctx context.Context, w walk, tasks []task) (map[string]bool, error) {
	unchanged := map[string]bool{}
	if w.Parents || r.First && !w.Again {
		return unchanged, nil
	}
	known := map[string]feed.Item{}
	if w.Again {
		ids := make([]string, len(tasks))
		for i, k := range tasks {
			ids[i] = string(k.GID)
		}
		var err error
		if known, err = r.known(ctx, ids...); err != nil {
			return nil, err
		}
	}
	for _, k := range tasks {
		it, stored := known[string(k.GID)]
		gone := slices.Contains(r.page.Gone, string(k.GID))
		unchanged[string(k.GID)] = !gone && (r.Tasks.has(k) || stored && it.Updated.Equal(at(k.Modified)))
	}
	return unchanged, nil
}

// known is what is known of tasks, without those that this page takes off.
func (r *reading) known(ctx context.Context, gids ...string) (map[string]feed.Item, error) {
	if r.env.Known == nil {
		return nil, nil //nolint:nilnil // nothing is known
	}
	known, err := r.env.Known(ctx, gids)
	if err != nil {
		return nil, fmt.Errorf("look up what is known of %d tasks: %w", len(gids), err)
	}
	for _, gid := range r.page.Gone {
		delete(known, gid)
	}
	return known, nil
}
