package world_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// places are all of them, and what the company does there in hundredths of all that it does: at least and at most.
var places = []struct {
	place    world.Place
	from, to int
}{
	{world.Code, 32, 50}, {world.Desk, 10, 21}, {world.Board, 10, 21}, {world.Plan, 10, 21}, {world.Papers, 10, 21},
}

// opens lists the kinds of work a place knows.
var opens = map[world.Place][]world.Kind{
	world.Code: {world.Ticket, world.Change}, world.Desk: {world.Ticket}, world.Board: {world.Ticket},
	world.Plan: {world.Ticket, world.Assent}, world.Papers: {world.Paper},
}

// named finds a project.
func named(name string) (world.Project, bool) {
	for _, p := range places {
		for _, project := range world.Projects(p.place) {
			if project.Name == name {
				return project, true
			}
		}
	}
	return world.Project{}, false
}

// begin notes where the work begins.
func (on *state) begin(a world.Act) error {
	project, ok := named(a.Project)
	if !ok || !slices.Contains(opens[project.Place], a.Kind) {
		return fmt.Errorf("no %s is opened in %q", a.Kind, a.Project)
	}
	if on.project = project; len(project.Columns) > 0 {
		on.column = project.Columns[0]
	}
	return nil
}

// codeOnly are the deeds that are done to nothing but code.
var codeOnly = []world.Deed{
	world.Asked, world.Unasked, world.Reviewed, world.Remarked, world.Dismissed, world.Pushed, world.Readied, world.Drafted,
	world.Merged,
}

// doubtPlace says what is wrong with an act for the place it is done in.
func (r *reader) doubtPlace(on *state, a, about world.Act) error {
	switch {
	case on.gone:
		return fmt.Errorf("it is done to what was deleted")
	case a.Project != on.project.Name:
		return fmt.Errorf("it is done in %s, and the work is in %s", a.Project, on.project.Name)
	case on.project.Place != world.Code && slices.Contains(codeOnly, a.Deed):
		return fmt.Errorf("that is done to code only")
	case a.About > 0 && about.Work != a.Work && a.Deed != world.Closed && a.Deed != world.Awaited:
		return fmt.Errorf("it is about what was done to %d", about.Work)
	case on.silent[a.About]:
		return fmt.Errorf("it is about what is settled or deleted")
	}
	ticked, listed := on.lines[a.Name]
	switch a.Deed {
	case world.Moved:
		if on.column == a.Name || !slices.Contains(on.project.Columns, a.Name) {
			return fmt.Errorf("from %q it cannot go to %q", on.column, a.Name)
		}
		on.column = a.Name
	case world.Dated:
		if len(on.project.Columns) == 0 || !a.Due.IsZero() && a.Due.Before(a.At) {
			return fmt.Errorf("it cannot be due on %s", a.Due)
		}
	case world.Listed:
		if on.project.Place == world.Code || listed {
			return fmt.Errorf("%q cannot be put on its list", a.Name)
		}
		on.lines[a.Name] = false
	case world.Ticked, world.Unticked:
		if !listed || ticked == (a.Deed == world.Ticked) {
			return fmt.Errorf("%q is not on its list, or is so already", a.Name)
		}
		on.lines[a.Name] = !ticked
	case world.Handed:
		if !listed || ticked || len(a.To) != 1 {
			return fmt.Errorf("%q is not on its list, or is done", a.Name)
		}
	case world.Awaited:
		if about.Deed != world.Opened || about.Work == a.Work || about.Project != a.Project {
			return fmt.Errorf("it cannot wait for what %s %s", about.By, about.Deed)
		}
	case world.Deferred:
		if a.Due.Before(a.At) {
			return fmt.Errorf("it cannot be begun on %s", a.Due)
		}
	case world.Settled, world.Unsaid:
		if about.Deed != world.Commented || a.Deed == world.Unsaid && about.By != a.By {
			return fmt.Errorf("it is about what %s %s", about.By, about.Deed)
		}
		on.silent[a.About] = true
	case world.Assigned:
		for _, who := range a.To {
			if slices.Contains(on.assigned, who) || r.cast[who].Members != nil {
				return fmt.Errorf("%s cannot be given it", who)
			}
			on.assigned = append(on.assigned, who)
		}
	case world.Unassigned:
		for _, who := range a.To {
			if !slices.Contains(on.assigned, who) {
				return fmt.Errorf("%s does not have it", who)
			}
			on.assigned = slices.DeleteFunc(on.assigned, func(h string) bool { return h == who })
		}
	case world.Approved, world.Refused:
		if on.kind == world.Assent && !slices.Contains(on.assigned, a.By) || on.kind != world.Assent && on.kind != world.Change {
			return fmt.Errorf("%s was not asked for a yes", a.By)
		}
	case world.Binned:
		on.gone = true
	}
	return nil
}

