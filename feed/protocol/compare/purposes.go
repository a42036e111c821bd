package compare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/wording"
)

// purposes tells which tool would be for what.
func (c *comparison) purposes() {
	in := func(all []protocol.Purpose, what string) *protocol.Purpose {
		i := slices.IndexFunc(all, func(p protocol.Purpose) bool { return strings.EqualFold(p.For, what) })
		if i < 0 {
			return nil
		}
		return &all[i]
	}
	for i := range c.before.Purposes {
		was := &c.before.Purposes[i]
		would := in(c.after.Purposes, was.For)
		if would == nil {
			c.add(Removed, "purpose "+strconv.Quote(was.For), wording.Place(was)+about(was))
		} else if text := purposeChange(was, would); text != "" {
			c.add(Changed, "purpose "+strconv.Quote(was.For), text)
		}
	}
	for i := range c.after.Purposes {
		if p := &c.after.Purposes[i]; in(c.before.Purposes, p.For) == nil {
			c.add(Added, "purpose "+strconv.Quote(p.For), wording.Place(p)+about(p))
		}
	}
}

func purposeChange(was, would *protocol.Purpose) string {
	var parts []string
	if was.For != would.For {
		parts = append(parts, "would be called "+strconv.Quote(would.For))
	}
	if from, to := wording.Place(was), wording.Place(would); from != to {
		parts = append(parts, to+" instead of "+from)
	}
	if from, to := about(was), about(would); from != to {
		parts = append(parts, cmp.Or(strings.TrimPrefix(to, ", "), "about no kind of events")+
			" instead of "+cmp.Or(strings.TrimPrefix(from, ", "), "about none"))
	}
	if was.Note != would.Note {
		parts = append(parts, "with another note: "+cmp.Or(would.Note, "none"))
	}
	return strings.Join(parts, "; ")
}

// about is what events it is about.
func about(p *protocol.Purpose) string {
	if p.Kind == "" {
		return ""
	}
	text := ", about events of the kind " + string(p.Kind)
	if len(p.Labels) > 0 {
		labels := slices.Sorted(slices.Values(p.Labels))
		text += " labelled " + wording.Or(wording.Quoted(labels...)...)
	}
	return text
}
