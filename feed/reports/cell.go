package reports

import (
	"math"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A place is where an ask is counted. Whatever is asked for by one of its names is the sum of cells.
type place struct {
	kind         feed.AskKind
	tool, window string
	teams        string
	week         week
}

// A cell counts the asks of one place.
type cell struct {
	place
	answered, withdrawn, handedOff, open int
	inTime, untold, flagged, approvals   int
	promised, kept, uncounted            int
	held                                 time.Duration
	first, next                          []int32 // seconds of working time
}

// none is the time of an ask that has none that counts.
const none int32 = -1

// add counts an ask, and returns the seconds that its answer took.
func (c *cell) add(ask feed.AskEntry, m Measured) int32 {
	c.held += m.Held
	switch {
	case ask.Open():
		c.open++
		if !ask.Flagged.IsZero() {
			c.flagged++
		}
		if ask.Kind == feed.Approval || ask.Kind == feed.Merge || ask.Kind == feed.Pending {
			c.approvals++
		}
		return none
	case ask.State == feed.AskHandedOff:
		c.handedOff++
		return none
	case ask.State != feed.AskAnswered:
		c.withdrawn++
		return none
	}
	c.answered++
	switch m.Verdict {
	case InTime:
		c.inTime++
	case CannotTell:
		c.untold++
	}
	if !ask.Promised.IsZero() {
		c.promised++
		if !ask.Ended.After(ask.Promised) {
			c.kept++
		}
	}
	if m.Unknown != "" {
		c.uncounted++
		return none
	}
	return int32(min(m.Working/time.Second, math.MaxInt32)) //nolint:gosec // G115: it is at most that
}

// take adds what another cell counted.
func (c *cell) take(o *cell) {
	c.answered += o.answered
	c.withdrawn += o.withdrawn
	c.handedOff += o.handedOff
	c.open += o.open
	c.inTime += o.inTime
	c.untold += o.untold
	c.flagged += o.flagged
	c.approvals += o.approvals
	c.promised += o.promised
	c.kept += o.kept
	c.uncounted += o.uncounted
	c.held += o.held
	c.first = append(c.first, o.first...)
	c.next = append(c.next, o.next...)
}

// row is what is said of the cell.
func (c *cell) row(name string) Row {
	return Row{
		Name:     name,
		Asked:    c.answered + c.withdrawn + c.handedOff + c.open,
		Answered: c.answered, Withdrawn: c.withdrawn, HandedOff: c.handedOff, Open: c.open,
		InTime: c.inTime, Untold: c.untold, Share: share(c.inTime, c.answered-c.untold),
		Flagged: c.flagged, Promised: c.promised, Kept: c.kept,
		First: spread(c.first), Next: spread(c.next), Uncounted: c.uncounted,
		Held: Seconds(c.held / time.Second), Approvals: c.approvals, Small: c.answered < few,
	}
}
