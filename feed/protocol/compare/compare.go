package compare

import (
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
)

// Effect says what a change does to what is waited for when it is made.
const Effect = "Windows apply to what is asked from then on; hours, holidays and time off also move the deadlines of what " +
	"is waited for now."

// A Mark says what happens to the subject of a line.
type Mark string

// The marks.
const (
	Added   Mark = "added"
	Removed Mark = "removed"
	Changed Mark = "changed"
)

// A Line is one thing that would be different.
type Line struct {
	Mark Mark `json:"change"`
	// Subject is what it is about: window "review".
	Subject string `json:"subject"`
	Text    string `json:"text"`
	// Details are sentences below it.
	Details []string `json:"details,omitempty"`
}

// Words tells what would be different under after from what it is under before, the most important first. Both have passed
// Check and are open. now is when the examples are asked, and the beginning of the twelve months whose days are told.
func Words(before, after *protocol.Protocol, now time.Time) []Line {
	c := &comparison{before: before, after: after, now: now}
	c.names()
	reached := c.reached()
	c.windows(reached)
	c.order()
	c.asked()
	c.calendars()
	c.otherwise()
	c.people()
	c.teams()
	c.bots()
	c.waiting()
	c.escalation()
	c.urgency()
	c.purposes()
	c.decisions()
	return c.lines
}

// A comparison collects what is different.
type comparison struct {
	before, after *protocol.Protocol
	now           time.Time
	lines         []Line

	// What is the same under another name: the new names by the old ones.
	windowNames, calendarNames, personNames map[string]string
}

func (c *comparison) add(mark Mark, subject, text string, details ...string) {
	c.lines = append(c.lines, Line{mark, subject, text, details})
}