// The company works in all its places, and in each does what only this place knows.
func TestPlaces(t *testing.T) {
	for seed := range uint64(6) {
		w := live(t, seed, tuesday)
		deeds := map[world.Place]map[world.Deed]int{}
		all := 0
		for _, a := range w.Acts(0) {
			project, _ := named(a.Project)
			if deeds[project.Place] == nil {
				deeds[project.Place] = map[world.Deed]int{}
			}
			deeds[project.Place][a.Deed]++
			all++
		}
		for _, p := range places {
			n := 0
			for _, times := range deeds[p.place] {
				n += times
			}
			if share := 100 * n / all; share < p.from || share > p.to {
				t.Errorf("seed %d: %d of %d acts, %d of a hundred, are done in %s", seed, n, all, share, p.place)
			}
		}
		for place, some := range map[world.Place][]world.Deed{
			world.Desk:   {world.Moved, world.Labelled, world.Assigned, world.Commented},
			world.Board:  {world.Moved, world.Listed, world.Ticked, world.Dated, world.Assigned},
			world.Plan:   {world.Moved, world.Dated, world.Approved, world.Refused, world.Assigned, world.Closed},
			world.Papers: {world.Moved, world.Settled, world.Replied, world.Assigned},
		} {
			for _, deed := range some {
				if deeds[place][deed] == 0 {
					t.Errorf("seed %d: in %s nobody has %s anything in two months", seed, place, deed)
				}
			}
		}
	}
}

// Sooner or later everything happens that can be done at all, and work of every place is named in every other one's texts.
func TestEverythingHappens(t *testing.T) {
	done := map[world.Deed]bool{}
	names := map[[2]world.Place]bool{}
	for seed := range uint64(4) {
		w := live(t, seed, tuesday)
		w.Advance(tuesday.Add(90 * 24 * time.Hour))
		for _, a := range w.Acts(0) {
			done[a.Deed] = true
			from, _ := named(a.Project)
			for _, m := range reference.FindAllStringSubmatch(a.Text, -1) {
				var n int
				_, _ = fmt.Sscan(m[1], &n)
				name, _ := w.Find(n)
				to, _ := named(name)
				names[[2]world.Place{from.Place, to.Place}] = true
			}
		}
	}
	for _, deed := range []world.Deed{
		world.Moved, world.Dated, world.Listed, world.Ticked, world.Unticked, world.Settled, world.Unsaid, world.Binned,
		world.Handed, world.Awaited, world.Deferred,
		world.Approved, world.Refused, world.Replied, world.Renamed, world.Unassigned, world.Closed, world.Reopened,
	} {
		if !done[deed] {
			t.Errorf("nobody has ever %s anything", deed)
		}
	}
	for _, from := range places {
		for _, to := range places {
			if !names[[2]world.Place{from.place, to.place}] {
				t.Errorf("nothing in %s names anything in %s", from.place, to.place)
			}
		}
	}
}
