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

// perform turns a planned step into an act at the end of the log, with what follows from it at once.
func (w *World) perform(p planned) {
	s, t := p.step, p.tell
	if s.Deed == Released {
		w.release(p.at, s.By, s.Project, s.Name)
		return
	}
	act := Act{
		At: p.at.UTC(), By: t.handle(s.By), Deed: s.Deed, Project: s.Project, Kind: s.Kind, Draft: s.Draft,
		Name: t.words.Replace(s.Name), File: t.words.Replace(s.File), Line: s.Line, Code: t.words.Replace(s.Code),
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
	if s.About != "" {
		act.About = t.acts[s.About]
		act.Work = w.log[max(act.About, 1)-1].Work
	} else {
		act.Work = t.works[s.On]
	}
	if s.Deed == Opened {
		act.Name = capital(act.Name)
		w.works = append(w.works, work{project: s.Project, title: act.Name, author: act.By, kind: s.Kind, open: true})
		act.Work = len(w.works)
		t.works[s.On] = act.Work
	}
	if act.Work == 0 {
		return
	}
	on := &w.works[act.Work-1]
	act.Project = on.project
	act.Text = w.refer(t, t.words.Replace(s.Text))
	act.Text = strings.ReplaceAll(act.Text, "{sha}", fmt.Sprintf("%07x", hashes(t.name, fmt.Sprint(len(w.log)))>>36))
	switch s.Deed {
	case Opened:
		on.body = act.Text
	case Renamed:
		on.title = act.Name
	case Reopened:
		if on.open {
			return
		}
		on.open = true
	case Merged, Closed:
		if !on.open {
			return
		}
		on.open = false
		on.merged = s.Deed == Merged
	}
	id := w.write(act)
	if s.Label != "" {
		t.acts[s.Label] = id
	}
	if s.Deed == Merged {
		w.closeFixed(id, act, on.body)
	}
}

// capital writes the first letter of a title large, where a slot has put a small one.
func capital(title string) string {
	if title != "" && title[0] >= 'a' && title[0] <= 'z' {
		return string(title[0]-'a'+'A') + title[1:]
	}
	return title
}

// closeFixed closes the tickets that the description of a merged change says it fixes.
func (w *World) closeFixed(merge int, act Act, body string) {
	for _, m := range fixes.FindAllStringSubmatch(body, -1) {
		n := number(m[1])
		if n < 1 || n > len(w.works) || !w.works[n-1].open {
			continue
		}
		w.works[n-1].open = false
		w.write(Act{At: act.At, By: act.By, Deed: Closed, Project: w.works[n-1].project, Work: n, About: merge})
	}
}

// write puts the act at the end of the log and returns its number.
func (w *World) write(a Act) int {
	a.ID = len(w.log) + 1
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
