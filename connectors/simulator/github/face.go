package github

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Options say how the world is to be shown.
type Options struct {
	// Base is the address under which clients reach the face, without a slash at its end: http://127.0.0.1:8090/github.
	// If it is empty, every answer takes it from the request's Host.
	Base string
	// Refused lists tokens that are answered 401. Every other token is accepted, and none at all is not.
	Refused []string
	// Quota is how many requests a clock hour allows; zero is 5000.
	Quota int
	// Clock is the time of the connection, not of the world: quotas run out by it. Nil is time.Now.
	Clock func() time.Time
	// Refer is the address of work that is kept in another tool, by its number in the world. Nil knows none.
	Refer func(work int) string
}

// A Face answers as GitHub does. It may be used by many goroutines while the world advances.
type Face struct {
	world   *world.World
	options Options
	routes  *http.ServeMux
	meter   meter
	faults  faults

	mu     sync.RWMutex
	ledger *ledger
}

// Organization is the login of the company on GitHub; its repositories are named after the projects of the world.
const Organization = "moorline"

// New shows the world.
func New(w *world.World, o Options) *Face {
	if o.Quota == 0 {
		o.Quota = 5000
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	f := &Face{world: w, options: o, ledger: newLedger(w.People(), o.Refer)}
	f.meter.quota = o.Quota
	f.routes = f.route()
	return f
}

// ServeHTTP answers one request.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.routes.ServeHTTP(w, r) }

// Address is where people find the issue or pull request with that number in its project, which is the repository's name.
// The projects are older than the history of the world, so GitHub's numbers are higher by what each began with. It tells
// without looking: there may be none yet, and to a pull request it leads as to an issue.
func (f *Face) Address(project string, number int) string {
	for _, p := range projects {
		if p.name == project {
			return fmt.Sprintf("%s/%s/%s/issues/%d", f.options.Base, Organization, p.name, p.numbered(number))
		}
	}
	return ""
}

// Account is the login of a person of the world, empty for groups and for those whose account was deleted.
func (f *Face) Account(handle string) string {
	if p := f.ledger.people[handle]; p.Members == nil { // the people never change
		return p.Login
	}
	return ""
}

// read brings the ledger up to the world and calls do while nobody else changes it.
func (f *Face) read(do func(l *ledger)) {
	f.mu.RLock()
	acts := f.world.Acts(f.ledger.read)
	if len(acts) == 0 {
		defer f.mu.RUnlock()
		do(f.ledger)
		return
	}
	f.mu.RUnlock()
	f.mu.Lock()
	for _, a := range f.world.Acts(f.ledger.read) {
		f.ledger.enter(a)
	}
	f.mu.Unlock()
	f.mu.RLock()
	defer f.mu.RUnlock()
	do(f.ledger)
}

// route lists everything the face answers to.
func (f *Face) route() *http.ServeMux {
	m := http.NewServeMux()
	api := func(pattern string, answer func(*ask) (reply, error)) {
		m.Handle("GET "+pattern, f.api(answer))
	}
	repo := func(pattern string, answer func(*ask) (reply, error)) {
		api("/repos/{owner}/{repo}"+pattern, answer)
	}
	api("/user", (*ask).viewer)
	api("/users/{login}", (*ask).user)
	api("/users/{login}/repos", (*ask).repositories)
	api("/orgs/{login}", (*ask).organization)
	api("/orgs/{login}/repos", (*ask).repositories)
	api("/user/repos", (*ask).repositories)
	api("/installation/repositories", (*ask).installed)
	m.Handle("GET /rate_limit", f.rateLimit())
	m.HandleFunc("POST /app/installations/{id}/access_tokens", f.installationToken)
	repo("", (*ask).repository)
	repo("/issues", (*ask).issues)
	repo("/issues/comments", (*ask).comments)
	repo("/issues/comments/{id}", (*ask).comment)
	repo("/issues/events", (*ask).events)
	repo("/issues/{number}", (*ask).issue)
	repo("/issues/{number}/{list}", (*ask).ofIssue)
	repo("/pulls", (*ask).pulls)
	repo("/pulls/comments", (*ask).remarks)
	repo("/pulls/{number}", (*ask).pull)
	repo("/pulls/{number}/comments", (*ask).remarks)
	repo("/pulls/{number}/reviews", (*ask).reviews)
	repo("/pulls/{number}/requested_reviewers", (*ask).requested)
	repo("/pulls/{number}/commits", (*ask).pullCommits)
	repo("/pulls/{number}/files", (*ask).pullFiles)
	repo("/labels", (*ask).labels)
	repo("/milestones", (*ask).milestones)
	repo("/releases", (*ask).releases)
	repo("/releases/latest", (*ask).latestRelease)
	repo("/commits", (*ask).commits)
	repo("/commits/{sha}", (*ask).commit)
	repo("/contents/{path...}", (*ask).contents)
	m.Handle("/repositories/{id}/{rest...}", http.HandlerFunc(f.byNumber))
	m.Handle("/repositories/{id}", http.HandlerFunc(f.byNumber))
	f.pages(m)
	m.Handle("/", f.api((*ask).unknown))
	return m
}
