package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/asana"
	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/connectors/simulator/jira"
	"github.com/datelinehq/dateline/connectors/simulator/loom"
	"github.com/datelinehq/dateline/connectors/simulator/notion"
	"github.com/datelinehq/dateline/connectors/simulator/trello"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Organization is the login of the fictional company on GitHub.
const Organization = github.Organization

// Repositories returns the full names of the company's repositories on GitHub.
func Repositories() []string {
	var names []string
	for _, p := range world.Projects(world.Code) {
		names = append(names, Organization+"/"+p.Name)
	}
	return names
}

// Options say which team to simulate and how fast it lives. The zero Options simulate in real time from the present.
type Options struct {
	// Seed chooses among the many lives of the team.
	Seed uint64
	// Now is where the two months of history end and life begins. Zero is what Clock shows at the start.
	Now time.Time
	// Speed is how many seconds of the world pass in a second of the clock. Zero is 1. What happens is dated by the clock.
	Speed float64
	// Clock drives the world. Nil is time.Now.
	Clock func() time.Time
	// Base is the address under which clients reach the simulator: http://127.0.0.1:8090. If it is empty, answers take it
	// from the request, and what is kept in another tool is referred to by no address.
	Base string
	// The faces' options say more about each. Their Base, Clock and Refer are set by the simulator.
	GitHub github.Options
	Jira   jira.Options
	Trello trello.Options
	Asana  asana.Options
	Notion notion.Options
}

// A Simulator is a world with its faces. It may be used by many goroutines.
type Simulator struct {
	world  *world.World
	pace   Pace
	clock  func() time.Time
	base   string
	github *github.Face
	tools  []tool
}

// New makes a simulator. It serves nothing yet: see [Simulator.Handler] and [Listen].
func New(o Options) (*Simulator, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Speed <= 0 {
		o.Speed = 1
	}
	start := o.Clock()
	if o.Now.IsZero() {
		o.Now = start
	}
	pace := Pace{Clock: start, World: o.Now.UTC().Truncate(time.Second), Speed: o.Speed}
	s := &Simulator{clock: o.Clock, pace: pace, base: strings.TrimSuffix(o.Base, "/")}
	var err error
	s.world, err = world.New(world.Options{Seed: o.Seed, Now: o.Now, Date: pace.Date, Loom: s.Loom()})
	if err != nil {
		return nil, fmt.Errorf("make the world: %w", err)
	}
	s.open(o)
	return s, nil
}

// World is the world behind the faces. It is advanced by every request; advancing it by hand as well does no harm.
func (s *Simulator) World() *world.World { return s.world }

// Organization is the login of the company on GitHub.
func (s *Simulator) Organization() string { return Organization }

// GitHub is the face that answers as GitHub, for its counters and faults.
func (s *Simulator) GitHub() *github.Face { return s.github }

// Now is the time of the world at this moment of the clock, and lets the world live until then.
func (s *Simulator) Now() time.Time {
	s.world.Advance(s.pace.At(s.clock()))
	return s.world.Now()
}

// Loom is the address of the team's videos, which are at Loom; empty where the simulator has no address.
func (s *Simulator) Loom() string {
	if s.base == "" {
		return ""
	}
	return s.base + "/loom"
}

// Handler answers for all faces, each below a path of its tool's name: GitHub below /github. At / is a page for people that
// leads to them.
func (s *Simulator) Handler() http.Handler {
	m := http.NewServeMux()
	for _, t := range s.tools {
		m.Handle("/"+t.Name+"/", http.StripPrefix("/"+t.Name, t.face))
	}
	m.Handle("/loom/", http.StripPrefix("/loom", loom.New(loom.Options{Base: s.Loom()})))
	m.HandleFunc("GET /{$}", s.index)
	m.HandleFunc("GET /index.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, "index.css") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Now()
		m.ServeHTTP(w, r)
	})
}

// A Person is one of the team, as a protocol would list them.
type Person struct {
	// Handle is short for the name: ines.
	Handle, Name string
	// Role is what they do, in a few words.
	Role string
	// Zone is the name of their time zone: Europe/Lisbon.
	Zone string
	// Country is where they live, as the world has it: CA-BC.
	Country string
	// From and To are their working hours there, as 09:00, and Days the days on which they work.
	From, To string
	Days     []time.Weekday
	// Email is the address that the company's tools know them by.
	Email string
	// Accounts are theirs, one in each tool.
	Accounts []Account
}

// An Account is a person's in one tool.
type Account struct{ Tool, ID string }

// People returns the team of six, without groups, programs and people from outside.
func (s *Simulator) People() []Person {
	var team []Person
	for _, p := range s.world.People() {
		if p.Bot || p.Outside || p.Members != nil {
			continue
		}
		member := Person{
			Handle: p.Handle, Name: p.Name, Role: p.Role, Zone: p.Zone.String(), Country: p.Country,
			From: hour(p.From), To: hour(p.To), Days: p.Days, Email: p.Email,
		}
		for _, t := range s.tools {
			if account := t.face.Account(p.Handle); account != "" {
				member.Accounts = append(member.Accounts, Account{Tool: t.Name, ID: account})
			}
		}
		team = append(team, member)
	}
	return team
}

// A Team is a group of people, as a protocol would list it.
type Team struct {
	Name    string
	Members []string
}

// Teams returns the groups of the team, with the names of who belongs to them.
func (s *Simulator) Teams() []Team {
	names := map[string]string{}
	for _, p := range s.world.People() {
		names[p.Handle] = p.Name
	}
	var teams []Team
	for _, p := range s.world.People() {
		if p.Members == nil {
			continue
		}
		team := Team{Name: p.Handle}
		for _, h := range p.Members {
			team.Members = append(team.Members, names[h])
		}
		teams = append(teams, team)
	}
	return teams
}

func hour(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
