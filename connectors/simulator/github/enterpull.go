package github

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// branch names the branch a change was made on.
func branch(by world.Person, a world.Act) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
			return r
		case r == ' ' || r == '-' || r == '/':
			return '-'
		}
		return -1
	}, strings.ToLower(a.Name))
	if by.Bot {
		return "dependabot/" + strings.TrimPrefix(slug, "bump-")
	}
	if words := strings.Split(slug, "-"); len(words) > 5 {
		slug = strings.Join(words[:5], "-")
	}
	return by.Handle + "/" + slug
}

// review enters a review. Whoever reviews is no longer asked to, nor is a group they belong to.
func (l *ledger) review(on *issue, a world.Act, state, body string) *entry {
	on.reviews = slices.DeleteFunc(slices.Clone(on.reviews), func(login string) bool {
		asked, _ := l.person(login)
		return asked.Handle == a.By || slices.Contains(asked.Members, a.By)
	})
	return l.log(on, &entry{id: id(reviewIDs, a, 0), act: a, state: state, body: body, updated: a.At, commit: on.tip()})
}

func (l *ledger) remark(on *issue, a world.Act, body string, review, thread *entry) {
	on.remarks++
	e := &entry{id: id(remarkIDs, a, 0), act: a, on: on, body: body, updated: a.At, review: review, thread: thread, commit: on.tip()}
	on.repo.remarks = append(on.repo.remarks, e)
	l.acts[a.ID] = e
}

// tip is the last commit of a pull request.
func (on *issue) tip() *commit {
	if len(on.pushes) == 0 {
		return &commit{repo: on.repo}
	}
	return on.pushes[len(on.pushes)-1]
}

func (l *ledger) push(on *issue, a world.Act) {
	c := l.pushCommit(on, a, a.Files)
	on.timeline = append(on.timeline, &entry{act: a, on: on, event: "committed", commit: c, updated: a.At})
}

func (l *ledger) pushCommit(on *issue, a world.Act, files []world.File) *commit {
	c := &commit{sha: sha(fmt.Sprint(a.ID), a.Name), parent: on.headSHA, repo: on.repo, act: a, message: a.Name, files: files}
	on.pushes = append(on.pushes, c)
	on.headSHA = c.sha
	return c
}

// merge enters the merge of a pull request: one squashed commit with everything that was pushed, the latest of each file.
func (l *ledger) merge(on *issue, a world.Act) {
	repo := on.repo
	c := &commit{
		sha: sha(fmt.Sprint(a.ID), on.title), parent: repo.commits[len(repo.commits)-1].sha, repo: repo, act: a,
		message: fmt.Sprintf("%s (#%d)\n\n%s", on.title, on.number, on.body), added: map[string]bool{},
	}
	c.act.By = on.act.By
	for _, p := range on.pushes {
		for _, f := range p.files {
			i := slices.IndexFunc(c.files, func(have world.File) bool { return have.Path == f.Path })
			if i < 0 {
				c.files = append(c.files, f)
				continue
			}
			if f.Text == "" {
				f.Added, f.Removed = f.Added+c.files[i].Added, f.Removed+c.files[i].Removed
			}
			c.files[i] = f
		}
	}
	for i, f := range c.files {
		f.Text = l.write(f.Text, repo)
		c.files[i] = f
		if f.Text != "" {
			c.added[f.Path] = repo.files[f.Path] == nil
			repo.files[path.Clean(f.Path)] = []byte(f.Text)
		}
	}
	repo.commits, repo.pushed = append(repo.commits, c), a.At
	on.merge = c
	on.close(a)
	l.event(on, a, 0, &entry{event: "merged", commit: c})
	l.event(on, a, 1, &entry{event: "closed"})
	l.event(on, a, 2, &entry{event: "head_ref_deleted"})
}
