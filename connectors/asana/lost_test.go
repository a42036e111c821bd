package asana_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
)

// A life is what people do in a project, by chance.
type life struct {
	*rand.Rand
	*hub
	last int // the last gid given out
	// forgetful is how many of a hundred events the stream leaves out, of those that move the time of a task.
	forgetful int
	// tame lives do not do what only the stream tells: rewrite and delete comments, and finish tasks that have subtasks.
	tame bool
}

// newLife begins with an empty project.
func newLife(t testing.TB, seed uint64) *life {
	h := fixtures(t)
	h.tasks, h.stories, h.updates = nil, map[string][]object{}, nil
	return &life{Rand: rand.New(rand.NewPCG(seed, 1)), hub: h, last: 1301000000000000}
}

func (l *life) gid() string { l.last++; return fmt.Sprint(l.last) }

func (l *life) stamp() string { return l.now.UTC().Format("2006-01-02T15:04:05.000Z") }

func one[T any](l *life, of ...T) T { return of[l.IntN(len(of))] }

func (l *life) somebody() object {
	name := one(l, "ana", "ben", "chloé")
	return object{"gid": fmt.Sprint(1201000000000100 + len(name)), "name": name, "email": name + "@moorline.example"}
}

// event tells the stream, unless it forgets.
func (l *life) event(kind, action, gid string, parent object, surely bool) {
	if surely || l.IntN(100) >= l.forgetful {
		l.events = append(l.events, object{
			"action": action, "created_at": l.stamp(), "parent": parent, "resource": object{"gid": gid, "resource_type": kind},
		})
	}
}

func ref(k object) object { return object{"gid": k["gid"], "resource_type": "task"} }

func (l *life) section() object {
	name := one(l, "Next", "Doing", "Waiting", "Done")
	return object{"gid": fmt.Sprint(1201000000000400 + len(name)), "name": name}
}

func (l *life) membership() []any {
	return []any{object{"project": object{"gid": projectGID}, "section": l.section()}}
}

// open makes a task, in the project or under another.
func (l *life) open(parent object) {
	k := object{
		"gid": l.gid(), "name": "task", "resource_subtype": one(l, "default_task", "approval", "milestone"), "created_at": l.stamp(), "created_by": l.somebody(),
		"modified_at": l.stamp(), "memberships": []any{}, "num_subtasks": 0.0, "html_notes": "<body>words</body>",
	}
	if parent == nil {
		k["memberships"] = l.membership()
		l.tasks = slices.Insert(l.tasks, l.IntN(len(l.tasks)+1), k)
		l.event("task", "added", k["gid"].(string), object{"gid": projectGID, "resource_type": "project"}, false)
		return
	}
	k["parent"] = ref(parent)
	parent["num_subtasks"] = parent["num_subtasks"].(float64) + 1
	l.tasks = append(l.tasks, k)
	l.event("task", "added", k["gid"].(string), ref(parent), true)
	l.story(parent, "subtask_added", object{"task": object{"gid": k["gid"], "name": "task"}})
}

// story writes what was done to a task, which moves its time, and tells the stream.
func (l *life) story(k object, subtype string, more object) {
	s := object{"gid": l.gid(), "created_at": l.stamp(), "created_by": l.somebody(), "resource_subtype": subtype, "type": "system", "text": subtype}
	maps.Copy(s, more)
	gid := k["gid"].(string)
	l.stories[gid] = append(l.stories[gid], s)
	k["modified_at"] = l.stamp()
	// What happens to subtasks is told by the stream alone.
	sub := k["parent"] != nil
	l.event("story", "added", s["gid"].(string), ref(k), sub)
	l.event("task", "changed", gid, nil, sub)
}

