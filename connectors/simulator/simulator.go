package simulator

import (
	"fmt"
	"net/http"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// Organization is the login of the fictional company, and Repositories are the names of its repositories.
const Organization = github.Organization

// Repositories returns the full names of the company's repositories on GitHub.
func Repositories() []string { return []string{Organization + "/api", Organization + "/web"} }

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
	// from the request.
	Base string
	// GitHub says more about the face of that name; its Base and Clock are set by the simulator.
	GitHub github.Options
}

// A Simulator is a world with its faces. It may be used by many goroutines.
type Simulator struct {
	world  *world.World
	pace   Pace
	clock  func() time.Time
	github *github.Face
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
	w, err := world.New(world.Options{Seed: o.Seed, Now: o.Now, Date: pace.Date})
	if err != nil {
		return nil, fmt.Errorf("make the world: %w", err)
	}
	o.GitHub.Clock = o.Clock
	if o.Base != "" {
		o.GitHub.Base = o.Base + "/github"
	}
	s := &Simulator{world: w, clock: o.Clock, pace: pace}
	s.github = github.New(w, o.GitHub)
	return s, nil
}

// World is the world behind the faces. It is advanced by every request; advancing it by hand as well does no harm.
func (s *Simulator) World() *world.World { return s.world }

// GitHub is the face that answers as GitHub, for its counters and faults.
func (s *Simulator) GitHub() *github.Face { return s.github }

// Now is the time of the world at this moment of the clock, and lets the world live until then.
func (s *Simulator) Now() time.Time {
	s.world.Advance(s.pace.At(s.clock()))
	return s.world.Now()
}

// Handler answers for all faces: GitHub below /github.
func (s *Simulator) Handler() http.Handler {
	m := http.NewServeMux()
	m.Handle("/github/", http.StripPrefix("/github", s.github))
	m.Handle("/{$}", http.RedirectHandler("github/"+Organization, http.StatusFound))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Now()
		m.ServeHTTP(w, r)
	})
}

// A Person is one of the team, as a protocol would list them.
type Person struct {
	Name string
	// Role is what they do, in a few words.
	Role string
	// Zone is the name of their time zone: Europe/Lisbon.
	Zone string
	// From and To are their working hours there, as 09:00, and Days the days on which they work.
	From, To string
	Days     []time.Weekday
	// GitHub is their login there.
	GitHub string
}

// People returns the team of six, without groups, programs and people from outside.
func (s *Simulator) People() []Person {
	var team []Person
	for _, p := range s.world.People() {
		if p.Bot || p.Outside || p.Members != nil {
			continue
		}
		team = append(team, Person{
			Name: p.Name, Role: p.Role, Zone: p.Zone.String(), From: hour(p.From), To: hour(p.To), Days: p.Days, GitHub: p.Login,
		})
	}
	return team
}

func hour(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
