package compare

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/datelinehq/dateline/feed/protocol"
)

// waiting tells of what is waited for, of who looks first at what comes from outside, and of handing off.
func (c *comparison) waiting() {
	for _, place := range either(c.before.Waiting, c.after.Waiting) {
		was, is := c.before.Waiting[place], c.after.Waiting[place]
		subject := strconv.Quote(place)
		switch {
		case c.called(was) == is:
		case was == "":
			c.add(Added, subject, "waits for "+is)
		case is == "":
			c.add(Removed, subject, "waited for "+was)
		default:
			c.add(Changed, subject, fmt.Sprintf("waits for %s instead of %s", is, was))
		}
	}
	if was, is := c.before.Triage, c.after.Triage; was != is {
		c.add(Changed, "what comes from outside", fmt.Sprintf("a first look is owed by %s instead of %s", cmp.Or(is, "nobody"), cmp.Or(was, "nobody")))
	}
	if was, is := cmp.Or(c.before.HandOff, protocol.Full), cmp.Or(c.after.HandOff, protocol.Full); was != is {
		has := map[protocol.HandOff]string{protocol.Full: "has a window of their own", protocol.Remainder: "has what is left of the window"}
		c.add(Changed, "who takes something over", has[is])
	}
}

// escalation tells of the steps that are taken when something stays late.
func (c *comparison) escalation() {
	before, after := c.before.Escalation, c.after.Escalation
	step := func(s protocol.Step) string { return fmt.Sprintf("%s is told after %s", s.To, s.After) }
	for i := range max(len(before), len(after)) {
		subject := fmt.Sprintf("escalation, step %d", i+1)
		switch {
		case i >= len(before):
			c.add(Added, subject, step(after[i]))
		case i >= len(after):
			c.add(Removed, subject, step(before[i]))
		case c.called(before[i].To) != after[i].To || before[i].After.String() != after[i].After.String():
			c.add(Changed, subject, step(after[i])+"; until now "+step(before[i]))
		}
	}
}
