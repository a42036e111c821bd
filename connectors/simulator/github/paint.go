package github

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// An object is a JSON object of the API: its fields by GitHub's names. Go writes them in alphabetical order, so that
// equal objects are equal bytes.
type object map[string]any

// A painter renders the ledger as GitHub's objects, with addresses below base.
type painter struct {
	base   string
	ledger *ledger
}

func (p painter) repoURL(r *repository) string {
	return p.base + "/repos/" + Organization + "/" + r.name
}
func (p painter) repoPage(r *repository) string {
	return p.base + "/" + Organization + "/" + r.name
}

// page is where people read the issue.
func (p painter) page(is *issue) string {
	kind := "issues"
	if is.pull {
		kind = "pull"
	}
	return fmt.Sprintf("%s/%s/%d", p.repoPage(is.repo), kind, is.number)
}

func (p painter) issueURL(is *issue) string {
	return fmt.Sprintf("%s/issues/%d", p.repoURL(is.repo), is.number)
}

func (p painter) pullURL(is *issue) string {
	return fmt.Sprintf("%s/pulls/%d", p.repoURL(is.repo), is.number)
}

// nodeID makes the opaque id that GitHub's other API uses.
func nodeID(kind string, id int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%03d:%s%d", len(kind), kind, id))
}

// number makes an id of a name that has no act: a person, a label, a milestone.
func number(first int64, words ...string) int64 {
	h := fnv.New32a()
	for _, w := range words {
		_, _ = h.Write([]byte(w + "\x00"))
	}
	return first + int64(h.Sum32()%80_000_000)
}

// stamp is a time as JSON, null if it is not set.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// person finds somebody by handle or login.
func (l *ledger) person(name string) (world.Person, bool) {
	if p, ok := l.people[name]; ok {
		return p, true
	}
	for _, p := range l.people {
		if p.Login == name && name != "" {
			return p, true
		}
	}
	return world.Person{}, false
}

// user is how the API shows somebody wherever they occur; null if nobody is meant, or a group.
func (p painter) user(name string) any {
	who, ok := p.ledger.person(name)
	if !ok || who.Login == "" || who.Members != nil {
		return nil
	}
	id := number(6_000_000, who.Login)
	kind, page, api := "User", p.base+"/"+who.Login, p.base+"/users/"+who.Login
	if who.Bot {
		kind, page = "Bot", p.base+"/apps/"+who.Handle
	}
	o := object{
		"login": who.Login, "id": id, "node_id": nodeID("User", id), "gravatar_id": "", "type": kind, "site_admin": false,
		"avatar_url": fmt.Sprintf("%s/avatars/%s.svg", p.base, who.Handle), "html_url": page, "url": api,
		"repos_url": api + "/repos", "events_url": api + "/events{/privacy}", "user_view_type": "public",
	}
	for _, of := range []string{"followers", "organizations", "received_events", "subscriptions"} {
		o[of+"_url"] = api + "/" + of
	}
	o["following_url"], o["gists_url"] = api+"/following{/other_user}", api+"/gists{/gist_id}"
	o["starred_url"] = api + "/starred{/owner}{/repo}"
	return o
}

func (p painter) users(names []string) []any {
	all := make([]any, 0, len(names))
	for _, n := range names {
		if u := p.user(n); u != nil {
			all = append(all, u)
		}
	}
	return all
}

// team is how the API shows a group.
func (p painter) team(who world.Person) object {
	id := number(9_000_000, who.Login)
	u := fmt.Sprintf("%s/organizations/123481516/team/%d", p.base, id)
	return object{
		"id": id, "node_id": nodeID("Team", id), "name": who.Name, "slug": who.Login, "description": who.Role, "privacy": "closed",
		"notification_setting": "notifications_enabled", "permission": "push", "parent": nil, "url": u,
		"members_url": u + "/members{/member}", "repositories_url": u + "/repos",
		"html_url": fmt.Sprintf("%s/orgs/%s/teams/%s", p.base, Organization, who.Login),
	}
}

// teams is those of the names that are groups.
func (p painter) teams(names []string) []any {
	all := []any{}
	for _, n := range names {
		if who, ok := p.ledger.person(n); ok && who.Members != nil {
			all = append(all, p.team(who))
		}
	}
	return all
}

func (p painter) first(names []string) any {
	if len(names) == 0 {
		return nil
	}
	return p.user(names[0])
}

func (p painter) association(handle string) string {
	switch who := p.ledger.people[handle]; {
	case who.Bot:
		return "CONTRIBUTOR"
	case who.Outside:
		return "NONE"
	}
	return "MEMBER"
}

func (p painter) reactions(of string) object {
	return object{
		"url": of + "/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "hooray": 0, "confused": 0, "heart": 0,
		"rocket": 0, "eyes": 0,
	}
}

var colors = map[string]string{
	"bug": "d73a4a", "enhancement": "a2eeef", "question": "d876e3", "dependencies": "0366d6", "documentation": "0075ca",
	"needs decision": "fbca04", "blocked": "b60205", "good first issue": "7057ff", "security": "ee0701",
}

func (p painter) label(r *repository, name string) object {
	id := number(5_100_000_000, r.name, name)
	color, known := colors[name]
	if !known {
		color = fmt.Sprintf("%06x", number(0, name)&0xffffff)
	}
	return object{
		"id": id, "node_id": nodeID("Label", id), "url": p.repoURL(r) + "/labels/" + name, "name": name, "color": color,
		"default": known, "description": nil,
	}
}

func (p painter) labels(is *issue) []any {
	all := make([]any, 0, len(is.labels))
	for _, name := range is.labels {
		all = append(all, p.label(is.repo, name))
	}
	return all
}

func (p painter) milestone(r *repository, title string) any {
	n := slices.Index(r.plans, title) + 1
	if n == 0 {
		return nil
	}
	open, closed := 0, 0
	for _, is := range r.issues {
		switch {
		case is.plan != title:
		case is.closed.IsZero():
			open++
		default:
			closed++
		}
	}
	id := number(11_000_000, r.name, title)
	return object{
		"id": id, "node_id": nodeID("Milestone", id), "number": n, "title": title, "state": "open", "description": "",
		"url": fmt.Sprintf("%s/milestones/%d", p.repoURL(r), n), "html_url": fmt.Sprintf("%s/milestone/%d", p.repoPage(r), n),
		"creator": p.user("ines"), "open_issues": open, "closed_issues": closed, "created_at": stamp(parseTime(r.from)),
		"updated_at": stamp(parseTime(r.from)), "closed_at": nil, "due_on": nil,
	}
}
