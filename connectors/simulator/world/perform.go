package world

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	named = regexp.MustCompile(`\[\[([a-z0-9/-]+)\]\]`)
	fixes = regexp.MustCompile(`(?i)\b(?:fixes|closes|resolves) \[\[([0-9]+)\]\]`)
)

// perform turns a planned step into an act at the end of the log, with what follows from it at once. What can no longer
// be done, because somebody else has closed the work meanwhile, is left out.
func (w *World) perform(p planned) {
	if p.step.Deed == Released {
		w.release(p.at, p.step.By, p.step.Project, p.step.Name)
		return
	}
	act := w.compose(p)
	if act.Work == 0 || !w.affect(act) {
		return
	}
	id := w.write(act)
	if p.step.Label != "" {
		p.tell.acts[p.step.Label] = id
	}
	if act.Deed == Merged {
		w.closeFixed(id, act, w.works[act.Work-1].body)
	}
}

// deadline is the time of the day at which everything is due, in UTC.
const deadline = 17 * time.Hour

// compose makes the act: it puts people in place of roles, words in place of slots and numbers in place of labels.
func (w *World) compose(p planned) Act {
	s, t := p.step, p.tell
	act := Act{
		At: p.at.UTC(), By: t.handle(s.By), Deed: s.Deed, Kind: s.Kind, Draft: s.Draft, Name: t.words.Replace(s.Name),
		File: t.words.Replace(s.File), Line: s.Line, Code: t.words.Replace(s.Code),
	}
	if s.Due > 0 {
		act.Due = w.date(act.At).Truncate(24 * time.Hour).Add(s.Due + deadline)
	}
	for _, who := range s.To {
		act.To = append(act.To, t.handle(who))
	}
	for _, f := range s.Files {
		act.Files = append(act.Files, File{
			Path: t.words.Replace(f.Path), Added: f.Added, Removed: f.Removed,
			Text: strings.ReplaceAll(t.words.Replace(f.Text), "{date}", act.At.Format(time.DateOnly)),
		})
	}
	switch about := t.acts[s.About]; {
	case s.Deed == Opened:
		act.Name = capital(act.Name)
		p, _ := projectNamed(s.Project)
		on := work{number: w.count(s.Project) + 1, project: s.Project, author: act.By, open: true}
		if len(p.Columns) > 0 {
			on.column = p.Columns[0]
		}
		w.works = append(w.works, on)
		act.Work = len(w.works)
		t.works[s.On] = act.Work
	case about > 0 && s.Deed == Awaited:
		act.About, act.Work = about, t.works[s.On]
	case about > 0:
		act.About, act.Work = about, w.log[about-1].Work
	case s.About == "":
		act.Work = t.works[s.On]
	}
	if act.Work > 0 {
		act.Project, act.Number = w.works[act.Work-1].project, w.works[act.Work-1].number
	}
	act.Text = w.refer(t, t.words.Replace(s.Text))
	act.Text = strings.ReplaceAll(act.Text, "{loom}", w.loom)
	act.Text = strings.ReplaceAll(act.Text, "{sha}", fmt.Sprintf("%07x", hashes(t.name, fmt.Sprint(len(w.log)))>>36))
	return act
}

// affect keeps what the world itself must know of a piece of work, and reports whether the act is possible.
func (w *World) affect(act Act) bool {
	on := &w.works[act.Work-1]
	if on.gone {
		return false
	}
	switch act.Deed {
	case Opened:
		on.title, on.body = act.Name, act.Text
	case Binned:
		on.gone, on.open = true, false
	case Moved:
		if on.column == act.Name {
			return false
		}
		on.column = act.Name
	case Renamed:
		on.title = act.Name
	case Reopened:
		if on.open {
			return false
		}
		on.open = true
	case Merged, Closed:
		if !on.open {
			return false
		}
		on.open, on.merged = false, act.Deed == Merged
	}
	return true
}

// count is how many pieces of work the project has.
func (w *World) count(project string) int {
	n := 0
	for i := range w.works {
		if w.works[i].project == project {
			n++
		}
	}
	return n
}

// capital writes the first letter of a title large, where a slot has put a small one.
func capital(title string) string {
	if title != "" && title[0] >= 'a' && title[0] <= 'z' {
		return string(title[0]-'a'+'A') + title[1:]
	}
	return title
}

// closeFixed closes the tickets that the description of a merged change says it fixes, as far as they are kept with the
// code: other tools do not hear of it.
func (w *World) closeFixed(merge int, act Act, body string) {
	for _, m := range fixes.FindAllStringSubmatch(body, -1) {
		n := number(m[1])
		if n < 1 || n > len(w.works) || !w.works[n-1].open {
			continue
		}
		if p, _ := projectNamed(w.works[n-1].project); p.Place != Code {
			continue
		}
		w.works[n-1].open = false
		w.write(Act{At: act.At, By: act.By, Deed: Closed, Project: w.works[n-1].project, Work: n, Number: w.works[n-1].number, About: merge})
	}
}

// write puts the act at the end of the log and returns its number.
func (w *World) write(a Act) int {
	a.ID = len(w.log) + 1
	a.At = w.date(a.At)
	w.log = append(w.log, a)
	return a.ID
}

// refer puts numbers in place of the labels in double brackets: of this story, or of another one as story/label. What
// was not opened yet is called by its label.
func (w *World) refer(t *telling, text string) string {
	if !strings.Contains(text, "[[") {
		return text
	}
	return named.ReplaceAllStringFunc(text, func(ref string) string {
		label := strings.Trim(ref, "[]")
		works := t.works
		if story, rest, ok := strings.Cut(label, "/"); ok {
			label = rest
			if other := w.agenda.told[story]; other != nil {
				works = other.works
			} else {
				works = nil
			}
		}
		if n := works[label]; n > 0 {
			return fmt.Sprintf("[[%d]]", n)
		}
		return strings.ReplaceAll(label, "-", " ")
	})
}

// release publishes what was merged since the last release of the project, if anything was.
func (w *World) release(at time.Time, by, project, version string) {
	var notes []string
	for i := range w.works {
		c := &w.works[i]
		if c.project == project && c.merged && !c.released {
			c.released = true
			notes = append(notes, fmt.Sprintf("- %s by @%s in [[%d]]", c.title, c.author, i+1))
		}
	}
	if len(notes) == 0 {
		return
	}
	text := "## What's changed\n\n" + strings.Join(notes, "\n")
	w.write(Act{At: at.UTC(), By: by, Deed: Released, Project: project, Name: version, Text: text})
}
