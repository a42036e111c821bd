package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/syndication"
	"github.com/datelinehq/dateline/feed/windows"
)

// maxWaits is how many waits a page counts, openWaits how many of a sort it shows without unfolding and foldedWaits how many
// besides.
const (
	maxWaits    = 40
	openWaits   = 5
	foldedWaits = 2
	// soon is the share of a window, in percent, from which a wait is shown as due soon.
	soon = 75
)

type (
	// waitingView is who is waited for.
	waitingView struct {
		// Late are flagged, Unknown are past their windows as far as we know, Running have time.
		Late, Unknown, Running waits
		// More says that there are more than are counted.
		More bool
		// Asks is the address of all of them.
		Asks string
	}
	// waits are some of a sort, some to be unfolded, and how many are left.
	waits struct {
		Shown, Folded []waitView
		Left          int
	}
	// waitView is one wait.
	waitView struct {
		// Endless says that nobody can tell until when it is to be answered, Resting that it does not count now.
		Late, Unknown, Endless, Resting bool
		// Receipt is the address of what explains it.
		Receipt string
		// Soon says that most of the window is used.
		Soon bool
		// Who owes Whom What.
		Who, WhoURL, Whom, What string
		Item                    itemView
		Since                   moment
		// For is how long it has been waited, Verdict how that compares with the window.
		For, Verdict string
		// Share of the window that is used, in percent; Metered says that it is known and shown. That of a window in working time is
		// known only where it is known when somebody works.
		Share   int
		Metered bool
		// Unclear says why nobody can tell until when it is to be answered; Notes say what one should know besides: asked again,
		// read long ago.
		Unclear string
		Notes   []string
	}
)

// waiting arranges the open asks, which come due soonest first.
func (s *server) waiting(open []feed.AskEntry, sources []feed.Source, t times) waitingView {
	var v waitingView
	if len(open) > maxWaits {
		open, v.More = open[:maxWaits], true
	}
	every := map[string]time.Duration{}
	for _, src := range sources {
		every[src.Name] = src.Every
	}
	for _, a := range open {
		w := s.wait(a, every[a.Source], t)
		switch {
		case w.Late:
			v.Late.add(w)
		case w.Unknown:
			v.Unknown.add(w)
		default:
			v.Running.add(w)
		}
	}
	return v
}

func (w *waits) add(one waitView) {
	urgent := one.Late || one.Unknown || one.Soon
	if urgent && len(w.Shown) < openWaits {
		w.Shown = append(w.Shown, one)
		return
	}
	if len(w.Folded) == foldedWaits {
		w.Left++
		return
	}
	w.Folded = append(w.Folded, one)
}

// Len is how many there are.
func (w waits) Len() int { return len(w.Shown) + w.Rest() }

// Rest is how many are not shown without unfolding.
func (w waits) Rest() int { return len(w.Folded) + w.Left }

// None reports whether nobody is waited for.
func (v waitingView) None() bool { return v.Late.Len()+v.Unknown.Len()+v.Running.Len() == 0 }

// headline says how it stands in a line that begins small: what is waited for, and where nothing is, how far that can be relied on.
func headline(v waitingView, reading sourcesView, sources bool, t times) string {
	late, unsure, running := v.Late.Len(), v.Unknown.Len(), v.Running.Len()
	if !sources {
		return t.Say("feed.headline-welcome")
	}
	var parts []string
	switch {
	case late > 0:
		parts = append(parts, t.Count("feed.headline-late", late))
		if running > 0 {
			parts = append(parts, t.Count("feed.headline-in-time", running))
		}
	case running > 0:
		parts = append(parts, t.Say("feed.headline-nothing-late"), t.Count("feed.headline-awaited", running))
	}
	if unsure > 0 {
		parts = append(parts, t.Count("feed.headline-unsure", unsure))
	}
	switch {
	case len(parts) > 0:
	case reading.Reading:
		parts = append(parts, t.Say("feed.headline-reading"))
	case reading.Wrong:
		parts = append(parts, t.Say("feed.headline-nobody-known"))
	default:
		parts = append(parts, t.Say("feed.headline-nobody"))
	}
	line := strings.Join(parts, ", ")
	if v.More {
		line = t.Say("page.at-least", "line", line)
	}
	return line
}

