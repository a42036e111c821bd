package trello

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// perAct is how many actions one act becomes at most.
const perAct = 8

func (l *ledger) enterAll(acts []world.Act) {
	for _, a := range acts {
		l.enter(a)
	}
}

// enter takes the next act of the world.
func (l *ledger) enter(a world.Act) {
	l.read = a.ID
	i := slices.IndexFunc(l.boards, func(b *board) bool { return b.project.Name == a.Project })
	if i < 0 {
		return
	}
	b := l.boards[i]
	if a.Deed == world.Opened {
		l.open(b, a)
		return
	}
	c := l.works[a.Work]
	if c == nil || c.gone {
		return
	}
	c.active, b.active = a.At, a.At
	switch a.Deed {
	case world.Commented, world.Approved, world.Refused, world.Reviewed, world.Remarked, world.Replied:
		l.comment(c, a)
	case world.Edited:
		l.edit(c, a)
	case world.Unsaid:
		l.unsay(c, a)
	case world.Assigned, world.Asked:
		l.join(c, a, "addMemberToCard")
	case world.Unassigned, world.Unasked:
		l.join(c, a, "removeMemberFromCard")
	case world.Labelled:
		if one := b.label(a.Name); !slices.Contains(c.labels, one) {
			c.labels = append(c.labels, one)
		}
	case world.Unlabelled:
		c.labels = slices.DeleteFunc(c.labels, func(one *label) bool { return one.name == a.Name })
	case world.Listed, world.Ticked, world.Unticked:
		l.tick(c, a)
	case world.Handed:
		l.hand(c, a)
	case world.Binned:
		l.bin(c, a)
	default:
		l.update(c, a)
	}
}

// log keeps the k-th action of an act.
func (l *ledger) log(c *card, a world.Act, k int, kind string) *action {
	act := &action{
		id: id(a.At, "action", a.ID*perAct+k), kind: kind, at: a.At.Add(time.Duration(k) * time.Millisecond), by: l.members[a.By],
		creator: id(firstDay, "member "+a.By, len(l.people)), board: c.board, card: c, list: c.list, name: c.name,
	}
	if act.by != nil {
		act.creator = act.by.id
	}
	c.active, c.board.active = act.at, act.at
	c.board.actions = append(c.board.actions, act)
	l.actions[act.id] = act
	return act
}

// open makes a card. What is written on it is written next.
func (l *ledger) open(b *board, a world.Act) {
	c := &card{
		board: b, id: id(a.At, "card", a.Work), short: shortLink("card", b.project.Name, a.Number), number: a.Number, work: a.Work,
		name: a.Name, list: b.lists[0], opened: a,
	}
	b.cards = append(b.cards, c)
	l.works[a.Work], l.opened[a.ID] = c, c
	l.log(c, a, 0, "createCard")
	if a.Text != "" {
		l.write(c, a, 1)
	}
}

// write changes what is written on the card.
func (l *ledger) write(c *card, a world.Act, k int) {
	act := l.log(c, a, k, "updateCard")
	act.old, act.now = map[string]any{"desc": c.desc}, map[string]any{"desc": a.Text}
	c.desc = a.Text
}

func (l *ledger) comment(c *card, a world.Act) {
	act := l.log(c, a, 0, "commentCard")
	act.text = a.Text
	if act.text == "" {
		act.text = map[world.Deed]string{world.Approved: "Approved.", world.Refused: "Not like this."}[a.Deed]
	}
	c.comments++
	l.said[a.ID] = act
}

// edit changes a comment, or what is written on the card. The edit of a comment is in no list of actions.
func (l *ledger) edit(c *card, a world.Act) {
	switch said := l.said[a.About]; {
	case said != nil:
		said.text, said.edited = a.Text, a.At
	case l.opened[a.About] == c:
		l.write(c, a, 0)
	}
}

// unsay deletes a comment.
func (l *ledger) unsay(c *card, a world.Act) {
	if said := l.said[a.About]; said != nil && said.card == c {
		c.board.actions = slices.DeleteFunc(c.board.actions, func(x *action) bool { return x == said })
		delete(l.actions, said.id)
		delete(l.said, a.About)
		c.comments--
	}
}

func (l *ledger) join(c *card, a world.Act, kind string) {
	for k, h := range a.To[:min(len(a.To), perAct)] {
		m := l.members[h]
		if m == nil {
			continue
		}
		on := slices.Contains(c.members, m)
		switch {
		case kind == "addMemberToCard" && !on:
			c.members = append(c.members, m)
		case kind == "removeMemberFromCard" && on:
			c.members = slices.DeleteFunc(slices.Clone(c.members), func(x *member) bool { return x == m })
		default:
			continue
		}
		l.log(c, a, k, kind).whom = m
	}
}

// tick adds a line to the card's checklist, or marks one.
func (l *ledger) tick(c *card, a world.Act) {
	i := slices.IndexFunc(c.lines, func(x *line) bool { return x.name == a.Name })
	if i < 0 {
		if c.checklist == "" {
			c.checklist = id(a.At, "checklist", a.ID)
			l.log(c, a, 0, "addChecklistToCard")
		}
		i = len(c.lines)
		c.lines = append(c.lines, &line{id: id(a.At, "line", a.ID), name: a.Name})
	}
	if a.Deed == world.Listed {
		return
	}
	one := c.lines[i]
	one.done = a.Deed == world.Ticked
	act := l.log(c, a, 1, "updateCheckItemStateOnCard")
	act.line, act.state = one, state(one.done)
}

// hand gives a line of the checklist to somebody, which is in no list of actions.
func (l *ledger) hand(c *card, a world.Act) {
	i := slices.IndexFunc(c.lines, func(x *line) bool { return x.name == a.Name })
	if i < 0 {
		return
	}
	c.lines[i].whose = nil
	for _, handle := range a.To {
		c.lines[i].whose = l.members[handle]
	}
}

func state(done bool) string {
	if done {
		return "complete"
	}
	return "incomplete"
}

// bin deletes a card, and with it all that was done to it.
func (l *ledger) bin(c *card, a world.Act) {
	c.gone = true
	c.board.actions = slices.DeleteFunc(c.board.actions, func(x *action) bool {
		if x.card == c {
			delete(l.actions, x.id)
		}
		return x.card == c
	})
	l.log(c, a, 0, "deleteCard")
}

// update changes a field of the card. Whoever moves a card to the last list marks it complete.
func (l *ledger) update(c *card, a world.Act) {
	change := func(k int, field string, old, now any) {
		act := l.log(c, a, k, "updateCard")
		act.old, act.now = map[string]any{field: old}, map[string]any{field: now}
	}
	switch a.Deed {
	case world.Renamed:
		old := c.name
		c.name = a.Name
		change(0, "name", old, a.Name)
	case world.Moved:
		from, to := c.list, c.board.list(a.Name)
		if from == to {
			return
		}
		c.list = to
		change(0, "idList", from.id, to.id)
		act := c.board.actions[len(c.board.actions)-1]
		act.from, act.to = from, to
		if done := c.board.project.Finished(to.name); done != c.done {
			change(1, "dueComplete", c.done, done)
			c.done = done
		}
	case world.Dated:
		change(0, "due", instant(c.due), instant(a.Due))
		c.due = a.Due
	case world.Closed, world.Reopened:
		if closed := a.Deed == world.Closed; closed != c.closed {
			change(0, "closed", c.closed, closed)
			c.closed = closed
		}
		if a.Deed == world.Reopened && c.done {
			change(1, "dueComplete", true, false)
			c.done = false
		}
	}
}

// instant is a time as Trello writes it, null where there is none.
func instant(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}
