package trello

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	workRef = regexp.MustCompile(`\[\[([0-9]+)\]\]`)
	handle  = regexp.MustCompile(`@([a-z]+)`)
)

// write puts a text of the world as people write on Trello: the address of a card, or of work in another tool, and
// @username for a person. Groups are everybody on the board.
func (p painter) write(text string) string {
	text = workRef.ReplaceAllStringFunc(text, func(ref string) string {
		n, _ := strconv.Atoi(strings.Trim(ref, "[]"))
		if c := p.ledger.works[n]; c != nil {
			return p.cardPage(c)
		}
		if p.refer != nil {
			if address := p.refer(n); address != "" {
				return address
			}
		}
		return "something elsewhere"
	})
	return handle.ReplaceAllStringFunc(text, func(at string) string {
		if m := p.ledger.members[at[1:]]; m != nil {
			return "@" + m.username
		}
		for _, one := range p.ledger.people {
			if one.Handle == at[1:] && one.Members != nil {
				return "@board"
			}
		}
		return at
	})
}
