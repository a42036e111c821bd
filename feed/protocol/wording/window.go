package wording

import (
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// Length is a length of time in words: 8 working hours, 1 business day, 24 h by the clock.
func Length(l windows.Length) string {
	if l.NeedsCalendar() {
		return feed.InWords(l.String())
	}
	return feed.InWords(l.String()) + " by the clock"
}

// Window is a window in a sentence: what it is for, how long, and what softens it.
func Window(w *protocol.Window) string {
	text := strings.ToUpper(w.For()[:1]) + w.For()[1:] + ": within " + Length(w.Within)
	if w.AtLeast > 0 {
		text += ", though never before " + feed.InWords(w.AtLeast.String()) + " have passed"
	}
	if w.Warn == windows.Never {
		return text + ", without a warning."
	}
	return text + ", with a warning after " + strings.Replace(w.Warn.String(), "%", " %", 1) + " of that."
}

// A Deadline is when a response is due that is asked now, or in words why it never is.
type Deadline struct {
	windows.Times
	Never string
}

// Asked is when a response is due that is asked of somebody now. A calendar that is nil counts elapsed time only.
func Asked(w *protocol.Window, c *calendars.Calendar, now time.Time) Deadline {
	clock := windows.Clock{}
	if c != nil {
		clock.Calendar = c.Calendar
	}
	times, err := w.Term().Start(clock, now)
	if err != nil {
		return Deadline{Never: err.Error()}
	}
	return Deadline{Times: times}
}
