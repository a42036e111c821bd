package world

import (
	"fmt"
	"strings"
	"time"
)

// A version is major, minor, patch.
type version [3]int

// String writes the version as people do.
func (v version) String() string { return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]) }

// next is the version after v: with a new patch level, or a new minor one.
func (v version) next(minor bool) version {
	if minor {
		return version{v[0], v[1] + 1, 0}
	}
	return version{v[0], v[1], v[2] + 1}
}

// A dependency is a library that a project uses, and its version when the history begins.
type dependency struct {
	project, name, files string
	first                version
}

// dependencies are what the bot keeps up to date.
var dependencies = []dependency{
	{"api", "github.com/jackc/pgx/v5", "go.mod +1 -1, go.sum +2 -2", version{5, 12, 0}},
	{"api", "golang.org/x/crypto", "go.mod +1 -1, go.sum +2 -2", version{0, 55, 0}},
	{"api", "golang.org/x/net", "go.mod +1 -1, go.sum +2 -2", version{0, 57, 0}},
	{"api", "github.com/prometheus/client_golang", "go.mod +1 -1, go.sum +4 -4", version{1, 24, 1}},
	{"api", "github.com/go-chi/chi/v5", "go.mod +1 -1, go.sum +2 -2", version{5, 3, 1}},
	{"web", "vite", "package.json +1 -1, package-lock.json +31 -31", version{8, 2, 3}},
	{"web", "typescript", "package.json +1 -1, package-lock.json +4 -4", version{6, 1, 2}},
	{"web", "@tanstack/react-query", "package.json +1 -1, package-lock.json +12 -12", version{5, 96, 0}},
	{"web", "maplibre-gl", "package.json +1 -1, package-lock.json +9 -9", version{5, 21, 4}},
	{"web", "date-fns-tz", "package.json +1 -1, package-lock.json +4 -4", version{3, 4, 0}},
}

// firstVersions are the versions of everything when the history begins.
func firstVersions() map[string]version {
	v := map[string]version{"api": {2, 31, 0}, "web": {4, 8, 2}}
	for _, d := range dependencies {
		v[d.name] = d.first
	}
	return v
}

// keepRhythm plans what comes with the calendar: the update of a dependency on many weekdays, a release of each project
// every week.
func (w *World) keepRhythm(day time.Time) error {
	dice := w.dice("rhythm", day.Unix())
	at := day.Add(time.Duration(dice.Int64N(int64(20 * time.Hour))))
	switch day.Weekday() {
	case time.Tuesday:
		w.planRelease(day, "api", "ines", dice.IntN(3) > 0)
	case time.Thursday:
		w.planRelease(day, "web", "claire", dice.IntN(3) > 0)
	case time.Saturday, time.Sunday:
		if dice.IntN(4) > 0 {
			return nil
		}
	}
	if dice.IntN(5) < 2 {
		return nil
	}
	w.agenda.bumps++
	d := dependencies[(w.agenda.bumps*7+int(w.seed%10))%len(dependencies)]
	return w.bump(at, d, dice.IntN(3) == 0, dice.IntN(len(bumps)))
}

func (w *World) planRelease(day time.Time, project, by string, minor bool) {
	v := w.agenda.versions[project].next(minor)
	w.agenda.versions[project] = v
	dice := w.dice("release", project, day.Unix())
	noon := day.Add(12*time.Hour + time.Duration(dice.Int64N(int64(3*time.Hour))))
	at := w.next(w.person(by), noon, dice)
	w.enqueue([]planned{{at: at, step: &Step{Deed: Released, By: by, Project: project, Name: "v" + v.String()}}})
}

// bump plans the bot's proposal of a new version, and what people make of it.
func (w *World) bump(at time.Time, d dependency, minor bool, which int) error {
	from := w.agenda.versions[d.name]
	to := from.next(minor)
	w.agenda.versions[d.name] = to
	script := "story bump\n" + casts[d.project] + "\ndeps proposes it in " + d.project + ": Bump " + d.name + " from {from} to {to}\n" +
		"\tBumps [" + d.name + "](https://packages.moorline.example/" + d.name + ") from {from} to {to}.\n\n" +
		"\tDependabot will merge nothing by itself. You can trigger a rebase by commenting `@dependabot rebase`.\n" +
		"\ttouching " + d.files + "\n+2s deps labels it: dependencies\n" + bumps[which]
	stories, err := Parse(strings.NewReader(script))
	if err != nil {
		return fmt.Errorf("the update of %s: %w", d.name, err)
	}
	name := fmt.Sprintf("bump-%s-%s", d.name, to)
	return w.beginStory(&stories[0], name, 0, at, "{from}", from.String(), "{to}", to.String())
}

// casts are who looks after the dependencies of a project.
var casts = map[string]string{
	"api": "cast reviewer: meera, nikhil",
	"web": "cast reviewer: aroha, claire",
}

// bumps are the ways in which the update of a dependency goes.
var bumps = []string{
	`+3s deps asks reviewer about it
+3h reviewer approves it
+1m reviewer merges it
`,
	`+3s deps asks reviewer about it
+2h reviewer approves it
	Changelog read, nothing that touches us.
+2m reviewer merges it
`,
	`+3s deps asks reviewer about it
+1d reviewer approves it
+1m reviewer merges it
`,
	`+7m ci comments on it
	**1 check failed**: integration tests. The same test passes on the default branch.
+5m deps asks reviewer about it
+5h reviewer comments on it
	Renamed option, see the migration notes. One line on our side, I'll push it here.
+40m reviewer pushes to it: Follow the renamed option
+4m ci comments on it
	All checks pass.
+15m reviewer approves it
+1m reviewer merges it
`,
	`+3s deps asks reviewer about it
+1d reviewer comments on it
	This one raises the minimum runtime version and we are not there yet. Skipping it.

	@dependabot ignore this minor version
+1m deps comments on it
	OK, I won't notify you about {to} again.
+1s deps closes it
`,
}
