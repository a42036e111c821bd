package compare

import "github.com/datelinehq/dateline/feed/protocol/wording"

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
		c.add(Changed, subject, wording.And(wording.Quoted(after...)...)+" instead of the usual ones")
	case len(after) == 0:
		c.add(Changed, subject, "the usual ones instead of "+wording.And(wording.Quoted(before...)...))
	default:
		if len(gained) > 0 {
			c.add(Added, subject, wording.And(wording.Quoted(gained...)...))
		}
		if len(lost) > 0 {
			c.add(Removed, subject, wording.And(wording.Quoted(lost...)...))
		}
	}
}
