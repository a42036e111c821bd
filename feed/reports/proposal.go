package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// A Proposal is one window for all asks of a kind.
type Proposal struct {
	Kind   feed.AskKind
	Within windows.Length
}

// ParseProposal reads a proposal as people write it: "review: 8wh".
func ParseProposal(s string) (Proposal, error) {
	kind, length, ok := strings.Cut(s, ":")
	p := Proposal{Kind: feed.AskKind(strings.TrimSpace(kind))}
	if !ok {
		return Proposal{}, fmt.Errorf("%q is no window; write a kind of ask and a length, such as review: 8wh", s)
	}
	if !slices.Contains(feed.AskKinds(), p.Kind) {
		var names []string
		for _, k := range feed.AskKinds() {
			names = append(names, string(k))
		}
		return Proposal{}, fmt.Errorf("%q is no kind of ask; there are %s", p.Kind, strings.Join(names, ", "))
	}
	var err error
	p.Within, err = windows.ParseLength(length)
	return p, err
}

// String is the proposal as people write it.
func (p Proposal) String() string { return string(p.Kind) + ": " + p.Within.String() }

// Working is how much working time the window is, a business day being eight hours of it. It is none where the window goes by
// the clock.
func (p Proposal) Working() time.Duration {
	return p.Within.Working() + time.Duration(p.Within.Days())*8*time.Hour
}

// Under is the ask as it would be by another window: due at another time, on the hours that are agreed on.
func Under(ask feed.AskEntry, term windows.Term, agreed *protocol.Protocol, now time.Time) feed.AskEntry {
	ask.Within, ask.Window = term.Within.String(), ""
	ask.Due, ask.Warn, ask.Promised, ask.Agreed, ask.Unclear = time.Time{}, time.Time{}, time.Time{}, time.Time{}, ""
	clock, why := clockOf(ask, agreed.Hours(ask.Tool, ask.Responder), lastKnown(ask, now))
	if why != "" {
		ask.Unclear = why
		return ask
	}
	term.Warn = windows.Never
	times, err := term.Start(clock, ask.Opened)
	if err != nil {
		ask.Unclear = err.Error()
		return ask
	}
	ask.Due = times.Due
	return ask
}

// clockOf is the clock of whoever works by these hours, with the pauses of an ask. It may lack a calendar; why says that
// there is one that cannot be counted on.
func clockOf(ask feed.AskEntry, hours *calendars.Calendar, until time.Time) (clock windows.Clock, why string) {
	clock.Paused = pauses(ask.Opened, until, ask.Paused)
	if hours != nil {
		clock.Calendar = hours.Calendar
		if len(hours.Lacks) > 0 {
			return clock, unknown(hours)
		}
	}
	return clock, ""
}

// lastKnown is the end of an ask; of an open one, until when it is known to have been open: what is not read yet may be an
// answer.
func lastKnown(ask feed.AskEntry, now time.Time) time.Time {
	switch {
	case !ask.Open():
		return ask.Ended
	case !ask.Read.IsZero() && ask.Read.Before(now):
		return ask.Read
	}
	return now
}
