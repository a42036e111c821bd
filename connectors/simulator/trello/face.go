package trello

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Options say how the world is to be shown.
type Options struct {
	// Base is the address under which clients reach the face, without a slash at its end: http://127.0.0.1:8090/trello.
	// If it is empty, every answer takes it from the request's Host.
	Base string
	// Refused lists tokens that are answered 401. Every other token is accepted, and none at all is not.
	Refused []string
	// Clock is the time of the connection, not of the world. Nil is time.Now.
	Clock func() time.Time
	// Refer is the address of work that is kept in another tool, by its number in the world. Nil knows none.
	Refer func(work int) string
}

// Workspace is the short name of the company's workspace, which all its boards belong to.
const Workspace = "moorline"

// A Face answers as Trello does. It may be used by many goroutines while the world advances.
type Face struct {
	world   *world.World
	options Options
	routes  *http.ServeMux
	meter   meter

	mu     sync.RWMutex
	ledger *ledger
}

// New shows the world.
func New(w *world.World, o Options) *Face {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	f := &Face{world: w, options: o, ledger: newLedger(w.People(), world.Projects(world.Board))}
	f.routes = http.NewServeMux()
	f.routes.HandleFunc("GET /1/", f.api)
	f.pages(f.routes)
	return f
}

// ServeHTTP answers one request.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.routes.ServeHTTP(w, r) }

// Address is where people see the card with that number in its project. It tells without looking: there may be none yet.
func (f *Face) Address(number int) string {
	return f.options.Base + "/c/" + shortLink("card", world.Projects(world.Board)[0].Name, number)
}

// Account is the username of a person of the world, empty for those who have none.
func (f *Face) Account(handle string) string {
	for _, p := range f.world.People() {
		if p.Handle == handle {
			return username(p)
		}
	}
	return ""
}

// BoardAddress is where people see the board of a project, which is what a source's configuration may say.
func (f *Face) BoardAddress(project string) string {
	return f.options.Base + "/b/" + shortLink("board", project, 0) + "/" + project
}

// read brings the ledger up to the world and calls do while nobody else changes it.
func (f *Face) read(do func(l *ledger)) {
	f.mu.RLock()
	if len(f.world.Acts(f.ledger.read)) == 0 {
		defer f.mu.RUnlock()
		do(f.ledger)
		return
	}
	f.mu.RUnlock()
	f.mu.Lock()
	f.ledger.enterAll(f.world.Acts(f.ledger.read))
	f.mu.Unlock()
	f.mu.RLock()
	defer f.mu.RUnlock()
	do(f.ledger)
}
