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
		w := t.stands(a)
		among := &v.Running
		switch {
		case w.Late:
			among = &v.Late
		case w.Unknown:
			among = &v.Unknown
		}
		if shown := among.add(w); shown != nil {
			s.describe(shown, a, every[a.Source], t)
		}
	}
	return v
}

// add adds one, and returns it as it is shown: nil if it is only counted.
func (w *waits) add(one waitView) *waitView {
	urgent := one.Late || one.Unknown || one.Soon
	switch {
	case urgent && len(w.Shown) < openWaits:
		w.Shown = append(w.Shown, one)
		return &w.Shown[len(w.Shown)-1]
	case len(w.Folded) < foldedWaits:
		w.Folded = append(w.Folded, one)
		return &w.Folded[len(w.Folded)-1]
	}
	w.Left++
	return nil
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

// stands is how a wait stands. It is put into words where it is shown.
func (t times) stands(a feed.AskEntry) waitView {
	v := waitView{Late: !a.Flagged.IsZero(), Resting: a.State == feed.AskPaused, Share: 100}
	v.Endless = a.Due.IsZero() && !v.Late
	v.Unknown = !v.Late && !v.Endless && t.now.After(a.Due)
	if whole := a.Due.Sub(a.Opened); whole > 0 && t.now.Before(a.Due) {
		v.Share = min(max(int(100*t.now.Sub(a.Opened)/whole), 0), 100)
	}
	within, err := windows.ParseLength(a.Within)
	v.Metered = v.running() && (err != nil || !within.NeedsCalendar())
	v.Soon = v.running() && (v.Metered && v.Share >= soon || !a.Warn.IsZero() && t.now.After(a.Warn))
	return v
}

// describe puts a wait into words.
func (s *server) describe(v *waitView, a feed.AskEntry, every time.Duration, t times) {
	v.Who, v.Whom, v.What = s.called(a.Tool, a.Responder), s.called(a.Tool, a.Asker), t.owed(a.Kind)
	v.WhoURL = s.everything(a.Tool, a.Responder)
	v.Item = t.item(a.Tool, a.Source, a.Item, a.On)
	v.Since, v.For = t.moment(a.Opened), t.span(t.now.Sub(a.Opened))
	if s.Receipt != nil {
		v.Receipt = askPath(a.ID)
	}
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
}

// called is what an account of a tool is called.
func (s *server) called(tool string, a feed.Account) string {
	return shorten(syndication.Name(tool, a, s.who.Person), nameText)
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
