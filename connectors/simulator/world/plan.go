package world

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A telling is one performance of a story: who plays, which words fill the slots, and what the labels have come to mean.
type telling struct {
	story *Story
	name  string
	cast  map[string]string
	words *strings.Replacer
	// works and acts are filled in while the steps are performed: from label to number.
	works map[string]int
	acts  map[string]int
}

// A planned step is a step with its instant.
type planned struct {
	at    time.Time
	order int
	tell  *telling
	step  *Step
}

// tell begins a performance. The name tells several performances of one story apart; row is the row of slots to use.
func (w *World) tell(s *Story, name string, row int, more ...string) (*telling, error) {
	dice := w.dice("cast", name)
	t := &telling{story: s, name: name, cast: map[string]string{}, works: map[string]int{}, acts: map[string]int{}}
	words := more
	taken := map[string]bool{}
	for _, role := range s.Cast {
		var free []string
		for _, h := range role.May {
			if !taken[h] {
				free = append(free, h)
			}
		}
		if len(free) == 0 {
			return nil, fmt.Errorf("story %s: nobody is left to play %s", s.Name, role.Name)
		}
		h := free[dice.IntN(len(free))]
		taken[h], t.cast[role.Name] = true, h
		words = append(words, "@"+role.Name, "@"+h, "{"+role.Name+"}", w.name(h))
	}
	for i, slot := range s.Slots {
		words = append(words, "{"+slot+"}", s.Rows[row%len(s.Rows)][i])
	}
	t.words = strings.NewReplacer(words...)
	return t, nil
}

// plan gives every step of the telling its instant: the pause after the step it follows, a little shorter or longer as
// the dice fall, and then the next moment at which whoever does it is at work. Steps behind the one that
// waits for an answer do not come before floor.
func (w *World) plan(t *telling, start, floor time.Time) ([]planned, error) {
	dice := w.dice("plan", t.name)
	done := map[string]time.Time{}
	steps := make([]planned, 0, len(t.story.Steps)+8)
	last, before := t.story.last(), start
	for i := range t.story.Steps {
		step := &t.story.Steps[i]
		who := w.person(t.handle(step.By))
		if who == nil || who.Members != nil {
			return nil, fmt.Errorf("story %s, line %d: nobody is called %s", t.name, step.line, step.By)
		}
		from := before
		if step.From != "" {
			at, ok := done[step.From]
			if !ok {
				return nil, fmt.Errorf("story %s, line %d: nothing before it is labelled %s", t.name, step.line, step.From)
			}
			from = at
		}
		at := from.Add(about(step.Delay, dice))
		if i > last && at.Before(floor) {
			at = floor.Add(about(step.Delay, dice) / 4)
		}
		if step.Delay > 0 || i == 0 {
			at = w.next(who, at, dice)
		}
		before = at
		if step.Label != "" {
			done[step.Label] = at
		}
		steps = append(steps, planned{at: at, tell: t, step: step})
	}
	return append(steps, w.previews(t, steps)...), nil
}

// about is d, give or take a third.
func about(d time.Duration, dice *rand.Rand) time.Duration {
	return time.Duration(float64(d) * (0.7 + 0.7*dice.Float64())).Truncate(time.Second)
}

// handle is who plays the role, or the role itself where it is a handle already.
func (t *telling) handle(role string) string {
	if h, ok := t.cast[role]; ok {
		return h
	}
	return role
}

// previews adds the comment of the program that publishes a preview of every change to the web app, and its edit at
// every push.
func (w *World) previews(t *telling, steps []planned) []planned {
	var added []planned
	web := map[string]bool{}
	size := 405 + w.dice("preview", t.name).IntN(12)
	for _, p := range steps {
		label := p.step.On + "-preview"
		s := &Step{By: "ci", On: p.step.On}
		switch {
		case p.step.Deed == Opened && p.step.Kind == Change && p.step.Project == "web":
			web[p.step.On] = true
			s.Deed, s.Label = Commented, label
		case p.step.Deed == Pushed && web[p.step.On]:
			size++
			s.Deed, s.About = Edited, label
		default:
			continue
		}
		s.Text = fmt.Sprintf("Preview: https://preview.moorline.example/{sha}/\n\nBundle %d kB (limit 450 kB).", size)
		added = append(added, planned{at: p.at.Add(4 * time.Minute), tell: t, step: s})
	}
	return added
}
