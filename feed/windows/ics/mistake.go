package ics

import "fmt"

// A Mistake is an event that is not used, and why.
type Mistake struct {
	Line   int    // the line of the text with which the event begins, counted from 1; 0 where there is none
	Name   string // the SUMMARY of the event, or else its UID; empty where it has neither
	Reason string // what is wrong with it, to be read after the name: has no DTSTART
}

// String words the mistake for whoever keeps the calendar.
func (m Mistake) String() string {
	switch {
	case m.Line == 0:
		return m.Reason
	case m.Name == "":
		return fmt.Sprintf("line %d: the event %s", m.Line, m.Reason)
	}
	return fmt.Sprintf("line %d: %q %s", m.Line, m.Name, m.Reason)
}

// maxMistakes is how many mistakes are told. Who made more of them has one cause to look for.
const maxMistakes = 100

// few cuts a long list of mistakes, and says that it did.
func few(all []Mistake) []Mistake {
	if more := len(all) - maxMistakes; more > 0 {
		return append(all[:maxMistakes:maxMistakes], Mistake{Reason: fmt.Sprintf("%d more events have mistakes", more)})
	}
	return all
}

// short quotes what a calendar says, so that a message stays a message.
func short(s string) string { return fmt.Sprintf("%.60q", s) }
