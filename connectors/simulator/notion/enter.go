package notion

import (
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// enter takes the next act of the world.
func (l *ledger) enter(a world.Act) {
	l.read = a.ID
	if a.Deed == world.Opened {
		if i := slices.IndexFunc(l.bases, func(b *base) bool { return b.Name == a.Project }); i >= 0 {
			l.open(l.bases[i], a)
		}
		return
	}
	on := l.works[a.Work]
	if on == nil {
		return
	}
	switch a.Deed {
	case world.Commented, world.Replied, world.Reviewed, world.Approved, world.Refused:
		if a.Text != "" {
			l.comment(on, a)
		}
	case world.Settled:
		if c := l.acts[a.About]; c != nil {
			for _, d := range on.comments {
				d.silent = d.silent || d.discussion == c.discussion
			}
		}
	case world.Unsaid:
		if c := l.acts[a.About]; c != nil {
			c.deleted = true
		}
	case world.Edited:
		if c := l.acts[a.About]; c != nil {
			c.text, c.edited = a.Text, a.At
			return
		}
		if l.opened[a.About] == on {
			on.text = a.Text
			on.touch(a)
		}
	default:
		if on.change(a) {
			on.touch(a)
		}
	}
}

// open enters a new page, in the first of its project's columns.
func (l *ledger) open(b *base, a world.Act) {
	p := &page{base: b, act: a, id: pageID(a.Number), title: a.Name, text: a.Text, created: a.At, edited: a.At, editor: a.By}
	if len(b.Columns) > 0 {
		p.status = b.Columns[0]
	}
	l.works[a.Work], l.opened[a.ID] = p, p
	l.pages = append(l.pages, p)
}

// touch notes who edited the page last.
func (p *page) touch(a world.Act) { p.edited, p.editor = a.At, a.By }

// comment enters what is said: in the discussion of what it is said to, or in a new one.
func (l *ledger) comment(on *page, a world.Act) {
	c := &comment{id: uuid("comment", fmt.Sprint(a.ID)), on: on, act: a, text: a.Text, edited: a.At}
	c.discussion = uuid("discussion", fmt.Sprint(a.ID))
	if to := l.acts[a.About]; to != nil && to.on == on {
		c.discussion, c.silent = to.discussion, to.silent
	}
	on.comments = append(on.comments, c)
	l.acts[a.ID] = c
}

// change enters what changes a page, and reports whether it does in Notion.
func (p *page) change(a world.Act) bool {
	columns := p.base.Columns
	switch a.Deed {
	case world.Renamed:
		p.title = a.Name
	case world.Moved:
		p.status = a.Name
	case world.Closed:
		if !p.base.Finished(p.status) {
			p.status = columns[len(columns)-p.base.Done]
		}
	case world.Reopened:
		p.status = columns[0]
	case world.Assigned, world.Unassigned, world.Asked, world.Unasked:
		p.ask(a)
	case world.Labelled:
		p.tags = with(p.tags, a.Name)
	case world.Unlabelled:
		p.tags = without(p.tags, a.Name)
	case world.Dated:
		p.due = a.Due
	case world.Listed:
		p.lines = append(p.lines, line{text: a.Name})
	case world.Ticked, world.Unticked:
		for i := range p.lines {
			if p.lines[i].text == a.Name {
				p.lines[i].done = a.Deed == world.Ticked
			}
		}
	case world.Binned:
		p.trashed = true
	default:
		return false
	}
	return true
}

// ask enters who owns the page, or is to review it.
func (p *page) ask(a world.Act) {
	for _, h := range a.To {
		switch a.Deed {
		case world.Assigned:
			p.owners = with(p.owners, h)
		case world.Unassigned:
			p.owners = without(p.owners, h)
		case world.Asked:
			p.reviewers = with(p.reviewers, h)
		case world.Unasked:
			p.reviewers = without(p.reviewers, h)
		}
	}
}