// live does one thing.
func (l *life) live() {
	l.now = l.now.Add(time.Duration(l.IntN(90000)) * time.Millisecond)
	if len(l.tasks) < 4 {
		l.open(nil)
		return
	}
	k := l.tasks[l.IntN(len(l.tasks))]
	gid := k["gid"].(string)
	switch l.IntN(17) {
	case 0, 1:
		l.open(nil)
	case 2:
		l.open(k)
	case 3, 4:
		l.story(k, "comment_added", object{"type": "comment", "text": "said", "html_text": "<body>said</body>"})
	case 5:
		k["assignee"] = l.somebody()
		l.story(k, "assigned", object{"assignee": k["assignee"]})
	case 6:
		if l.tame {
			return
		}
		k["completed"] = k["completed"] != true
		l.story(k, map[bool]string{true: "marked_complete", false: "marked_incomplete"}[k["completed"] == true], nil)
	case 7:
		k["name"] = "task " + l.gid()
		l.story(k, "name_changed", object{"old_name": "task", "new_name": k["name"]})
	case 8:
		if within(k) {
			k["memberships"] = l.membership()
			l.story(k, "section_changed", object{"new_section": l.section()})
		}
	case 9:
		l.story(k, "approval_status_changed", object{"old_approval_status": "pending", "new_approval_status": one(l, "approved", "rejected")})
	case 10:
		l.edit(k)
	case 11:
		l.unsay(k)
	case 12: // a task is dragged to another place, which nobody tells
		i := slices.IndexFunc(l.tasks, func(o object) bool { return o["gid"] == gid })
		l.tasks = slices.Delete(l.tasks, i, i+1)
		l.tasks = slices.Insert(l.tasks, l.IntN(len(l.tasks)+1), k)
	case 13:
		if l.IntN(3) == 0 {
			l.bin(k)
		}
	case 14:
		if k["parent"] == nil {
			l.leave(k)
		}
	case 15:
		u := object{"gid": l.gid(), "title": "week", "text": "well", "created_at": l.stamp(), "modified_at": l.stamp(), "status_type": "on_track"}
		l.updates = slices.Insert(l.updates, 0, u)
		l.event("status_update", "added", u["gid"].(string), nil, true)
	case 16:
		if len(l.updates) > 0 {
			u := l.updates[l.IntN(len(l.updates))]
			u["text"], u["modified_at"] = "better "+l.gid(), l.stamp()
			l.event("status_update", "changed", u["gid"].(string), nil, true)
		}
	}
}

// edit rewrites a comment, which does not move the time of its task.
func (l *life) edit(k object) {
	for _, s := range l.stories[k["gid"].(string)] {
		if s["type"] == "comment" && !l.tame {
			s["html_text"], s["is_edited"] = "<body>said "+l.gid()+"</body>", true
			l.event("story", "changed", s["gid"].(string), ref(k), true)
			return
		}
	}
}

// unsay deletes a comment.
func (l *life) unsay(k object) {
	gid := k["gid"].(string)
	i := slices.IndexFunc(l.stories[gid], func(s object) bool { return s["type"] == "comment" })
	if i < 0 || l.tame {
		return
	}
	l.event("story", "deleted", l.stories[gid][i]["gid"].(string), ref(k), true)
	l.stories[gid] = slices.Delete(l.stories[gid], i, i+1)
	k["modified_at"] = l.stamp()
}

// bin deletes a task with its subtasks.
func (l *life) bin(k object) {
	gid := k["gid"].(string)
	for _, child := range l.children(gid) {
		l.bin(child)
	}
	l.tasks = slices.DeleteFunc(l.tasks, func(o object) bool { return o["gid"] == gid })
	if parent, ok := k["parent"].(object); ok {
		if p := l.task(parent["gid"].(string)); p != nil {
			p["num_subtasks"] = p["num_subtasks"].(float64) - 1
		}
	}
	l.event("task", "deleted", gid, nil, true)
}

// leave takes a task out of the project, or brings it back.
func (l *life) leave(k object) {
	action := "removed"
	if within(k) {
		k["memberships"] = []any{}
	} else {
		action, k["memberships"] = "added", l.membership()
	}
	l.event("task", action, k["gid"].(string), object{"gid": projectGID, "resource_type": "project"}, true)
	l.story(k, action+"_project", nil)
}

// TestNothingIsLost lets people do things before every answer, while offsets and tokens grow too old and the stream
// forgets. Who read along has in the end what a first reading brings.
func TestNothingIsLost(t *testing.T) {
	lives := uint64(40)
	if testing.Short() {
		lives /= 4
	}
	for seed := range lives {
		l := newLife(t, seed)
		switch seed % 3 {
		case 0:
			l.forgetful = 10
		case 1:
			l.tame = true
		}
		for range 40 {
			l.live()
		}
		server := httptest.NewServer(l.hub)
		size := 3 + l.IntN(20)
		env := connectors.Env{}
		if seed%4 == 1 {
			env.Since = l.now
			for range 20 {
				l.live()
			}
		}
		along := newReader(t, server.URL, env, size)
		left := 150
		l.between = func(*hub) {
			if left > 0 && l.IntN(3) == 0 {
				left--
				l.live()
			}
			switch l.IntN(80) {
			case 0:
				l.era++
			case 1:
				if l.tame {
					l.oldest = len(l.events) // older tokens are worth nothing now
				}
			}
		}
		for left > 0 {
			along.settle(t)
		}
		l.between = nil
		along.quiet(t)
		along.sweep(t)
		fresh := newReader(t, server.URL, env, 100)
		fresh.settle(t)
		server.Close()
		if diff := cmp.Diff(fresh.text(), along.text()); diff != "" {
			t.Fatalf("seed %d: who read along has something else than a first reading brings (-first +along):\n%s", seed, diff)
		}
		if len(fresh.items) < 5 || len(fresh.events) < 20 {
			t.Errorf("seed %d: there are but %d items and %d events", seed, len(fresh.items), len(fresh.events))
		}
	}
}
