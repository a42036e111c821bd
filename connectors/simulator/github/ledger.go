package github

import (
	"crypto/sha1" //nolint:gosec // git names its objects so
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A ledger is the state of the repositories after the acts read so far, in GitHub's terms.
type ledger struct {
	people map[string]world.Person
	repos  map[string]*repository // by name
	works  map[int]*issue         // by number in the world
	acts   map[int]*entry         // what became of an act that others refer to
	refer  func(work int) string  // may be nil
	read   int
}

// A project says which repository a project of the world is on GitHub.
type project struct {
	id                                int64
	name, description, language, from string
	first                             int    // the number of the first issue: the project is older than the history
	former                            string // what the repository was called before it was renamed
}

var projects = []project{
	{704118203, "api", "Berths, bookings and invoices: the server behind Moorline", "Go", "2023-02-13T09:12:44Z", 412, "server"},
	{704118951, "web", "The harbour office in the browser", "TypeScript", "2023-02-13T10:03:10Z", 287, ""},
}

// numbered is the number an issue has on GitHub, by the one it has in the project of the world.
func (p project) numbered(inProject int) int { return p.first + inProject - 1 }

// A repository is a project with everything in it, each list in the order of time.
type repository struct {
	project
	issues   []*issue
	comments []*entry
	remarks  []*entry
	events   []*entry
	releases []*entry
	commits  []*commit
	files    map[string][]byte // the tip of the default branch, as far as contents are known
	labels   []string
	plans    []string // milestones
	pushed   time.Time
}

// An issue is an issue or a pull request.
type issue struct {
	repo                      *repository
	act                       world.Act // that opened it
	number                    int
	title, body               string
	pull, draft               bool
	created, updated, closed  time.Time
	closedBy, reason          string
	labels, assigned, reviews []string // reviews: the logins asked to review now
	plan                      string
	comments, remarks         int
	timeline                  []*entry // all that happened to it
	head, headSHA, baseSHA    string
	pushes                    []*commit
	merge                     *commit
}

// An entry is a comment, a review, a remark on a line, a release or an event: whatever has an id of its own.
type entry struct {
	id      int64
	act     world.Act
	on      *issue
	event   string // for an event: GitHub's word for it
	who     string // for an event: whom it concerns
	state   string // for a review
	body    string
	updated time.Time
	review  *entry  // for a remark: the review it is part of
	thread  *entry  // for a reply: the remark that began the thread
	commit  *commit // for an event: what did it; for a review: what was reviewed
	from    string  // for an event: the former title
	into    string  // the new title, the label, the milestone
	source  *issue  // for a cross-reference: where it was made
}

// A commit is what was pushed to a branch or merged into the default one.
type commit struct {
	sha, parent string
	repo        *repository
	act         world.Act
	message     string
	files       []world.File
	added       map[string]bool // the files that did not exist before
}

// oldRecord is a decision from before the history, which the team takes back in it.
const oldRecord = `---
status: accepted
---
# Rows are marked as deleted

Rows get a ` + "`deleted_at`" + ` instead of being deleted, so that the office can restore them.
`

// renamed finds the repository that once had the name.
func (l *ledger) renamed(name string) *repository {
	for _, r := range l.repos {
		if r.former != "" && r.former == name {
			return r
		}
	}
	return nil
}

func newLedger(people []world.Person, refer func(work int) string) *ledger {
	l := &ledger{
		people: map[string]world.Person{}, repos: map[string]*repository{},
		works: map[int]*issue{}, acts: map[int]*entry{}, refer: refer,
	}
	for _, p := range people {
		l.people[p.Handle] = p
	}
	for _, p := range projects {
		r := &repository{project: p, files: map[string][]byte{}}
		root := &commit{repo: r, sha: sha("root", p.name), message: "Begin"}
		root.act.By, root.act.At = "ines", parseTime(p.from)
		if p.name == "api" {
			const name = "docs/decisions/0007-rows-are-marked-as-deleted.md"
			root.files = []world.File{{Path: name, Text: oldRecord, Added: strings.Count(oldRecord, "\n")}}
			root.added = map[string]bool{name: true}
			r.files[name] = []byte(oldRecord)
		}
		r.commits, r.pushed = []*commit{root}, root.act.At
		l.repos[p.name] = r
	}
	return l
}

// sha names a commit.
func sha(words ...string) string {
	return fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(words, "\n")))) //nolint:gosec // git names its objects so
}

func parseTime(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s)
	return t
}

func with(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(slices.Clone(all), s)
}

func without(all []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(t string) bool { return t == s })
}
