package asks

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
)

// human reports whether somebody is behind an account.
func (w *walk) human(tool string, a feed.Account) bool {
	return a.ID != "" && !a.Bot && !w.agreed.Bot(tool, a.ID)
}

// same reports whether two accounts of one tool are the same one, or one person's. Nobody is the same as a deleted
// account.
func (w *walk) same(tool string, a, b feed.Account) bool {
	if a.ID == "" || b.ID == "" || a.Group != b.Group {
		return false
	}
	if strings.EqualFold(a.ID, b.ID) {
		return true
	}
	person := w.agreed.Person(tool, a.ID)
	return !a.Group && person != "" && person == w.agreed.Person(tool, b.ID)
}

// owes reports whether an act of by is one of the responder: their own, or of a group one of its members'. Of a group
// nobody wrote down the members are not known; then everybody but the asker is taken for one.
func (w *walk) owes(a *ask, by feed.Account) bool {
	if !a.Responder.Group {
		return w.same(a.tool, a.Responder, by)
	}
	member, known := w.agreed.Member(a.Responder, a.tool, by.ID)
	return member || !known && !w.same(a.tool, a.Asker, by)
}

// among reports whether somebody is one of some accounts.
func (w *walk) among(tool string, all []feed.Account, one feed.Account) bool {
	for _, a := range all {
		if w.same(tool, a, one) {
			return true
		}
	}
	return false
}

// people are the accounts that stand for a role on the item, or for a name.
func (w *walk) people(tool, whom string) []feed.Account {
	switch whom {
	case protocol.RoleAuthor:
		return []feed.Account{w.item.Author}
	case protocol.RoleOwners:
		return w.item.Owners
	case protocol.RoleReviewers:
		return w.item.Reviewers
	}
	return []feed.Account{w.agreed.AccountIn(tool, whom)}
}
