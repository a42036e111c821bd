package github

import (
	"encoding/base64"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// owner is the organisation, as an account.
func (p painter) owner() object {
	return object{
		"login": Organization, "id": int64(123481516), "node_id": nodeID("Organization", 123481516), "type": "Organization",
		"site_admin": false, "gravatar_id": "", "avatar_url": p.base + "/avatars/moorline.svg", "html_url": p.base + "/" + Organization,
		"url": p.base + "/users/" + Organization, "repos_url": p.base + "/users/" + Organization + "/repos",
	}
}

func (p painter) repository(r *repository) object {
	open := 0
	updated := r.pushed
	for _, is := range r.issues {
		if is.closed.IsZero() {
			open++
		}
	}
	u := p.repoURL(r)
	return object{
		"id": r.id, "node_id": nodeID("Repository", r.id), "name": r.name, "full_name": Organization + "/" + r.name, "private": true,
		"visibility": "private", "owner": p.owner(), "html_url": p.repoPage(r), "description": r.description, "fork": false, "url": u,
		"issues_url": u + "/issues{/number}", "pulls_url": u + "/pulls{/number}", "commits_url": u + "/commits{/sha}",
		"issue_comment_url": u + "/issues/comments{/number}", "issue_events_url": u + "/issues/events{/number}",
		"releases_url": u + "/releases{/id}", "contents_url": u + "/contents/{+path}", "created_at": stamp(parseTime(r.from)),
		"updated_at": stamp(updated), "pushed_at": stamp(r.pushed), "default_branch": "main", "language": r.language,
		"archived": false, "disabled": false, "has_issues": true, "has_wiki": false, "has_discussions": false, "has_projects": false,
		"open_issues": open, "open_issues_count": open, "stargazers_count": 0, "watchers_count": 0, "forks_count": 0, "size": 18243,
		"topics": []string{}, "license": nil, "permissions": object{"admin": false, "push": false, "pull": true},
	}
}

func (p painter) release(e *entry) object {
	r := p.ledger.repos[e.act.Project]
	u := fmt.Sprintf("%s/releases/%d", p.repoURL(r), e.id)
	return object{
		"id": e.id, "node_id": nodeID("Release", e.id), "url": u, "assets_url": u + "/assets", "upload_url": u + "/assets{?name,label}",
		"html_url": p.repoPage(r) + "/releases/tag/" + e.act.Name, "tag_name": e.act.Name, "target_commitish": "main",
		"name": e.act.Name, "draft": false, "prerelease": false, "author": p.user(e.act.By), "body": e.body, "assets": []any{},
		"created_at": stamp(e.act.At), "published_at": stamp(e.act.At), "tarball_url": nil, "zipball_url": nil,
	}
}

func (p painter) commitPage(c *commit) string { return p.repoPage(c.repo) + "/commit/" + c.sha }

func (p painter) signature(handle string, at time.Time) object {
	who := p.ledger.people[handle]
	return object{
		"name": who.Name, "date": stamp(at),
		"email": fmt.Sprintf("%d+%s@users.noreply.example", number(6_000_000, who.Login), who.Login),
	}
}

func (p painter) gitCommit(c *commit) object {
	return object{
		"author": p.signature(c.act.By, c.act.At), "committer": p.signature(c.act.By, c.act.At), "message": c.message,
		"tree": object{"sha": sha("tree", c.sha)}, "comment_count": 0, "url": p.repoURL(c.repo) + "/git/commits/" + c.sha,
		"verification": object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil},
	}
}

func (p painter) commit(c *commit) object {
	u := p.repoURL(c.repo) + "/commits/" + c.sha
	parents := []any{}
	if c.parent != "" {
		parents = append(parents, object{
			"sha": c.parent, "url": p.repoURL(c.repo) + "/commits/" + c.parent, "html_url": p.repoPage(c.repo) + "/commit/" + c.parent,
		})
	}
	return object{
		"sha": c.sha, "node_id": nodeID("Commit", number(0, c.sha)), "commit": p.gitCommit(c), "url": u, "html_url": p.commitPage(c),
		"comments_url": u + "/comments", "author": p.user(c.act.By), "committer": p.user(c.act.By), "parents": parents,
	}
}

// wholeCommit is a commit as it is shown alone: with its files.
func (p painter) wholeCommit(c *commit) object {
	o := p.commit(c)
	added, removed := 0, 0
	for _, f := range c.files {
		added, removed = added+f.Added, removed+f.Removed
	}
	o["stats"] = object{"additions": added, "deletions": removed, "total": added + removed}
	o["files"] = p.files(c, c.files)
	return o
}

func (p painter) files(c *commit, files []world.File) []any {
	all := make([]any, 0, len(files))
	for _, f := range files {
		status := "modified"
		if c.added[f.Path] {
			status = "added"
		}
		o := object{
			"sha": sha("blob", f.Path, c.sha), "filename": f.Path, "status": status, "additions": f.Added, "deletions": f.Removed,
			"changes": f.Added + f.Removed, "blob_url": p.repoPage(c.repo) + "/blob/" + c.sha + "/" + f.Path,
			"raw_url": p.repoPage(c.repo) + "/raw/" + c.sha + "/" + f.Path, "contents_url": p.repoURL(c.repo) + "/contents/" + f.Path + "?ref=" + c.sha,
		}
		if f.Text != "" && status == "added" {
			lines := strings.TrimSuffix(f.Text, "\n")
			o["patch"] = fmt.Sprintf("@@ -0,0 +1,%d @@\n+%s", f.Added, strings.ReplaceAll(lines, "\n", "\n+"))
		}
		all = append(all, o)
	}
	return all
}

// content is one file, or an entry of a folder if it has no text.
func (p painter) content(r *repository, name, ref string, data []byte, folder bool) object {
	u := p.repoURL(r) + "/contents/" + name + "?ref=" + ref
	o := object{
		"name": path.Base(name), "path": name, "sha": sha("blob", string(data)), "size": len(data), "type": "file", "url": u,
		"html_url": p.repoPage(r) + "/blob/" + ref + "/" + name, "git_url": p.repoURL(r) + "/git/blobs/" + sha("blob", string(data)),
		"download_url": p.repoPage(r) + "/raw/" + ref + "/" + name,
	}
	switch {
	case folder:
		o["type"], o["size"], o["download_url"] = "dir", 0, nil
	case data != nil:
		o["encoding"], o["content"] = "base64", lines60(base64.StdEncoding.EncodeToString(data))
	}
	return o
}

// lines60 breaks base64 into lines as GitHub does.
func lines60(s string) string {
	var b strings.Builder
	for len(s) > 60 {
		b.WriteString(s[:60] + "\n")
		s = s[60:]
	}
	b.WriteString(s + "\n")
	return b.String()
}
