package asana

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

const (
	// A page is finished when so many requests were made for it, or it has so many events.
	requestsAtMost = 20
	eventsAtMost   = 800
	// listEvery is how often a poll lists tasks in place of asking the stream: a stream may leave something out.
	listEvery = 10
)

// A project reads one project.
type project struct {
	bell
	gid  string
	api  *api
	env  connectors.Env
	size int // of the pages of lists
}

func newProject(gid string, a *api, env connectors.Env) *project {
	return &project{gid: gid, api: a, env: env, size: pageSize}
}

// Fetch reads on: the rest of what is under way, or what is new.
func (p *project) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c, err := p.decode(after)
	if err != nil {
		return feed.Page{}, err
	}
	var page feed.Page
	r := &reading{project: p, cursor: c, translator: &translator{web: p.api.web, project: p.gid, page: &page}}
	if c.Web != "" {
		r.web = c.Web
	}
	if c.Since > 0 {
		r.since = time.UnixMilli(c.Since)
	}
	for done := 0; done == 0 || !c.settled() && done < requestsAtMost && len(page.Events) < eventsAtMost; done++ {
		err := r.step(ctx)
		if wait := (*connectors.Wait)(nil); errors.As(err, &wait) && done > 0 {
			page.Wait = wait.For // what was read is kept
			break
		}
		if err != nil {
			return feed.Page{}, err
		}
	}
	page.More = !c.settled()
	if page.More && c.Read > 0 {
		page.Progress = feed.Tally{What: "tasks", Done: c.Read}
	}
	if !page.More {
		c.First, c.Read = false, 0
	}
	page.Next, err = c.encode()
	return page, err
}

// A reading is the work for one page. Each step is one request or two, and leaves the cursor so that another reading could
// go on from there.
type reading struct {
	*project
	*cursor
	*translator
}

// step does the next thing that is to be done: what single tasks want before tasks are listed on, so that the cursor stays
// short.
func (r *reading) step(ctx context.Context) error {
	switch {
	case r.Project:
		return r.itself(ctx)
	case len(r.Walks) > 0 && (len(r.Chores) <= choresAtMost || r.Walks[0].Pages == 0):
		return r.walk(ctx)
	case len(r.Chores) > 0:
		return r.chore(ctx)
	case r.Updates != nil:
		return r.statusUpdates(ctx)
	case r.More:
		return r.stream(ctx)
	}
	return r.poll(ctx)
}

// poll asks what is new, in the stream or, every so often, in the list of tasks.
func (r *reading) poll(ctx context.Context) error {
	if r.Polls++; r.Polls < listEvery || r.First {
		return r.stream(ctx)
	}
	r.Polls = 0
	r.begin(r.lately())
	return r.walk(ctx)
}

// itself reads the project itself.
func (r *reading) itself(ctx context.Context) error {
	raw, err := r.api.object(ctx, "/projects/"+r.gid, projectFields)
	if err != nil {
		return missing(err, "project "+r.gid)
	}
	var found place
	if err := json.Unmarshal(raw, &found); err != nil {
		return missing(err, "project "+r.gid)
	}
	if err := r.place(found); err != nil {
		return missing(err, "project "+r.gid)
	}
	if m := webForm.FindStringSubmatch(string(found.URL)); m != nil {
		r.Web, r.web = m[1], m[1]
	}
	r.Project = false
	return nil
}

// webForm is the address of anything that people see, and before it that of Asana.
var webForm = regexp.MustCompile(`^(https?://[^?#]+?)/[01]/[0-9]`)

// statusUpdates reads a page of the project's status updates. Plans and apps without them are read without them.
func (r *reading) statusUpdates(ctx context.Context) error {
	query := url.Values{"parent": {r.gid}}
	if !r.since.IsZero() {
		query.Set("created_since", r.since.UTC().Format(time.RFC3339))
	}
	found, err := r.api.page(ctx, "/status_updates", query, updateFields, r.Updates.At, r.size)
	switch {
	case stale(err) && r.Updates.At != "":
		r.Updates.At = ""
		return nil
	case withheld(err):
		r.note("status updates cannot be read", err)
		r.Updates = nil
		return nil
	case err != nil:
		return missing(err, "status updates of the project "+r.gid)
	}
	for _, raw := range found.rows {
		if err := r.update(raw); err != nil {
			r.page.Rejects = append(r.page.Rejects, reject("status update", raw, err))
		}
	}
	if r.Updates.At = found.next; found.next == "" {
		r.Updates = nil
	}
	return nil
}

// note tells the operator what the page cannot say.
func (p *project) note(what string, err error) {
	if p.env.Log != nil {
		p.env.Log.Warn("something of a project is left out", "what", what, "source", p.env.Source, "project", p.gid, "error", err)
	}
}
