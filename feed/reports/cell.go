package reports

import (
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

// add counts an ask.
func (c *cell) add(t *traits, m measure) {
	c.held += m.held
	switch {
	case t.open:
		c.open++
		if t.flagged {
			c.flagged++
		}
		if t.kind == feed.Approval || t.kind == feed.Merge || t.kind == feed.Pending {
			c.approvals++
		}
		return
	case t.state == feed.AskHandedOff:
		c.handedOff++
		return
	case t.state != feed.AskAnswered:
		c.withdrawn++
		return
	}
	c.answered++
	switch t.verdict {
	case InTime:
		c.inTime++
	case CannotTell:
		c.untold++
	}
	if t.wasPromised {
		c.promised++
		if t.wasInTime {
			c.kept++
		}
	}
	switch {
	case m.took == none:
		c.uncounted++
	case t.first:
		c.first = append(c.first, m.took)
	default:
		c.next = append(c.next, m.took)
	}
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
