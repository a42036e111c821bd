package jira

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Options say how the world is to be shown.
type Options struct {
	// Base is the address under which clients reach the face, without a slash at its end: http://127.0.0.1:8090/jira. If it
	// is empty, every answer takes it from the request's Host.
	Base string
	// Refused lists tokens that are answered 401. Every other token is accepted, and none at all is not.
	Refused []string
	// Clock is the time of the connection, not of the world. Nil is time.Now.
	Clock func() time.Time
	// Refer is the address of a piece of work that is kept in another tool, by its number in the world. Nil knows none.
	Refer func(work int) string
}

// A Life is what is shown: a world, or a few acts in a test.
type Life interface {
	// People are all who act.
	People() []world.Person
	// Acts are the acts after the first n, oldest first.
	Acts(n int) []world.Act
	// Find says which project a piece of work belongs to and which number it has there.
	Find(work int) (project string, number int)
}

// A Face answers as Jira does. It may be used by many goroutines while the world advances.
type Face struct {
	life    Life
	options Options
	routes  *http.ServeMux

	mu     sync.RWMutex
	ledger *ledger
}

// New shows the world.
func New(l Life, o Options) *Face {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	f := &Face{life: l, options: o, ledger: newLedger(l.People())}
	f.routes = f.route()
	return f
}

// ServeHTTP answers one request.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.routes.ServeHTTP(w, r) }

// Address is the page of the issue with that number. It takes no lock.
func (f *Face) Address(number int) string { return f.options.Base + "/browse/" + issueKey(number) }

// Account is the account id of a person of the world, empty for groups and for those whose account was deleted.
func (f *Face) Account(handle string) string {
	p, ok := f.ledger.people[handle] // which never changes
	if !ok {
		return ""
	}
	return accountID(p)
}

// Key is the key of the project that the desk is on Jira.
const Key = "DOCK"

func issueKey(number int) string { return fmt.Sprintf("%s-%d", Key, number) }

// accountID names a person as Jira does: people of the site, customers and apps each in their own form.
func accountID(p world.Person) string {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("jira account "+p.Handle)))
	switch {
	case p.Members != nil || p.Name == "":
		return ""
	case p.Bot:
		return fmt.Sprintf("557058:%s-%s-%s-%s-%s", sum[:8], sum[8:12], sum[12:16], sum[16:20], sum[20:32])
	case p.Outside:
		return fmt.Sprintf("qm:%s:%s", sum[:8], sum[8:24])
	}
	return sum[:24]
}

// read brings the ledger up to the world and calls do while nobody else changes it.
func (f *Face) read(do func(l *ledger)) {
	f.mu.RLock()
	acts := f.life.Acts(f.ledger.read)
	if len(acts) == 0 {
		defer f.mu.RUnlock()
		do(f.ledger)
		return
	}
	f.mu.RUnlock()
	f.mu.Lock()
	for _, a := range f.life.Acts(f.ledger.read) {
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
	for _, version := range []string{"2", "3", "latest"} {
		for _, route := range []struct {
			pattern string
			answer  func(*ask) (any, error)
		}{
			{"GET %s/myself", (*ask).myself},
			{"GET %s/mypermissions", (*ask).permissions},
			{"GET %s/user", (*ask).user},
			{"GET %s/users/search", (*ask).users},
			{"GET %s/field", (*ask).fields},
			{"GET %s/status", (*ask).statuses},
			{"GET %s/issuetype", (*ask).kinds},
			{"GET %s/project", (*ask).projects},
			{"GET %s/project/search", (*ask).projectPage},
			{"GET %s/project/{key}", (*ask).project},
			{"GET %s/search/jql", (*ask).search},
			{"POST %s/search/jql", (*ask).search},
			{"POST %s/search/approximate-count", (*ask).count},
			{"GET %s/search", (*ask).removed},
			{"POST %s/search", (*ask).removed},
			{"GET %s/issue/{issue}", (*ask).issue},
			{"GET %s/issue/{issue}/comment", (*ask).comments},
			{"GET %s/issue/{issue}/comment/{id}", (*ask).comment},
			{"GET %s/issue/{issue}/changelog", (*ask).changelog},
			{"GET %s/issue/{issue}/worklog", (*ask).worklog},
		} {
			m.Handle(fmt.Sprintf(route.pattern, "/rest/api/"+version), f.api(version, true, route.answer))
		}
		m.Handle("GET /rest/api/"+version+"/serverInfo", f.api(version, false, (*ask).server))
	}
	m.Handle("/rest/", f.api("3", true, (*ask).unknown))
	m.HandleFunc("GET /browse/{issue}", f.issuePage)
	m.HandleFunc("GET /browse/"+Key, f.indexPage)
	m.HandleFunc("GET /{$}", f.indexPage)
	return m
}
