package asana

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A ledger is the state of the projects after the acts read so far, in Asana's terms.
type ledger struct {
	users    []*user
	byHandle map[string]*user
	projects []*project
	works    map[int]*task    // by number in the world
	tasks    map[string]*task // by gid
	said     map[int]*story   // the comment that an act became
	opened   map[int]*task    // the task that an act opened
	read     int
}

// A user is somebody with an account.
type user struct {
	gid, name, email string
}

// A project is a project with everything in it.
type project struct {
	world.Project
	gid          string
	sections     []*section
	tasks        []*task // without subtasks, in the order of their making
	events       []event
	made, active time.Time
}

type section struct{ gid, name string }

// A task is a piece of work, or a line of its checklist.
type task struct {
	project          *project
	parent           *task
	gid              string
	number, work     int
	subtype          string
	name, notes      string
	section          *section
	author, assignee *user
	tags             []string
	due, start       time.Time
	dependencies     []*task // which have to be done before
	dependents       []*task
	approval         string
	finished         time.Time
	finisher         *user
	made, modified   time.Time
	subtasks         []*task
	stories          []*story
}

func (t *task) completed() bool { return !t.finished.IsZero() }

// A story is something that was done to a task. Texts of comments are as the world has them.
type story struct {
	gid     string
	subtype string
	at      time.Time
	by      *user
	text    string
	edited  bool
	fields  object // those of its subtype
}

// An event is what the stream tells: that something happened to something.
type event struct {
	at         time.Time
	by         *user
	action     string
	kind, gid  string
	subtype    string
	parent     string // the gid of the task or project around it
	parentKind string
	field      string // what changed
	task       string // the gid of the task that this is about, if it is about one
}

// An object is any of Asana's.
type object = map[string]any

// firstDay is when the company came to Asana.
var firstDay = time.Date(2023, time.August, 21, 8, 0, 0, 0, time.UTC)

func newLedger(people []world.Person, projects []world.Project) *ledger {
	l := &ledger{
		byHandle: map[string]*user{}, works: map[int]*task{}, tasks: map[string]*task{}, said: map[int]*story{}, opened: map[int]*task{},
	}
	for _, p := range people {
		if hasAccount(p) {
			u := &user{gid: gid("user", p.Handle), name: p.Name, email: p.Email}
			l.users = append(l.users, u)
			l.byHandle[p.Handle] = u
		}
	}
	for _, p := range projects {
		one := &project{Project: p, gid: Project(p.Name), made: firstDay, active: firstDay}
		for _, name := range p.Columns {
			one.section(name)
		}
		l.projects = append(l.projects, one)
	}
	return l
}

// hasAccount reports whether the person can be somebody on Asana: groups cannot, nor accounts that are no more.
func hasAccount(p world.Person) bool { return p.Members == nil && p.Login != "" }

// gid names an object as Asana does: sixteen digits.
func gid(kind, name string) string {
	sum := sha256.Sum256([]byte(kind + " " + name))
	return fmt.Sprintf("12%014d", binary.BigEndian.Uint64(sum[:8])%1e14)
}

func taskGID(project string, number int) string { return gid("task", fmt.Sprint(project, " ", number)) }

// section finds a section by its name, and makes it where there is none.
func (p *project) section(name string) *section {
	if i := slices.IndexFunc(p.sections, func(s *section) bool { return s.name == name }); i >= 0 {
		return p.sections[i]
	}
	s := &section{gid("section", p.Name+" "+name), name}
	p.sections = append(p.sections, s)
	return s
}

// project finds a project by its gid.
func (l *ledger) project(gid string) *project {
	if i := slices.IndexFunc(l.projects, func(p *project) bool { return p.gid == gid }); i >= 0 {
		return l.projects[i]
	}
	return nil
}
