package world_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A reader follows the log as a sceptic would and says what cannot be true.
type reader struct {
	w     *world.World
	acts  []world.Act
	works map[int]*state
	cast  map[string]world.Person
}

type state struct {
	kind         world.Kind
	author       string
	open, draft  bool
	asked, since map[string]time.Time // since: still unanswered
	labels       []string
	// What places outside the code know of.
	project  world.Project
	gone     bool
	column   string
	lines    map[string]bool // of the checklist: whether it is ticked
	assigned []string
	silent   map[int]bool // comments that are deleted, or whose discussion is settled
}

func newReader(w *world.World) *reader {
	r := &reader{w: w, works: map[int]*state{}, cast: map[string]world.Person{}}
	for _, p := range w.People() {
		r.cast[p.Handle] = p
	}
	return r
}

var reference = regexp.MustCompile(`\[\[(.*?)\]\]`)

// doubt returns what is wrong with the next act of the log, or nil.
func (r *reader) doubt(a world.Act) error {
	var before world.Act
	if n := len(r.acts); n > 0 {
		before = r.acts[n-1]
	}
	r.acts = append(r.acts, a)
	switch {
	case a.ID != len(r.acts):
		return fmt.Errorf("it should have the number %d", len(r.acts))
	case a.At.Before(before.At):
		return fmt.Errorf("it comes after %s", before.At)
	case a.At.Nanosecond() != 0 || a.At.Location() != time.UTC:
		return fmt.Errorf("its time is not in whole seconds of UTC")
	case !r.w.Works(a.By, a.At):
		return fmt.Errorf("%s was not at work", a.By)
	case a.About >= a.ID:
		return fmt.Errorf("it is about act %d, which comes later", a.About)
	}
	for _, m := range reference.FindAllStringSubmatch(a.Text, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil || n > a.Work && r.works[n] == nil {
			return fmt.Errorf("it names %q, which nobody has opened", m[1])
		}
	}
	if left := regexp.MustCompile(`\{(sha|adr|date|from|to|author|reviewer|harbour)\}`).FindString(a.Name + a.Text); left != "" {
		return fmt.Errorf("the slot %s was left empty", left)
	}
	if a.Deed == world.Released {
		return nil
	}
	if a.Deed == world.Opened {
		if r.works[a.Work] != nil || a.Work != len(r.works)+1 {
			return fmt.Errorf("the number %d is taken or leaves a gap", a.Work)
		}
		r.works[a.Work] = &state{
			kind: a.Kind, author: a.By, open: true, draft: a.Draft, asked: map[string]time.Time{}, since: map[string]time.Time{},
			lines: map[string]bool{}, silent: map[int]bool{},
		}
		if err := r.works[a.Work].begin(a); err != nil {
			return err
		}
		if a.Name == "" || a.Text == "" {
			return fmt.Errorf("it has no title or no text")
		}
		return nil
	}
	on := r.works[a.Work]
	if on == nil {
		return fmt.Errorf("nobody has opened %d", a.Work)
	}
	return r.doubtOn(on, a)
}

func (r *reader) doubtOn(on *state, a world.Act) error {
	var about world.Act
	if a.About > 0 {
		about = r.acts[a.About-1]
	}
	if err := r.doubtPlace(on, a, about); err != nil {
		return err
	}
	switch a.Deed {
	case world.Asked:
		for _, who := range a.To {
			if who == on.author || on.kind != world.Change || !on.open || on.draft {
				return fmt.Errorf("%s cannot be asked to review this", who)
			}
			on.asked[who] = a.At
			if on.since[who].IsZero() {
				on.since[who] = a.At
			}
		}
	case world.Unasked:
		for _, who := range a.To {
			if on.since[who].IsZero() {
				return fmt.Errorf("%s was not asked", who)
			}
			delete(on.since, who)
		}
	case world.Approved, world.Refused, world.Reviewed:
		if on.kind != world.Change {
			return nil
		}
		asked := !on.asked[a.By].IsZero()
		for who := range on.asked {
			if slices.Contains(r.cast[who].Members, a.By) {
				asked = true
				delete(on.since, who)
			}
		}
		if !asked || !on.open {
			return fmt.Errorf("%s was not asked to review it, or it is closed", a.By)
		}
		delete(on.since, a.By)
	case world.Remarked:
		if about.Work != a.Work || about.By != a.By || a.File == "" || a.Line == 0 {
			return fmt.Errorf("it is not part of a review of its author, or on no line")
		}
	case world.Replied:
		said := about.Deed == world.Remarked || on.kind == world.Paper && about.Deed == world.Commented
		if !said || about.Work != a.Work {
			return fmt.Errorf("it answers no remark")
		}
	case world.Edited:
		if about.By != a.By || about.Work != a.Work || about.Deed != world.Commented && about.Deed != world.Opened {
			return fmt.Errorf("it edits what %s %s", about.By, about.Deed)
		}
	case world.Dismissed:
		if about.Deed != world.Refused && about.Deed != world.Approved {
			return fmt.Errorf("it dismisses no review")
		}
	case world.Pushed, world.Readied, world.Drafted:
		if on.kind != world.Change || !on.open || on.draft != (a.Deed == world.Readied) && a.Deed != world.Pushed {
			return fmt.Errorf("that cannot be done to it now")
		}
		if a.Deed != world.Pushed {
			on.draft = a.Deed == world.Drafted
		}
	case world.Merged:
		if on.kind != world.Change || !on.open || on.draft {
			return fmt.Errorf("it cannot be merged now")
		}
		on.open = false
		clear(on.since)
	case world.Closed, world.Reopened:
		if on.open == (a.Deed == world.Reopened) {
			return fmt.Errorf("it is so already")
		}
		on.open = a.Deed == world.Reopened
		clear(on.since)
	case world.Labelled:
		if slices.Contains(on.labels, a.Name) {
			return fmt.Errorf("it has that label")
		}
		on.labels = append(on.labels, a.Name)
	case world.Unlabelled:
		if !slices.Contains(on.labels, a.Name) {
			return fmt.Errorf("it has no such label")
		}
		on.labels = slices.DeleteFunc(on.labels, func(l string) bool { return l == a.Name })
	case world.Commented:
		if a.Text == "" {
			return fmt.Errorf("it says nothing")
		}
	}
	return nil
}

