package github

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// viewer is whoever the token belongs to: an account of its own, which nobody in the team uses.
func (a *ask) viewer() (reply, error) {
	return reply{body: object{
		"login": "dateline-reader", "id": 90000001, "node_id": nodeID("User", 90000001), "type": "User", "site_admin": false,
		"name": "Dateline", "html_url": a.draw.base + "/dateline-reader", "url": a.draw.base + "/users/dateline-reader",
	}}, nil
}

func (a *ask) user() (reply, error) {
	if strings.EqualFold(a.PathValue("login"), Organization) {
		return reply{body: a.draw.owner()}, nil
	}
	who, ok := a.ledger.person(a.PathValue("login"))
	o, isUser := a.draw.user(who.Login).(object)
	if !ok || !isUser {
		return reply{}, errNotFound
	}
	o["name"], o["bio"], o["company"] = who.Name, who.Role, nil
	if !who.Bot && !who.Outside {
		o["company"] = "@" + Organization
	}
	return reply{body: o}, nil
}

func (a *ask) organization() (reply, error) {
	if !strings.EqualFold(a.PathValue("login"), Organization) {
		return reply{}, errNotFound
	}
	o := a.draw.owner()
	o["name"], o["description"] = "Moorline", "Berths, bookings and invoices for small harbours"
	o["repos_url"] = a.draw.base + "/orgs/" + Organization + "/repos"
	return reply{body: o}, nil
}

// all lists the repositories by name.
func (a *ask) all() []*repository {
	var all []*repository
	for _, p := range projects {
		all = append(all, a.ledger.repos[p.name])
	}
	return all
}

// repositories lists the repositories of the organisation, or none where the login is a person's.
func (a *ask) repositories() (reply, error) {
	var all []*repository
	switch login := a.PathValue("login"); {
	case login == "", strings.EqualFold(login, Organization):
		all = a.all()
	default:
		if _, ok := a.ledger.person(login); !ok {
			return reply{}, errNotFound
		}
	}
	return pages(a, all, a.draw.repository, func(r *repository) time.Time { return r.pushed }), nil
}

// installed lists what an installed app may read.
func (a *ask) installed() (reply, error) {
	rep, err := a.repositories()
	rep.body = object{"total_count": len(projects), "repositories": rep.body}
	return rep, err
}

func (a *ask) repository() (reply, error) {
	o := a.draw.repository(a.repo)
	o["organization"] = a.draw.owner()
	return reply{body: o, modified: a.repo.pushed}, nil
}

func (a *ask) labels() (reply, error) {
	all := slices.Sorted(slices.Values(a.repo.labels))
	show := func(name string) object { return a.draw.label(a.repo, name) }
	return pages(a, all, show, func(string) time.Time { return time.Time{} }), nil
}

func (a *ask) milestones() (reply, error) {
	show := func(title string) object { return a.draw.milestone(a.repo, title).(object) }
	return pages(a, a.repo.plans, show, func(string) time.Time { return time.Time{} }), nil
}

// releases lists releases, newest first.
func (a *ask) releases() (reply, error) {
	all := slices.Clone(a.repo.releases)
	slices.Reverse(all)
	return pages(a, all, a.draw.release, entryCreated), nil
}

func (a *ask) latestRelease() (reply, error) {
	if len(a.repo.releases) == 0 {
		return reply{}, errNotFound
	}
	e := a.repo.releases[len(a.repo.releases)-1]
	return reply{body: a.draw.release(e), modified: e.act.At}, nil
}

// commits lists the commits of the default branch, newest first, if asked only those that touch a path.
func (a *ask) commits() (reply, error) {
	q := a.URL.Query()
	since, err := a.since()
	if err != nil {
		return reply{}, err
	}
	until, err := instant(q, "until")
	if err != nil {
		return reply{}, err
	}
	under := strings.Trim(q.Get("path"), "/")
	all := chosen(a.repo.commits, func(c *commit) bool {
		return !c.act.At.Before(since) && (until.IsZero() || !c.act.At.After(until)) && c.touches(under)
	})
	slices.Reverse(all)
	return pages(a, all, a.draw.commit, commitTime), nil
}

// touches reports whether the commit changes the file, or a file in the folder.
func (c *commit) touches(path string) bool {
	if path == "" {
		return true
	}
	for _, f := range c.files {
		if f.Path == path || strings.HasPrefix(f.Path, path+"/") {
			return true
		}
	}
	return false
}

// commit finds a commit of the default branch or of a pull request: by name, by a beginning of it, or by branch.
func (a *ask) commit() (reply, error) {
	name := a.PathValue("sha")
	if name == "main" || name == "HEAD" {
		name = a.repo.commits[len(a.repo.commits)-1].sha
	}
	if len(name) < 7 {
		return reply{}, &refusal{status: http.StatusUnprocessableEntity, message: "No commit found for SHA: " + name}
	}
	all := slices.Clone(a.repo.commits)
	for _, is := range a.repo.issues {
		all = append(all, is.pushes...)
	}
	for _, c := range all {
		if strings.HasPrefix(c.sha, name) {
			return reply{body: a.draw.wholeCommit(c), modified: c.act.At}, nil
		}
	}
	return reply{}, &refusal{status: http.StatusUnprocessableEntity, message: "No commit found for SHA: " + name}
}

// contents shows a file or lists a folder, as it was at the commit given by ref.
func (a *ask) contents() (reply, error) {
	ref := a.URL.Query().Get("ref")
	if ref == "" {
		ref = "main"
	}
	files, ok := a.repo.at(ref)
	if !ok {
		return reply{}, &refusal{status: http.StatusNotFound, message: "No commit found for the ref " + ref}
	}
	name := strings.Trim(a.PathValue("path"), "/")
	if data, ok := files[name]; ok {
		if strings.Contains(a.Header.Get("Accept"), "raw") {
			return reply{raw: data}, nil
		}
		return reply{body: a.draw.content(a.repo, name, ref, data, false)}, nil
	}
	seen, list := map[string]bool{}, []object{}
	for file, data := range sortedFiles(files) {
		rest, ok := strings.CutPrefix(file, name+"/")
		if name == "" {
			rest, ok = file, true
		}
		if !ok {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		if seen[first] {
			continue
		}
		seen[first] = true
		o := a.draw.content(a.repo, strings.Trim(name+"/"+first, "/"), ref, data, deeper)
		delete(o, "content")
		delete(o, "encoding")
		list = append(list, o)
	}
	if len(list) == 0 {
		return reply{}, errNotFound
	}
	return reply{body: list}, nil
}

// at returns the files with known contents as they were after the commit, which is main or a commit of it.
func (r *repository) at(ref string) (map[string][]byte, bool) {
	if ref == "main" || ref == "HEAD" {
		return r.files, true
	}
	files := map[string][]byte{}
	for _, c := range r.commits {
		for _, f := range c.files {
			if f.Text != "" {
				files[f.Path] = []byte(f.Text)
			}
		}
		if len(ref) >= 7 && strings.HasPrefix(c.sha, ref) {
			return files, true
		}
	}
	return nil, false
}

// sortedFiles yields the files by name.
func sortedFiles(files map[string][]byte) func(func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		names := make([]string, 0, len(files))
		for name := range files {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if !yield(name, files[name]) {
				return
			}
		}
	}
}
