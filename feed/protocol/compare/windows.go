package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/windows"
)

// windows tells which windows there would be. Those that a response comes to, of which nothing but its kind is known, have
// their examples elsewhere.
func (c *comparison) windows(reached map[string]bool) {
	for i := range c.before.Windows {
		w := &c.before.Windows[i]
		name, stays := c.windowNames[w.Name]
		if !stays {
			c.add(Removed, "window "+strconv.Quote(w.Name), described(w))
			continue
		}
		v := windowOf(c.after, name)
		if text := windowChange(w, v); text != "" {
			var details []string
			if !reached[name] {
				details = c.direct(w, v)
			}
			c.add(Changed, "window "+strconv.Quote(w.Name), text, details...)
		}
	}
	for i := range c.after.Windows {
		w := &c.after.Windows[i]
		if taken(c.windowNames, w.Name) {
			continue
		}
		text := described(w)
		if i+1 < len(c.after.Windows) {
			text += ", tried before " + strconv.Quote(c.after.Windows[i+1].Name)
		}
		c.add(Added, "window "+strconv.Quote(w.Name), text)
	}
}

// described is a window in words.
func described(w *protocol.Window) string {
	text := fmt.Sprintf("%s within %s", w.For(), w.Within)
	if w.AtLeast > 0 {
		text += ", at least " + w.AtLeast.String()
	}
	if w.Warn != (windows.Share{}) {
		text += ", " + warned(w.Warn)
	}
	return text
}

func windowChange(w, v *protocol.Window) string {
	var parts []string
	if w.Name != v.Name {
		parts = append(parts, "would be called "+strconv.Quote(v.Name))
	}
	switch {
	case w.When == v.When:
	case w.For() != v.For():
		parts = append(parts, fmt.Sprintf("for %s instead of %s", v.For(), w.For()))
	default:
		parts = append(parts, fmt.Sprintf("by the rule %s instead of %s", v.When, w.When))
	}
	if !sameLength(w.Within, v.Within) {
		parts = append(parts, fmt.Sprintf("within %s instead of %s", v.Within, w.Within))
	}
	switch before, after := w.AtLeast.String(), v.AtLeast.String(); {
	case before == after:
	case w.AtLeast == 0:
		parts = append(parts, "at least "+after+", until now without such a floor")
	case v.AtLeast == 0:
		parts = append(parts, "no longer at least "+before)
	default:
		parts = append(parts, fmt.Sprintf("at least %s instead of %s", after, before))
	}
	if before, after := warned(w.Warn), warned(v.Warn); before != after {
		parts = append(parts, after+" instead of "+strings.TrimPrefix(before, "warned "))
	}
	return strings.Join(parts, ", ")
}

func warned(s windows.Share) string {
	if s == windows.Never {
		return "warned never"
	}
	return "warned at " + s.String()
}

// sameLength reports whether two lengths are the same, however they are written.
func sameLength(a, b windows.Length) bool {
	if a.NeedsCalendar() || b.NeedsCalendar() {
		return strings.ReplaceAll(a.String(), " ", "") == strings.ReplaceAll(b.String(), " ", "")
	}
	return a.Deadline(time.Time{}).Equal(b.Deadline(time.Time{}))
}

// order tells which windows are tried in another order, where both could be for the same response and treat it otherwise.
func (c *comparison) order() {
	at := func(name string) int { return slices.Index(windowNames(c.after), c.windowNames[name]) }
	for i := range c.before.Windows {
		for j := i + 1; j < len(c.before.Windows); j++ {
			first, second := &c.before.Windows[i], &c.before.Windows[j]
			if at(second.Name) < 0 || at(second.Name) > at(first.Name) {
				continue
			}
			w, v := &c.after.Windows[at(first.Name)], &c.after.Windows[at(second.Name)]
			if meet := !apart(first, second) || !apart(w, v); meet && w.Term() != v.Term() {
				c.add(Changed, "windows", fmt.Sprintf("%q would be tried before %q and take what both are for", v.Name, w.Name))
			}
		}
	}
}

var oneKind = regexp.MustCompile(`^\s*kind\s*==\s*["']([a-z]+)["']\s*$`)

// apart reports whether two windows are for a kind each, and not for the same.
func apart(w, v *protocol.Window) bool {
	a, b := oneKind.FindStringSubmatch(w.When), oneKind.FindStringSubmatch(v.When)
	return a != nil && b != nil && a[1] != b[1]
}
