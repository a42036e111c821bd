package asana

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Options say how the life is to be shown.
type Options struct {
	// Base is the address under which clients reach the face, without a slash at its end: http://127.0.0.1:8090/asana. If
	// it is empty, every answer takes it from the request's Host.
	Base string
	// Refused lists tokens that are answered 401. Every other token is accepted, and none at all is not.
	Refused []string
	// Clock is the time of the connection, not of the world. Nil is time.Now.
	Clock func() time.Time
	// Refer is the address of work that is kept in another tool, by its number in the world. Nil knows none.
	Refer func(work int) string
}

// A Life is what is shown: a world, or a few acts in a test.
type Life interface {
	// People are all who act.
	People() []world.Person
	// Acts are the acts after the first n, oldest first.
	Acts(n int) []world.Act
}

// A Face answers as Asana does. It may be used by many goroutines while the life goes on.
type Face struct {
	life    Life
	options Options
	routes  *http.ServeMux

	mu     sync.RWMutex
	ledger *ledger
}

// New shows the life.
func New(l Life, o Options) *Face {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	f := &Face{life: l, options: o, ledger: newLedger(l.People(), world.Projects(world.Plan))}
	f.routes = http.NewServeMux()
	f.routes.HandleFunc(apiPath+"/", f.api)
	f.pages(f.routes)
	return f
}

// ServeHTTP answers one request.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.routes.ServeHTTP(w, r) }

// Project is the gid of a project of the world, which is what a source's configuration says.
func Project(name string) string { return gid("project", name) }

// Workspace is the gid of the company's workspace.
func Workspace() string { return gid("workspace", "moorline") }

// Address is where people see the task with that number in its project. It tells without looking: there may be none yet.
func (f *Face) Address(number int) string {
	name := world.Projects(world.Plan)[0].Name
	return f.options.Base + "/0/" + Project(name) + "/" + taskGID(name, number)
}

// Account is the gid of a person of the world, empty for those who have no account.
func (f *Face) Account(handle string) string {
	for _, p := range f.life.People() {
		if p.Handle == handle && hasAccount(p) {
			return gid("user", handle)
		}
	}
	return ""
}

// read brings the ledger up to the life and calls do while nobody else changes it.
func (f *Face) read(do func(l *ledger)) {
	f.mu.RLock()
	if len(f.life.Acts(f.ledger.read)) == 0 {
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
