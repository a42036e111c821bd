package world

import "slices"

// A Place is the sort of place a project's work is kept in. A face shows the projects of one sort.
type Place string

// The places.
const (
	Code   Place = "code"   // a repository
	Desk   Place = "desk"   // a service desk, where customers report
	Board  Place = "board"  // cards that go from list to list
	Plan   Place = "plan"   // tasks in sections, with approvals
	Papers Place = "papers" // pages in which things are proposed and decided
)

// A Project is one of the company's projects.
type Project struct {
	// Name is what acts and scripts call it, Title what people do.
	Name, Title string
	Place       Place
	// Columns are the lists, statuses or sections its work goes through, in their order. Work begins in the first; what
	// is in one of the last Done of them wants nothing any more. Code has none.
	Columns []string
	Done    int
}

// projects are all of the company's.
var projects = []Project{
	{Name: "api", Title: "API", Place: Code},
	{Name: "web", Title: "Web app", Place: Code},
	{Name: "support", Title: "Harbour support", Place: Desk,
		Columns: []string{"Waiting for support", "In progress", "Waiting for customer", "Resolved"}, Done: 1},
	{Name: "onboarding", Title: "Harbour onboarding", Place: Board,
		Columns: []string{"Signed up", "Collecting berths", "Needs decision", "Ready to open", "Open"}, Done: 1},
	{Name: "season", Title: "Winter season", Place: Plan,
		Columns: []string{"Next", "Doing", "Waiting", "Done"}, Done: 1},
	{Name: "handbook", Title: "Proposals", Place: Papers,
		Columns: []string{"Draft", "In review", "Decided", "Superseded"}, Done: 2},
}

// Projects returns the projects that are kept in a place.
func Projects(in Place) []Project {
	var found []Project
	for _, p := range projects {
		if p.Place == in {
			found = append(found, p)
		}
	}
	return found
}

// projectNamed finds a project.
func projectNamed(name string) (Project, bool) {
	i := slices.IndexFunc(projects, func(p Project) bool { return p.Name == name })
	if i < 0 {
		return Project{}, false
	}
	return projects[i], true
}

// Finished reports whether the work in the column wants nothing any more.
func (p Project) Finished(column string) bool {
	return slices.Contains(p.Columns[len(p.Columns)-p.Done:], column)
}
