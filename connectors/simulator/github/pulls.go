package github

import (
	"time"
)

// pulls lists pull requests: open ones and the newest first, unless asked otherwise. Sorted by anything but creation,
// they come oldest first.
func (a *ask) pulls() (reply, error) {
	q := a.URL.Query()
	all := chosen(a.repo.issues, func(is *issue) bool { return is.pull }, a.inState("open"), func(is *issue) bool {
		head, base := q.Get("head"), q.Get("base")
		return (head == "" || head == Organization+":"+is.head) && (base == "" || base == "main")
	})
	by, direction := issueCreated, q.Get("direction")
	switch q.Get("sort") {
	case "updated", "popularity", "long-running":
		by = issueUpdated
		if direction == "" {
			direction = "asc"
		}
	}
	return pages(a, ordered(all, by, direction != "asc"), a.draw.pull, issueUpdated), nil
}

// numberedPull finds the pull request of the path.
func (a *ask) numberedPull() (*issue, error) {
	is, err := a.numbered()
	if err != nil || !is.pull {
		return nil, errNotFound
	}
	return is, nil
}

func (a *ask) pull() (reply, error) {
	is, err := a.numberedPull()
	if err != nil {
		return reply{}, err
	}
	return reply{body: a.draw.wholePull(is), modified: is.updated}, nil
}

// remarks lists the comments on lines, of the repository or of one pull request.
func (a *ask) remarks() (reply, error) {
	since, err := a.since()
	if err != nil {
		return reply{}, err
	}
	all := chosen(a.repo.remarks, func(e *entry) bool { return !e.updated.Before(since) })
	if a.PathValue("number") != "" {
		is, err := a.numberedPull()
		if err != nil {
			return reply{}, err
		}
		all = chosen(all, func(e *entry) bool { return e.on == is })
	}
	return pages(a, a.sorted(all), a.draw.remark, entryUpdated), nil
}

// reviews lists the reviews of one pull request, oldest first.
func (a *ask) reviews() (reply, error) {
	is, err := a.numberedPull()
	if err != nil {
		return reply{}, err
	}
	all := chosen(is.timeline, func(e *entry) bool { return e.state != "" })
	return pages(a, all, a.draw.review, entryUpdated), nil
}

func (a *ask) requested() (reply, error) {
	is, err := a.numberedPull()
	if err != nil {
		return reply{}, err
	}
	return reply{body: object{"users": a.draw.users(is.reviews), "teams": a.draw.teams(is.reviews)}}, nil
}

func commitTime(c *commit) time.Time { return c.act.At }

func (a *ask) pullCommits() (reply, error) {
	is, err := a.numberedPull()
	if err != nil {
		return reply{}, err
	}
	return pages(a, is.pushes, a.draw.commit, commitTime), nil
}

func (a *ask) pullFiles() (reply, error) {
	is, err := a.numberedPull()
	if err != nil {
		return reply{}, err
	}
	c := is.merge
	if c == nil {
		c = is.tip()
	}
	return reply{body: a.draw.files(c, c.files)}, nil
}
