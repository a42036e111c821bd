package receipt

import (
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	clockOnly  = "15:04"
	dayAndTime = "Mon 2 Jan 15:04"
	dayInYear  = "Mon 2 Jan 2006 15:04"
)

// A page is a receipt as a terminal shows it.
type page struct {
	strings.Builder
	r      Receipt
	reader *time.Location
}

// Text is the receipt for a terminal, with times in the responder's zone and, where that shows another time, the reader's.
func (r Receipt) Text(reader *time.Location) string {
	if r.zone == nil {
		r.zone = time.UTC
	}
	p := &page{r: r, reader: reader}
	p.heading()
	p.asked()
	p.window()
	p.counting()
	p.due()
	p.standing()
	for _, n := range r.Notes {
		p.row("Note", "%s", n)
	}
	return p.String()
}

// row writes a line under a name; a line without one belongs to the name above.
func (p *page) row(name, format string, args ...any) {
	fmt.Fprintf(p, "%-10s %s\n", name, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func (p *page) heading() {
	r := p.r
	fmt.Fprintf(p, "%s owes %s %s on %s", r.Responder, r.Asker, r.Owed, r.Item.Key)
	if r.Item.Title != "" {
		fmt.Fprintf(p, " (%s)", r.Item.Title)
	}
	p.WriteString("\n")
	if r.Item.URL != "" {
		fmt.Fprintf(p, "%s\n", r.Item.URL)
	}
	p.WriteString("\n")
}

// at is an instant for the responder and the reader.
func (p *page) at(t time.Time) string {
	text := t.In(p.r.zone).Format(dayInYear) + " " + p.r.zone.String()
	if p.reader == nil {
		return text
	}
	_, one := t.In(p.r.zone).Zone()
	if _, other := t.In(p.reader).Zone(); one != other {
		text += fmt.Sprintf(" (%s %s)", t.In(p.reader).Format(dayAndTime), p.reader)
	}
	return text
}

func (p *page) asked() {
	r := p.r
	if r.NotBefore.IsZero() {
		p.row("Asked", "%s", p.at(r.Opened))
	} else {
		p.row("Asked", "between %s", p.at(r.NotBefore))
		p.row("", "and %s", p.at(r.Opened))
		p.row("", "the tool does not say when exactly; the later time counts")
	}
	p.act(r.Evidence)
	if r.HandedOn {
		p.row("", "it was handed on from somebody else")
	}
	if r.Spent > 0 {
		p.row("", "%s of the window were used before, and only the rest counts", r.Spent.Long())
	}
	switch {
	case r.Nudges == 1:
		p.row("", "asked again once, which does not restart the clock")
	case r.Nudges > 1:
		p.row("", "asked again %d times, which does not restart the clock", r.Nudges)
	}
}

func (p *page) act(a *Act) {
	if a == nil {
		return
	}
	if a.Quote == "" {
		p.row("", "%s", a.Says)
	} else {
		p.row("", "%s: “%s”", a.Says, a.Quote)
	}
	if a.URL != "" {
		p.row("", "%s", a.URL)
	}
}

func (p *page) window() {
	w := p.r.Window
	if w.For == "" {
		p.row("Window", "“%s”: %s", w.Name, w.Within)
	} else {
		p.row("Window", "“%s”: %s within %s", w.Name, w.For, w.Within)
	}
	switch {
	case w.All == 1:
		p.row("", "it is the only window of the agreement")
	case w.Place == 1:
		p.row("", "it is the first of %d windows, and its rule holds", w.All)
	case w.Place > 1:
		p.row("", "it is number %d of %d windows, and the first whose rule holds; not", w.Place, w.All)
		for _, n := range w.Not {
			p.row("", "  “%s”: %s", n.Name, n.For)
		}
	}
	p.row("", "%s %s", w.Within, w.Means)
	if w.AtLeast > 0 {
		p.row("", "it is never due before %s have passed, nights and weekends counted", w.AtLeast)
	}
	switch w.Warn {
	case "":
	case "never":
		p.row("", "nobody is warned")
	default:
		of := "working time"
		if w.Calendar == "" {
			of = "time"
		}
		p.row("", "a warning goes out when %s of the %s until it is due is over", w.Warn, of)
	}
	versions := "agreement " + w.Protocol
	switch {
	case w.Calendar != "" && w.Version != "":
		versions += ", calendar " + w.Calendar + " " + w.Version
	case w.Calendar == "":
		versions += ", no calendar"
	}
	p.row("", "%s", versions)
}

func (p *page) due() {
	r := p.r
	p.WriteString("\n")
	switch {
	case !r.Promised.IsZero():
		p.row("Due", "%s, as %s promised", p.at(r.Due), r.Responder)
		if !r.Agreed.IsZero() {
			p.row("", "the window alone would have ended %s", p.at(r.Agreed))
		}
	case r.Due.IsZero():
		p.row("Due", "nobody can tell: %s", r.Unclear)
		p.row("", "%s", r.unclear())
	default:
		p.row("Due", "%s", p.at(r.Due))
	}
	switch {
	case !r.Warned.IsZero():
		p.row("Warned", "%s", p.at(r.Warned))
	case !r.Warn.IsZero() && r.Ended.IsZero():
		p.row("Warning", "%s", p.at(r.Warn))
	case !r.Due.IsZero() && r.Promised.IsZero() && r.Ended.IsZero() && r.Window.Warn != "never":
		p.row("Warning", "none: there is no working time for one before")
	}
	if !r.Flagged.IsZero() {
		p.row("Flagged", "%s", p.at(r.Flagged))
	}
}

func (p *page) standing() {
	r := p.r
	switch r.State {
	case feed.AskAnswered:
		p.row("Answered", "%s, %s", p.at(r.Ended), p.punctual())
		p.act(r.End)
		return
	case feed.AskWithdrawn, feed.AskHandedOff:
		p.row("Ended", "%s: %s", p.at(r.Ended), r.State)
		if r.Why != "" {
			p.row("", "%s", r.Why)
		}
		p.act(r.End)
		return
	}
	state := string(r.State)
	if r.Resting != "" {
		state += ", and rests now: " + r.Resting
	}
	if r.Late > 0 {
		state += ", and late by " + r.Late.Long()
	}
	p.row("State", "%s, as of %s", state, p.at(r.Now))
	p.row("Stops with", "%s", joined(r.Stops))
}

func (p *page) punctual() string {
	switch {
	case p.r.Late > 0:
		return "late by " + p.r.Late.Long()
	case p.r.Due.IsZero():
		return "and nobody can tell whether in time"
	}
	return "in time"
}

// joined are words with an or before the last.
func joined(words []string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + ", or " + words[n]
	}
	return strings.Join(words, "")
}