// In every life of the team, at any time of any week, the log can be true.
func TestLifeIsTrue(t *testing.T) {
	for seed := range few(30) {
		now := tuesday.Add(time.Duration(seed) * 297 * time.Hour)
		w := live(t, seed, now)
		w.Advance(now.Add(45 * 24 * time.Hour))
		if err := w.Err(); err != nil {
			t.Fatal(err)
		}
		r := newReader(w)
		for _, a := range w.Acts(0) {
			if err := r.doubt(a); err != nil {
				t.Errorf("seed %d, act %d cannot be true: %v\n%s", seed, a.ID, err, summary([]world.Act{a}))
			}
		}
	}
}

// few is how many lives are looked at: a sixth of them with -short.
func few(lives uint64) uint64 {
	if testing.Short() {
		return lives / 6
	}
	return lives
}

// Whenever the history ends, some reviews have been waiting for hours, some for more than a day, a few for more than
// three days; and no more than a team can bear.
func TestSomethingWaits(t *testing.T) {
	ends, late := 0, 0
	for end := range few(14 * 24 / 7) {
		hour := 7 * int(end)
		now := tuesday.Add(time.Duration(hour) * time.Hour)
		w := live(t, uint64(hour), now)
		r := newReader(w)
		for _, a := range w.Acts(0) {
			_ = r.doubt(a)
		}
		var fresh, day, days int
		var ages []string
		for _, on := range r.works {
			for who, since := range on.since {
				age := now.Sub(since)
				ages = append(ages, who+" "+age.Round(time.Hour).String())
				switch {
				case age > 72*time.Hour:
					days++
				case age > 24*time.Hour:
					day++
				default:
					fresh++
				}
			}
		}
		slices.Sort(ages)
		ends, late = ends+1, late+days
		if fresh < 1 || day < 1 || days < 1 || days > 9 || fresh+day+days > 20 {
			t.Errorf("on %s %d wait for less than a day, %d for more, %d for more than three: %s",
				now.Format("Monday 15:04"), fresh, day, days, strings.Join(ages, ", "))
		}
	}
	if late > 4*ends {
		t.Errorf("%d reviews wait for more than three days at %d ends", late, ends)
	}
}

// A story that comes after another one can name what was done in it, whenever the dice let both begin.
func TestStoriesFollowEachOther(t *testing.T) {
	want := map[string]string{
		"Move the invoices to the new router": "Routes are code", "Restore a backup, second time": "How to restore a backup",
	}
	told := 0
	for seed := range uint64(12) {
		w := live(t, seed, tuesday)
		w.Advance(tuesday.Add(30 * 24 * time.Hour))
		titles := map[int]string{}
		for _, a := range w.Acts(0) {
			if a.Deed != world.Opened {
				continue
			}
			titles[a.Work] = a.Name
			if want[a.Name] == "" {
				continue
			}
			told++
			ref := reference.FindStringSubmatch(a.Text)
			if ref == nil {
				t.Errorf("seed %d: %q names nothing: %s", seed, a.Name, a.Text)
				continue
			}
			n, _ := strconv.Atoi(ref[1])
			if !strings.Contains(titles[n], want[a.Name]) {
				t.Errorf("seed %d: %q names %q", seed, a.Name, titles[n])
			}
		}
	}
	if told < 12 {
		t.Errorf("only %d such stories were told", told)
	}
}
