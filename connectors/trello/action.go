package trello

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// act translates one action. Every action becomes an event, but for those that are about a comment: they change the
// comment's own.
func (t *translator) act(a action) {
	d := a.Data
	e := feed.Event{
		Key: "action/" + a.ID, Item: cmp.Or(a.card(), t.place.ID), At: a.at, Updated: a.at,
		By: t.somebody(a.MemberCreator, a.IDCreator), URL: t.place.URL,
	}
	if a.App != nil && a.App.Name == automation {
		e.By.Bot = true
	}
	if a.card() != "" {
		e.URL = t.cardURL(d.Card)
	}
	concerned := t.somebody(a.Member, cmp.Or(d.IDMember, d.IDAdded))
	switch a.Type {
	case "commentCard", "copyCommentCard":
		t.comment(&e, a)
	case "updateComment":
		if d.Action.ID != "" && d.Action.Text != "" {
			e.Key, e.Verb, e.Text = "action/"+d.Action.ID, feed.Commented, d.Action.Text
			e.At = moment("", d.Action.ID)
			e.URL, e.To = commentURL(e.URL, d.Action.ID), t.mentioned(e.Text)
		} else {
			t.other(&e, a)
		}
	case "deleteComment":
		if d.Action.ID != "" {
			t.page.Retracted = append(t.page.Retracted, "action/"+d.Action.ID)
			return
		}
		t.other(&e, a)
	case "createCard", "copyCard", "emailCard", "convertToCardFromCheckItem":
		e.Verb, e.Text = feed.Opened, d.Card.Desc
	case "moveCardToBoard":
		e.Verb, e.From, e.Into = feed.Moved, d.BoardSource.Name, cmp.Or(d.List.Name, d.Board.Name)
	case "moveCardFromBoard":
		// The card is part of another source now; this one tells that it left.
		e.Item = t.place.ID
		e.Verb, e.From, e.Into = feed.Tidied, d.Card.called(), "the board "+cmp.Or(d.BoardTarget.Name, d.BoardTarget.ID)
	case "deleteCard":
		e.Item = t.place.ID
		e.Verb, e.From, e.Into = feed.Tidied, d.Card.called(), "deleted"
	case "addMemberToCard":
		e.Verb, e.To = feed.Assigned, []feed.Account{concerned}
	case "removeMemberFromCard":
		e.Verb, e.To = feed.Unassigned, []feed.Account{concerned}
	case "addLabelToCard":
		e.Verb, e.Into = feed.Labeled, labelOf(a)
	case "removeLabelFromCard":
		e.Verb, e.Into = feed.Unlabeled, labelOf(a)
	case "updateCheckItemStateOnCard":
		e.Verb, e.Into, e.Thread = feed.Unchecked, d.CheckItem.Name, lineThread(d.CheckItem.ID)
		if d.CheckItem.State == complete {
			e.Verb = feed.Checked
		}
	case "addAttachmentToCard":
		e.Verb, e.Into, e.Text = feed.Attached, cmp.Or(d.Attachment.Name, d.Attachment.URL), linkOf(d.Attachment.URL)
	case "createBoard", "copyBoard":
		e.Verb = feed.Opened
	case "updateCard", "updateBoard", "updateList":
		t.update(e, a)
		return
	default:
		t.other(&e, a)
	}
	t.page.Events = append(t.page.Events, e)
}

// automation is what Trello calls the program that acts by its users' rules, under their accounts.
const automation = "Butler"

// comment fills in what was said, and to whom. A copy of a comment speaks to nobody.
func (t *translator) comment(e *feed.Event, a action) {
	e.Verb, e.Text = feed.Commented, a.Data.Text
	e.URL = commentURL(e.URL, a.ID)
	if edited := a.edited(); edited.After(e.At) {
		e.Updated = edited
	}
	if a.Type == "commentCard" {
		e.To = t.mentioned(e.Text)
	}
}

// commentURL is where a comment stands on the page of its card. The query, which is empty, keeps the address of the card
// apart from the place on its page.
func commentURL(card, id string) string {
	if card == "" {
		return ""
	}
	return card + "?#comment-" + id
}

// other tells of an action of which there is nothing to be told but that it was done.
func (t *translator) other(e *feed.Event, a action) {
	d := a.Data
	e.Verb = feed.Changed
	switch a.Type {
	case "addChecklistToCard":
		e.Into = named("checklist", d.Checklist)
	case "removeChecklistFromCard":
		e.From = named("checklist", d.Checklist)
	case "deleteAttachmentFromCard":
		e.From = named("attachment", d.Attachment)
	case "createCheckItem":
		e.Into = named("line", d.CheckItem)
	case "deleteCheckItem":
		e.From = named("line", d.CheckItem)
	case "createList", "moveListToBoard":
		e.Into = named("list", d.List)
	case "moveListFromBoard":
		e.From = named("list", d.List)
	case "addToOrganizationBoard":
		e.Into = named("workspace", d.Organization)
	case "removeFromOrganizationBoard":
		e.From = named("workspace", d.Organization)
	case "addMemberToBoard", "makeNormalMemberOfBoard", "makeAdminOfBoard", "makeObserverOfBoard":
		e.Into = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(a.Type, "make"), "OfBoard"))
		if a.Type == "addMemberToBoard" || e.Into == "normalmember" {
			e.Into = "member"
		}
		e.Into += ": " + t.somebody(a.Member, cmp.Or(d.IDAdded, d.IDMember)).Label()
	case "removeMemberFromBoard":
		e.From = "member: " + t.somebody(a.Member, d.IDMember).Label()
	case "updateCustomFieldItem":
		field := cmp.Or(d.CustomField.Name, "a field")
		e.From, e.Into = field+": "+value(d.Old.fields["value"]), field+": "+value(d.FieldItem.fields["value"])
	default:
		e.Into = phrase(a.Type)
		for _, of := range []thing{d.Plugin, d.CustomField, d.Checklist, d.CheckItem, d.Label, d.Attachment} {
			if of.Name != "" {
				e.Into += ": " + of.Name
				break
			}
		}
	}
}

// named is a thing with its sort.
func named(sort string, t thing) string {
	return fmt.Sprintf("%s: %s", sort, cmp.Or(t.label(), "without a name"))
}

// called is how people call a card that is not there any more.
func (t thing) called() string {
	switch {
	case t.Name != "":
		return t.Name
	case t.IDShort > 0:
		return fmt.Sprintf("card #%d", int(t.IDShort))
	}
	return "a card"
}

// labelOf is the label of an action, which older actions do not name.
func labelOf(a action) string {
	colour, _ := a.Data.Value.(string)
	return cmp.Or(a.Data.Label.label(), a.Data.Text, colour, "a label")
}

// linkOf is the address of an attachment that leads elsewhere, and not to a file that was put up.
func linkOf(address string) string {
	if strings.Contains(address, "trello-attachments.") || strings.Contains(address, "/attachments/") {
		return ""
	}
	return address
}
