package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// An agenda says which story begins when.
type agenda struct {
	day      time.Time // the next day to be planned
	openings []opening // the prepared stories still to begin, in order of time
	told     map[string]*telling
	over     map[string]time.Time // when the last step of a story is
	decks    []*deck
	versions map[string]version
	bumps    int            // how many updates of dependencies were proposed
	records  map[string]int // the last number given to the record of a decision, by project
}

// An opening is a story and when it begins.
type opening struct {
	at    time.Time
	story *Story
}

// prepare sets up the agenda: the stories that end the history waiting, then all the others, spread over the history and
// the time after it.
func (w *World) prepare() error {
	s, err := stock()
	if err != nil {
		return err
	}
	w.agenda = agenda{
		day: w.begin.Truncate(24 * time.Hour), told: map[string]*telling{}, over: map[string]time.Time{},
		decks: decks(s.variations), versions: firstVersions(), records: map[string]int{"api": 13, "web": 6},
	}
	var code, elsewhere []*Story
	for i := range s.stories {
		story := &s.stories[i]
		switch {
		case story.Waiting > 0:
			if err := w.pin(story); err != nil {
				return err
			}
		case story.place() == Code:
			code = append(code, story)
		default:
			elsewhere = append(elsewhere, story)
		}
	}
	w.spread(code, w.dice("agenda"))
	w.spread(elsewhere, w.dice("agenda", "elsewhere"))
	slices.SortStableFunc(w.agenda.openings, func(a, b opening) int { return a.at.Compare(b.at) })
	return nil
}

// spread says when the stories begin: four of five in the history, the others after it.
func (w *World) spread(free []*Story, dice *rand.Rand) {
	dice.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	free = inOrder(free)
	past := max(len(free)*4/5, 1)
	gap := History / time.Duration(past)
	at := w.begin
	for i, story := range free {
		w.agenda.openings = append(w.agenda.openings, opening{at.Add(time.Duration(dice.Int64N(int64(gap)))), story})
		if i+1 == past {
			at, gap = w.now0, gap/2
			continue
		}
		at = at.Add(gap)
	}
}

// inOrder puts every story behind the one it comes after.
func inOrder(stories []*Story) []*Story {
	var sorted []*Story
	var put func(s *Story)
	put = func(s *Story) {
		if slices.Contains(sorted, s) {
			return
		}
		for _, other := range stories {
			if other.Name == s.After && other != s {
				put(other)
			}
		}
		sorted = append(sorted, s)
	}
	for _, s := range stories {
		put(s)
	}
	return sorted
}

// pin plans a story so that at the end of the history what waits in it has been waiting for about as long as it says, and
// is still unanswered.
func (w *World) pin(s *Story) error {
	if s.last() < 0 {
		return fmt.Errorf("story %s: nothing in it waits", s.Name)
	}
	t, err := w.tell(s, s.Name, 0, w.record(s)...)
	if err != nil {
		return err
	}
	const step = 20 * time.Minute
	var steps []planned
	start := w.now0.Add(-s.Waiting - time.Duration(w.dice("pin", s.Name).Int64N(int64(step))))
	for ; start.After(w.begin); start = start.Add(-step) {
		if steps, err = w.plan(t, start, w.now0.Add(30*time.Minute)); err != nil {
			return err
		}
		if w.now0.Sub(steps[s.last()].at) >= s.Waiting*9/10 {
			break
		}
	}
	w.agenda.told[s.Name] = t
	w.enqueue(steps)
	return nil
}

// beginStory plans a telling from start on, and from the end of the story it comes after.
func (w *World) beginStory(s *Story, name string, row int, start time.Time, words ...string) error {
	t, err := w.tell(s, name, row, append(words, w.record(s)...)...)
	if err != nil {
		return err
	}
	if over := w.agenda.over[s.After]; over.After(start) {
		start = over
	}
	steps, err := w.plan(t, start, time.Time{})
	if err != nil {
		return err
	}
	for _, p := range steps {
		if p.at.After(w.agenda.over[name]) {
			w.agenda.over[name] = p.at
		}
	}
	w.agenda.told[name] = t
	w.enqueue(steps)
	return nil
}

// planDay plans all stories that begin on the next day.
func (w *World) planDay() error {
	a := &w.agenda
	day := a.day
	a.day = day.Add(24 * time.Hour)
	for len(a.openings) > 0 && a.openings[0].at.Before(a.day) {
		o := a.openings[0]
		a.openings = a.openings[1:]
		if err := w.beginStory(o.story, o.story.Name, 0, o.at); err != nil {
			return err
		}
	}
	dice := w.dice("day", day.Unix())
	for _, d := range a.decks {
		for range w.errands(day, d) {
			c := w.draw(d)
			name := fmt.Sprintf("%s-%d-%d", c.story.Name, c.row, d.round)
			at := day.Add(time.Duration(dice.Int64N(int64(24 * time.Hour))))
			if err := w.beginStory(c.story, name, c.row, at); err != nil {
				return err
			}
		}
	}
	return w.keepRhythm(day)
}

// record gives the story a number for the record of a decision, if it writes one: the value of {adr}.
func (w *World) record(s *Story) []string {
	project := ""
	for _, step := range s.Steps {
		if step.Kind == Change {
			project = step.Project
		}
		for _, f := range step.Files {
			if f.Text != "" {
				w.agenda.records[project]++
				return []string{"{adr}", fmt.Sprintf("%04d", w.agenda.records[project])}
			}
		}
	}
	return nil
}
