package simulator

import (
	"net/http"

	"github.com/datelinehq/dateline/connectors/simulator/asana"
	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/connectors/simulator/jira"
	"github.com/datelinehq/dateline/connectors/simulator/notion"
	"github.com/datelinehq/dateline/connectors/simulator/trello"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A Tool is one of the tools the company uses.
type Tool struct {
	// Name is its path below the simulator's address, and Title what people call it.
	Name, Title string
	// URL is the address of its API, to be given to a connector as its url; empty where the simulator has no address.
	URL string
	// Places are what the company has in it.
	Places []Place
}

// A Place is a repository, a project, a board or a database.
type Place struct {
	// Name is what the company calls it for short, Title what it says above it, Page where people see it.
	Name, Title, Page string
	// ID is what a connector's configuration says to read it.
	ID string
}

// A face is one tool's side of the world.
type face interface {
	http.Handler
	Account(handle string) string
}

// A tool is a face with what is known about it.
type tool struct {
	Tool
	face face
	// kept is the sort of places whose work it shows, address where people find a piece of it.
	kept    world.Place
	address func(project string, number int) string
}

// open makes the faces.
func (s *Simulator) open(o Options) {
	below := func(name string) string {
		if s.base == "" {
			return ""
		}
		return s.base + "/" + name
	}
	o.GitHub.Base, o.GitHub.Clock, o.GitHub.Refer = below("github"), o.Clock, s.Address
	o.Jira.Base, o.Jira.Clock, o.Jira.Refer = below("jira"), o.Clock, s.Address
	o.Trello.Base, o.Trello.Clock, o.Trello.Refer = below("trello"), o.Clock, s.Address
	o.Asana.Base, o.Asana.Clock, o.Asana.Refer = below("asana"), o.Clock, s.Address
	o.Notion.Base, o.Notion.Clock, o.Notion.Refer = below("notion"), o.Clock, s.Address
	s.github = github.New(s.world, o.GitHub)
	desk, board := jira.New(s.world, o.Jira), trello.New(s.world, o.Trello)
	plan, papers := asana.New(s.world, o.Asana), notion.New(s.world, o.Notion)
	s.tools = []tool{
		{Tool{Name: "github", Title: "GitHub"}, s.github, world.Code, s.github.Address},
		{Tool{Name: "jira", Title: "Jira"}, desk, world.Desk, only(desk.Address)},
		{Tool{Name: "trello", Title: "Trello"}, board, world.Board, only(board.Address)},
		{Tool{Name: "asana", Title: "Asana"}, plan, world.Plan, only(plan.Address)},
		{Tool{Name: "notion", Title: "Notion"}, papers, world.Papers, only(papers.Address)},
	}
	for i := range s.tools {
		t := &s.tools[i]
		t.URL = below(t.Name)
		for _, p := range world.Projects(t.kept) {
			place := Place{Name: p.Name, Title: p.Title, Page: "/" + t.Name + "/"}
			switch t.kept {
			case world.Code:
				place.ID = Organization + "/" + p.Name
				place.Title, place.Page = place.ID, "/github/"+place.ID
			case world.Desk:
				place.ID = jira.Key
			case world.Board:
				place.ID = board.BoardAddress(p.Name)
			case world.Plan:
				place.ID = asana.Project(p.Name)
			}
			t.Places = append(t.Places, place)
		}
	}
}

// only is the address of a tool that has one project.
func only(address func(number int) string) func(string, int) string {
	return func(_ string, number int) string { return address(number) }
}

// Tools returns the company's tools.
func (s *Simulator) Tools() []Tool {
	all := make([]Tool, len(s.tools))
	for i, t := range s.tools {
		all[i] = t.Tool
	}
	return all
}

// Tool returns one of the company's tools, and the zero Tool for a name that none has.
func (s *Simulator) Tool(name string) Tool {
	for _, t := range s.tools {
		if t.Name == name {
			return t.Tool
		}
	}
	return Tool{}
}

// Address is where people find a piece of work of the world, in whatever tool it is kept; empty where the simulator has no
// address. Faces call it while they answer: it asks none of them anything for which it has to wait.
func (s *Simulator) Address(work int) string {
	if s.base == "" {
		return ""
	}
	project, number := s.world.Find(work)
	for _, t := range s.tools {
		for _, p := range world.Projects(t.kept) {
			if p.Name == project {
				return t.address(project, number)
			}
		}
	}
	return ""
}