// chosen says of what is chosen that a headline is about it: of Ana, if that is all that is chosen.
func (t times) chosen(line string, values url.Values) string {
	var by []string
	for _, name := range []string{"person", "team", "source", "tool", "view"} {
		for _, value := range values[name] {
			by = append(by, t.worded(name, value))
		}
	}
	if len(by) != 1 {
		return capital(t.Say("page.chosen", "line", line))
	}
	return t.Say("page.chosen-of", "name", shorten(by[0], nameText), "line", line)
}

func (s *server) wait(a feed.AskEntry, every time.Duration, t times) waitView {
	v := waitView{
		Late:  !a.Flagged.IsZero(),
		Who:   shorten(syndication.Name(a.Tool, a.Responder, s.who.Person), nameText),
		Whom:  shorten(syndication.Name(a.Tool, a.Asker, s.who.Person), nameText),
		What:  t.owed(a.Kind),
		Item:  t.item(a.Tool, a.Source, a.Item, a.On),
		Since: t.moment(a.Opened),
		For:   t.span(t.now.Sub(a.Opened)),
	}
	v.WhoURL = s.everything(a.Tool, a.Responder)
	if s.Receipt != nil {
		v.Receipt = askPath(a.ID)
	}
	v.Endless = a.Due.IsZero() && !v.Late
	v.Resting = a.State == feed.AskPaused
	v.Unknown = !v.Late && !v.Endless && t.now.After(a.Due)
	past := t.now.Sub(a.Due)
	switch {
	case v.Endless:
		v.Verdict = t.Say("ask.never-due")
	case past >= 0 && v.Late:
		v.Verdict = t.Say("ask.past", "span", t.span(past), "window", t.length(a.Within))
	case v.Unknown:
		v.Verdict = t.Say("ask.due-ago", "span", t.span(past))
	default:
		v.Verdict = t.Say("ask.due-in", "span", t.span(-past), "window", t.length(a.Within))
	}
	v.Share = 100
	if whole := a.Due.Sub(a.Opened); whole > 0 && past < 0 {
		v.Share = int(100 * t.now.Sub(a.Opened) / whole)
	}
	v.Share = min(max(v.Share, 0), 100)
	within, err := windows.ParseLength(a.Within)
	v.Metered = v.running() && (err != nil || !within.NeedsCalendar())
	v.Soon = v.running() && (v.Metered && v.Share >= soon || !a.Warn.IsZero() && t.now.After(a.Warn))
	if v.Endless && a.Unclear != "" {
		v.Unclear = sentence(a.Unclear)
	}
	if a.Nudges > 0 {
		v.Notes = append(v.Notes, t.Count("ask.asked-again", a.Nudges+1))
	}
	switch {
	case a.Read.IsZero():
		v.Notes = append(v.Notes, t.Say("ask.never-read", "source", a.Source))
	case v.Unknown || t.now.Sub(a.Read) > stale(every):
		v.Notes = append(v.Notes, t.Say("ask.last-read", "source", a.Source, "ago", t.ago(a.Read)))
	}
	return v
}

// running reports whether there is a deadline that is still to come.
func (v waitView) running() bool { return !v.Late && !v.Unknown && !v.Endless }

// Note is what one should know besides, in a line.
func (v waitView) Note() string {
	if v.Unclear == "" {
		return strings.Join(v.Notes, " · ")
	}
	return strings.Join(append([]string{v.Unclear}, v.Notes...), " · ")
}

// stale is how long ago a source may have been read before what is known of it counts as old.
func stale(every time.Duration) time.Duration { return max(15*time.Minute, 3*every) }
