package receipt

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed/windows"
)

// Of more lines than linesShown the first and the last are shown.
const linesShown, firstShown, lastShown = 14, 8, 4

func (p *page) counting() {
	r := p.r
	p.WriteString("\nCounted\n")
	p.lines(r.Counted)
	if len(r.Counted) == 0 {
		p.WriteString("  nothing yet\n")
	} else {
		fmt.Fprintf(p, "  %s %s\n", pad("together"), r.Used)
	}
	switch {
	case len(r.Days) > 0:
		p.days()
	case r.Remaining > 0 && !r.Ended.IsZero():
		fmt.Fprintf(p, "  %s %s of %s\n", pad("never used"), r.Remaining, r.Window.Within)
	case r.Remaining > 0 && r.UsedUp.IsZero():
		fmt.Fprintf(p, "  %s %s of %s, once it goes on\n", pad("remaining"), r.Remaining, r.Window.Within)
	case r.UsedUp.IsZero():
	case r.Remaining > 0:
		until := r.UsedUp.In(r.zone).Format(dayAndTime)
		fmt.Fprintf(p, "  %s %s of %s, until %s\n", pad("remaining"), r.Remaining, r.Window.Within, until)
	default:
		fmt.Fprintf(p, "  %s %s\n", pad("all "+r.Window.Within+" used"), r.UsedUp.In(r.zone).Format(dayAndTime))
	}
	if len(r.Uncounted) > 0 {
		p.WriteString("\nNot counted\n")
		p.lines(r.Uncounted)
	}
}

// lines are a table of time, folded in the middle if it is long.
func (p *page) lines(all []Line) {
	for i, l := range all {
		switch {
		case len(all) <= linesShown || i < firstShown || i >= len(all)-lastShown:
			fmt.Fprintf(p, "  %s %s\n", pad(p.span(l)), lengthAndWhy(l, p.r.zone))
		case i == firstShown:
			var folded Duration
			for _, l := range all[firstShown : len(all)-lastShown] {
				folded += l.Length
			}
			fmt.Fprintf(p, "  %s %s\n", pad(fmt.Sprintf("… and %d more lines", len(all)-firstShown-lastShown)), folded)
		}
	}
}

// days are business days by when they close.
func (p *page) days() {
	for i, d := range p.r.Days {
		if len(p.r.Days) > linesShown && i >= firstShown && i < len(p.r.Days)-lastShown {
			if i == firstShown {
				fmt.Fprintf(p, "  … and %d more days\n", len(p.r.Days)-firstShown-lastShown)
			}
			continue
		}
		name := fmt.Sprintf("day %d", d.Number)
		if d.Number == 0 {
			name += ", where counting begins"
		}
		fmt.Fprintf(p, "  %s closes %s\n", pad(name), d.Closes.In(p.r.zone).Format(dayAndTime))
	}
}

// span is a line's time on the responder's wall: Mon 2 Mar 15:10–18:00.
func (p *page) span(l Line) string {
	from, until := l.From.In(p.r.zone), l.Until.In(p.r.zone)
	switch {
	case windows.DateOf(from) == windows.DateOf(until):
		return from.Format(dayAndTime) + "–" + until.Format(clockOnly)
	case midnight(from) && midnight(until) && windows.DateOf(until) == windows.DateOf(from)+1:
		return from.Format("Mon 2 Jan") + ", all day"
	case midnight(until) && windows.DateOf(until) == windows.DateOf(from)+1:
		return from.Format(dayAndTime) + "–24:00"
	}
	return from.Format(dayAndTime) + " – " + until.Format(dayAndTime)
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// lengthAndWhy is a line's length, why it did not count, and whether clocks change in it.
func lengthAndWhy(l Line, zone *time.Location) string {
	_, before := l.From.In(zone).Zone()
	_, after := l.Until.In(zone).Zone()
	why := l.Why
	switch {
	case before < after:
		why += ", clocks go forward"
	case before > after:
		why += ", clocks go back"
	}
	if why == "" {
		return l.Length.String()
	}
	if l.Why == "" {
		why = why[2:]
	}
	return fmt.Sprintf("%-14s %s", l.Length, why)
}

// pad makes the first column of a table.
func pad(s string) string {
	for utf8.RuneCountInString(s) < 38 {
		s += " "
	}
	return s
}
