package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

const (
	// openingsShown is how many openings of a calendar are shown.
	openingsShown = 10
	day           = "Mon 2 Jan"
	dayAndTime    = "Mon 2 Jan 15:04"
	dayInYear     = "Mon 2 Jan 2006 15:04"
)

// tellAgreement prints what is agreed: of each person when they work, of each window what it is for and an example.
func tellAgreement(out io.Writer, p *protocol.Protocol, now time.Time) {
	for _, person := range p.People {
		c := p.HoursOf(person.Name)
		if c == nil {
			fmt.Fprintf(out, "\n%s has no calendar: of working time nobody can tell when it is over\n", person.Name)
			continue
		}
		fmt.Fprintf(out, "\n%s works by %s, where it is %s now and %s\n", person.Name, where(c), now.In(c.Zone()).Format(dayAndTime), standing(c, now))
		fmt.Fprintf(out, "  opens    %s\n", strings.Join(openings(c, now), "\n           "))
		fmt.Fprintf(out, "  clocks   %s\n", change(c.Zone(), now))
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

// standing says whether a calendar is open, and until when it is what it is.
func standing(c *calendars.Calendar, now time.Time) string {
	next, ok := c.Next(now)
	switch {
	case !ok:
		return "closed for good"
	case next.After(now):
		return "closed until " + next.In(c.Zone()).Format(dayAndTime)
	}
	for s := range c.Spans(now, now.AddDate(1, 0, 0)) {
		if s.End.Before(now.AddDate(1, 0, 0)) {
			return "open until " + s.End.Format(dayAndTime)
		}
	}
	return "open for longer than a year"
}

// openings are the next openings of a calendar, those of one day in one line.
func openings(c *calendars.Calendar, now time.Time) []string {
	var lines []string
	last := ""
	n := 0
	for s := range c.Spans(now, now.AddDate(10, 0, 0)) {
		if !s.Start.After(now) {
			continue // it is open already
		}
		if n++; n > openingsShown {
			break
		}
		from, until := s.Start.Format("15:04"), s.End.Format("15:04")
		switch days := windows.DateOf(s.End) - windows.DateOf(s.Start); {
		case until == "00:00" && days == 1:
			until = "24:00"
		case days > 0:
			until = s.End.Format(dayAndTime)
		}
		if on := s.Start.Format(day); on != last {
			last = on
			lines = append(lines, on+" "+from+"–"+until)
			continue
		}
		lines[len(lines)-1] += ", " + from + "–" + until
	}
	if len(lines) == 0 {
		return []string{"not again within ten years"}
	}
	return lines
}

// change says when the clocks of a zone change next.
func change(zone *time.Location, now time.Time) string {
	at, by, ok := windows.NextChange(zone, now)
	if !ok {
		return "do not change"
	}
	direction := "forward"
	if by < 0 {
		direction, by = "back", -by
	}
	return fmt.Sprintf("go %s by %s on %s", direction, config.Duration(by), at.Add(-time.Second).Format("Mon 2 Jan 2006"))
}

// holidaysOf are the holidays of a year in a line each, runs of days with one name in one.
func holidaysOf(c *calendars.Calendar, year int) []string {
	var lines []string
	all := c.Holidays(year)
	for i := 0; i < len(all); {
		first, last := all[i], all[i]
		for i++; i < len(all) && all[i].Name == first.Name && all[i].Date == last.Date+1; i++ {
			last = all[i]
		}
		text := first.Date.String()
		if last.Date != first.Date {
			text += ".." + last.Date.String()
		}
		text += " " + cmp.Or(first.Name, "closed")
		if first.Tentative {
			text += " (may still move by a day)"
		}
		lines = append(lines, text)
	}
	if until, place := c.KnownUntil(); place != "" && until <= year {
		lines = append(lines, fmt.Sprintf("those of %s are known until %d only; write later ones under dates:", place, until))
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
		fmt.Fprintf(out, "  asked of %s now, it is due %s\n", person.Name, due(w.Term(), c, now))
	}
	if len(shown) == 0 && !w.Within.NeedsCalendar() {
		fmt.Fprintf(out, "  asked now (%s), it is due %s\n", now.UTC().Format(dayAndTime+" MST"), now.UTC().Add(w.Within.Deadline(now).Sub(now)).Format(dayAndTime+" MST"))
	}
}

// due says when a response is due that is asked for now.
func due(term windows.Term, c *calendars.Calendar, now time.Time) string {
	times, err := term.Start(windows.Clock{Calendar: c.Calendar}, now)
	if err != nil {
		return "never: " + err.Error()
	}
	text := fmt.Sprintf("%s (%s)", times.Due.In(c.Zone()).Format(dayInYear), c.Zone())
	if !times.Warn.IsZero() {
		text += ", warned " + times.Warn.In(c.Zone()).Format(dayAndTime)
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
