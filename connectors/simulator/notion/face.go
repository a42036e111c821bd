package notion

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
	// Base is the address under which clients reach the face, without a slash at its end: http://127.0.0.1:8090/notion.
	// If it is empty, every answer takes it from the request's Host.
	Base string
	// Refused lists tokens that are answered 401. Every other token is accepted, and none at all is not.
	Refused []string
	// Clock is the time of the connection, not of the world: limits run by it. Nil is time.Now.
	Clock func() time.Time
	// Refer is the address of a piece of work that is kept in another tool, by its number in the world. It may be nil, and
	// may return nothing.
	Refer func(work int) string
}

// A World is what a face shows: people and the log of what they did. A [world.World] is one.
type World interface {
	People() []world.Person
	// Acts returns the acts after the first n.
	Acts(n int) []world.Act
}

// A Face answers as Notion does. It may be used by many goroutines while the world advances.
type Face struct {
	world   World
	options Options
	routes  *http.ServeMux
	limit   limit

	mu     sync.RWMutex
	ledger *ledger
}

// New shows the world.
func New(w World, o Options) *Face {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	f := &Face{world: w, options: o, ledger: newLedger(w.People(), world.Projects(world.Papers), o.Refer)}
	f.routes = f.route()
	return f
}

// ServeHTTP answers one request.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.routes.ServeHTTP(w, r) }

// Address is where people find the piece of work with that number in its project. It takes no lock.
func (f *Face) Address(number int) string { return address(f.options.Base, number) }

// Account is the id of the person with the handle, and empty for groups and for those whose account was deleted.
func (f *Face) Account(handle string) string {
	for _, p := range f.world.People() {
		if p.Handle == handle {
			return account(p)
		}
	}
	return ""
}

func address(base string, number int) string {
	return fmt.Sprintf("%s/Proposal-%d-%s", base, number, short(pageID(number)))
}

// read brings the ledger up to the world and calls do while nobody else changes it.
func (f *Face) read(do func(l *ledger)) {
	f.mu.RLock()
	if len(f.world.Acts(f.ledger.read)) > 0 {
		f.mu.RUnlock()
		f.mu.Lock()
		for _, a := range f.world.Acts(f.ledger.read) {
			f.ledger.enter(a)
		}
		f.mu.Unlock()
		f.mu.RLock()
	}
	defer f.mu.RUnlock()
	do(f.ledger)
}

// route lists everything the face answers to.
func (f *Face) route() *http.ServeMux {
	m := http.NewServeMux()
	for pattern, answer := range map[string]func(*ask) (any, error){
		"POST /v1/search":                  (*ask).search,
		"GET /v1/databases/{id}":           (*ask).database,
		"POST /v1/databases/{id}/query":    (*ask).query,
		"GET /v1/data_sources/{id}":        (*ask).source,
		"POST /v1/data_sources/{id}/query": (*ask).query,
		"GET /v1/pages/{id}":               (*ask).page,
		"GET /v1/blocks/{id}":              (*ask).block,
		"GET /v1/blocks/{id}/children":     (*ask).children,
		"GET /v1/comments":                 (*ask).comments,
		"GET /v1/comments/{id}":            (*ask).comment,
		"GET /v1/users":                    (*ask).users,
		"GET /v1/users/{id}":               (*ask).user,
		"/v1/":                             (*ask).unknown,
	} {
		m.Handle(pattern, f.api(answer))
	}
	f.pages(m)
	return m
}
