package asana

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// A note is an event of Asana's stream: that something happened to something. What it is now has to be asked.
type note struct {
	Action   word       `json:"action"`
	Resource maybe[ref] `json:"resource"`
	Parent   maybe[ref] `json:"parent"`
}

// A ref names an object of some type.
type ref struct {
	GID  word `json:"gid"`
	Type word `json:"resource_type"`
}

// stream asks what happened since the last token. Where there is none, or it is too old, everything is asked for that may
// have changed since.
func (r *reading) stream(ctx context.Context) error {
	query := url.Values{"resource": {r.gid}}
	if r.Sync != "" {
		query.Set("sync", r.Sync)
	}
	got, err := r.api.get(ctx, "/events", query)
	if no := of(err); no != nil && no.status == http.StatusPreconditionFailed && no.sync != "" {
		r.Sync = no.sync
		r.anew()
		return nil
	}
	if err != nil {
		return missing(err, "project "+r.gid)
	}
	rows, err := got.rows()
	if err == nil && got.Sync == "" {
		err = errors.New("the answer has no token to go on with")
	}
	if err != nil {
		return fmt.Errorf("read the events of the project %s: %w", r.gid, err)
	}
	for _, raw := range rows {
		r.hear(raw)
	}
	if r.named() > 1 {
		r.begin(r.lately()) // one answer tells of most of them
	}
	if r.Sync == "" {
		r.anew()
	}
	r.Sync, r.More = got.Sync, got.HasMore
	return nil
}

// anew has everything asked for that may have changed while nobody listened.
func (r *reading) anew() {
	r.Project, r.Updates, r.More = true, &offset{}, false
	list := r.lately()
	list.Deep = true
	r.begin(list)
	if list.From > 0 {
		r.begin(walk{From: list.From, Parents: true})
	}
}

// hear takes one event.
func (r *reading) hear(raw json.RawMessage) {
	var n note
	if json.Unmarshal(raw, &n) != nil || n.Resource.it.GID == "" || n.Resource.it.Type == "" {
		// It may be about anything, so that everything is looked at.
		r.page.Rejects = append(r.page.Rejects, reject("event", raw, errors.New("it does not say what it is about")))
		r.begin(r.lately())
		return
	}
	about, gid := n.Resource.it.Type, string(n.Resource.it.GID)
	deleted := n.Action == "deleted"
	switch {
	case about == "task" && deleted:
		r.gone(gid)
	case about == "task":
		r.will(chore{Task: gid, Do: itself})
	case about == "story" && deleted:
		r.page.Retracted = append(r.page.Retracted, storyKey(gid), storyKey(gid)+decided)
	case about == "project" && gid == r.gid:
		r.Project = true
	case about == "project_status" || about == "status_update":
		if deleted {
			r.page.Gone = append(r.page.Gone, updateID+gid)
		}
		r.Project, r.Updates = true, &offset{}
	case about == "section" && n.Action == "changed":
		r.begin(walk{From: r.Since, Again: true, All: true}) // it has another name, and no task was modified by it
	}
	if n.Parent.it.Type == "task" && about != "task" {
		r.will(chore{Task: string(n.Parent.it.GID), Do: itself})
	}
}

// named is how many tasks are to be read one by one.
func (r *reading) named() (n int) {
	for _, c := range r.Chores {
		if c.Do == itself {
			n++
		}
	}
	return n
}
