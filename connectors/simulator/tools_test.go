package simulator_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/connectors/simulator/world"
)

const base = "http://team.example"

// shown is what the simulator shows at one of its addresses, after redirects.
func shown(t *testing.T, s *simulator.Simulator, address string) (status int, page string) {
	t.Helper()
	for range 3 {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimPrefix(address, base), nil)
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, req)
		if to := answer.Header().Get("Location"); answer.Code/100 == 3 && to != "" {
			address = to
			continue
		}
		return answer.Code, html.UnescapeString(answer.Body.String())
	}
	t.Fatalf("%s leads round and round", address)
	return 0, ""
}

// Whatever anybody has opened is where its address says, unless it was deleted, and so is all that texts name.
func TestAddressesLeadToWork(t *testing.T) {
	s, err := simulator.New(simulator.Options{Seed: 1, Now: tuesday, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	acts := s.World().Acts(0)
	gone := map[int]bool{}
	for _, a := range acts {
		gone[a.Work] = gone[a.Work] || a.Deed == world.Binned
	}
	begun := map[string]int{}
	for _, a := range acts {
		if a.Deed != world.Opened || gone[a.Work] {
			continue
		}
		address := s.Address(a.Work)
		if address == "" {
			continue
		}
		tool, _, _ := strings.Cut(strings.TrimPrefix(address, base+"/"), "/")
		if begun[tool]++; begun[tool]%10 != 1 {
			continue
		}
		status, page := shown(t, s, address)
		if words := strings.FieldsFunc(a.Name, func(r rune) bool { return r == '`' }); status != http.StatusOK || !strings.Contains(page, words[0]) {
			t.Errorf("%q of %s is not at %s: %d", a.Name, a.Project, address, status)
		}
	}
	for _, tool := range s.Tools() {
		if begun[tool.Name] < 10 {
			t.Errorf("in %s only %d pieces of work were opened: %v", tool.Title, begun[tool.Name], begun)
		}
	}
	if s.Address(0) != "" || s.Address(len(acts)) != "" {
		t.Error("what does not exist has an address")
	}
}

var link = regexp.MustCompile(`href="([^"]*)"`)

// The first page leads to every tool, and from there on to what is kept in it.
func TestTheFirstPageLeadsToAllTools(t *testing.T) {
	s, err := simulator.New(simulator.Options{Seed: 1, Now: tuesday, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	status, page := shown(t, s, base+"/")
	if status != http.StatusOK {
		t.Fatalf("the first page is answered %d", status)
	}
	for _, tool := range s.Tools() {
		if tool.URL != base+"/"+tool.Name || len(tool.Places) == 0 || s.Tool(tool.Name).URL != tool.URL {
			t.Errorf("the tool is %+v", tool)
		}
		for _, place := range tool.Places {
			if !strings.Contains(page, fmt.Sprintf(`<a href="%s">%s</a>`, place.Page, place.Title)) {
				t.Errorf("no link leads to %s in %s:\n%s", place.Title, tool.Title, page)
			}
			if status, there := shown(t, s, place.Page); status != http.StatusOK || len(link.FindAllString(there, -1)) < 5 {
				t.Errorf("%s is answered %d:\n%s", place.Page, status, there)
			}
		}
	}
	if got := s.Tool("fax"); got.Name != "" {
		t.Errorf("the company has a %+v", got)
	}
}

func TestTeams(t *testing.T) {
	s, err := simulator.New(simulator.Options{Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, team := range s.Teams() {
		told = append(told, team.Name+": "+strings.Join(team.Members, ", "))
	}
	if got := strings.Join(told, "; "); got != "backend: Inês Carvalho, Nikhil Rao, Meera Iyer; frontend: Claire Tremblay, Aroha Ngata" {
		t.Errorf("the teams are %s", got)
	}
}

// All tools know everybody in the team, each by another id.
func TestAccounts(t *testing.T) {
	s, err := simulator.New(simulator.Options{Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	for _, p := range s.People() {
		if len(p.Accounts) != len(s.Tools()) {
			t.Errorf("%s has the accounts %v", p.Name, p.Accounts)
		}
		for _, a := range p.Accounts {
			if other := taken[a.Tool+"/"+a.ID]; a.ID == "" || other != "" || s.Tool(a.Tool).Name == "" {
				t.Errorf("in %s %s is %q, which is also %q", a.Tool, p.Name, a.ID, other)
			}
			taken[a.Tool+"/"+a.ID] = p.Name
		}
	}
}
