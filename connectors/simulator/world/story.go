package world

import (
	"slices"
	"strings"
	"time"
)

// A Story is a little piece of the team's life: a few pieces of work and what was done to them, in order.
type Story struct {
	Name string
	// After names a story that must be over before this one begins.
	After string
	// Waiting, if set, puts the story at the end of the history: at Options.Now the step labelled Since has been waiting for
	// an answer for about this long. Where Since is empty it is the last step in which a review is asked for.
	Waiting time.Duration
	Since   string
	// Waits are the waits that are staged on purpose.
	Waits []Staged
	// Cast lists, for each role, who may play it. A role is a word used in place of a handle.
	Cast []Role
	// Slots are the words that stand in braces in the texts; Rows give them their values, one row at each telling.
	Slots []string
	Rows  [][]string
	Steps []Step
}

// A Role is a part in a story that several people can play.
type Role struct {
	Name string
	May  []string
}

// A Step is one act of a story, before it has an instant.
type Step struct {
	// Delay is the usual pause after the step named From, or after the step before where From is empty.
	Delay time.Duration
	From  string
	// Label is the name other steps use for this one.
	Label   string
	By      string
	Deed    Deed
	On      string
	Project string
	Kind    Kind
	Draft   bool
	Name    string
	To      []string
	// Due is how long after the day of the step something is to be done; zero is never.
	Due   time.Duration
	Text  string
	About string
	File  string
	Line  int
	Code  string
	Files []File
	// line is where the step stands in the script, for messages.
	line int
}

// place is where the first piece of work in the story is kept.
func (s *Story) place() Place {
	for _, step := range s.Steps {
		if step.Deed == Opened {
			p, _ := projectNamed(step.Project)
			return p.Place
		}
	}
	return Code
}

// last returns the index of the step that waits for an answer, or -1.
func (s *Story) last() int {
	for i, step := range slices.Backward(s.Steps) {
		if s.Since == "" && step.Deed == Asked || s.Since != "" && step.Label == s.Since {
			return i
		}
	}
	return -1
}

// hashes numbers a text, the same on every machine (FNV-1a).
func hashes(words ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(strings.Join(words, "\x00")) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}
