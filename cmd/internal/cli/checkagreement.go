package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// openingsShown is how many openings of a calendar are shown.
const openingsShown = 10

// tellAgreement prints what is agreed: of each person when they work, of each window what it is for and an example.
func tellAgreement(out io.Writer, p *protocol.Protocol, now time.Time) {
	for _, person := range p.People {
		c := p.HoursOf(person.Name)
		if c == nil {
			fmt.Fprintf(out, "\n%s has no calendar: of working time nobody can tell when it is over\n", person.Name)
			continue
		}
		fmt.Fprintf(out, "\n%s works by %s, where it is %s now and %s\n", person.Name, where(c), now.In(c.Zone()).Format(wording.DayAndTime), wording.Standing(c, now))
		fmt.Fprintf(out, "  opens    %s\n", strings.Join(wording.Openings(c, now, openingsShown), "\n           "))
		fmt.Fprintf(out, "  clocks   %s\n", wording.Clocks(c.Zone(), now))
		fmt.Fprintf(out, "  holidays %s\n", strings.Join(holidaysOf(c, now.In(c.Zone()).Year()), "\n           "))
		if len(person.Away) > 0 {
			fmt.Fprintf(out, "  away     %s\n", joined(person.Away))
		}
	}
	for i := range p.Windows {
		tellWindow(out, p, &p.Windows[i], now)
	}
}

// where is the calendar and its zone.
func where(c *calendars.Calendar) string {
	return fmt.Sprintf("%s (%s)", c.Name, c.Zone())
}

// holidaysOf are the holidays of a year in a line each.
func holidaysOf(c *calendars.Calendar, year int) []string {
	var lines []string
	for _, rest := range wording.Holidays(c, windows.NewDate(year, time.January, 1), windows.NewDate(year, time.December, 31)) {
		lines = append(lines, rest.String())
	}
	if unknown := wording.Unknown(c, year); unknown != "" {
		lines = append(lines, unknown)
	}
	if len(lines) == 0 {
		return []string{fmt.Sprintf("none in %d", year)}
	}
	return lines
}

// tellWindow prints what a window is for, and when a response would be due that was asked for now: by each calendar that
// somebody has, and by none.
func tellWindow(out io.Writer, p *protocol.Protocol, w *protocol.Window, now time.Time) {
	fmt.Fprintf(out, "\nwindow %q: %s within %s", w.Name, w.For(), w.Within)
	if w.AtLeast > 0 {
		fmt.Fprintf(out, ", not before %s", w.AtLeast)
	}
	if w.Warn == windows.Never {
		fmt.Fprintln(out, ", without a warning")
	} else {
		fmt.Fprintf(out, ", warned at %s\n", w.Warn)
	}
	shown := map[string]bool{}
	for _, person := range p.People {
		c := p.HoursOf(person.Name)
		if c == nil || shown[c.Version()] {
			continue
		}
		shown[c.Version()] = true
		fmt.Fprintf(out, "  asked of %s now, it is due %s\n", person.Name, due(w, c, now))
	}
	if len(shown) == 0 && !w.Within.NeedsCalendar() {
		fmt.Fprintf(out, "  asked now (%s), it is due %s\n", now.UTC().Format(wording.DayAndTime+" MST"), now.UTC().Add(w.Within.Deadline(now).Sub(now)).Format(wording.DayAndTime+" MST"))
	}
}

// due says when a response is due that is asked for now.
func due(w *protocol.Window, c *calendars.Calendar, now time.Time) string {
	d := wording.Asked(w, c, now)
	if d.Never != "" {
		return "never: " + d.Never
	}
	text := fmt.Sprintf("%s (%s)", d.Due.In(c.Zone()).Format(wording.DayInYear), c.Zone())
	if !d.Warn.IsZero() {
		text += ", warned " + d.Warn.In(c.Zone()).Format(wording.DayAndTime)
	}
	if len(c.Lacks) > 0 {
		text += "; but holidays are missing that could not be read, so nothing is flagged"
	}
	return text
}

func joined[T fmt.Stringer](all []T) string {
	words := make([]string, len(all))
	for i, a := range all {
		words[i] = a.String()
	}
	return strings.Join(words, ", ")
}
