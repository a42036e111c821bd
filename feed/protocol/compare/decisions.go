package compare

import "github.com/datelinehq/dateline/feed/protocol/plain"

// decisions tells how decisions would be made known.
func (c *comparison) decisions() {
	was, would := c.before.Decisions, c.after.Decisions
	c.marks("heading", was.Headings, would.Headings)
	c.marks("phrase", was.Phrases, would.Phrases)
}

// marks tells of the words by which decisions are known. None stand for the usual ones.
func (c *comparison) marks(thing string, before, after []string) {
	subject := thing + "s of decisions"
	switch gained, lost := gainedAndLost(before, after); {
	case len(gained)+len(lost) == 0:
	case len(before) == 0:
		c.add(Changed, subject, plain.And(plain.Quoted(after...)...)+" instead of the usual ones")
	case len(after) == 0:
		c.add(Changed, subject, "the usual ones instead of "+plain.And(plain.Quoted(before...)...))
	default:
		if len(gained) > 0 {
			c.add(Added, subject, plain.And(plain.Quoted(gained...)...))
		}
		if len(lost) > 0 {
			c.add(Removed, subject, plain.And(plain.Quoted(lost...)...))
		}
	}
}
