package trello

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// changes lists the fields in which cards, lists and boards change, the most telling first. Trello writes an action for
// each; where it had several in one, each is an event, and the first has the key of the action.
var changes = []string{"closed", "idList", "dueComplete", "due", "name", "desc", "start"}

// unsaid are fields that change beside others and say nothing by themselves.
var unsaid = []string{"pos", "dueReminder", "dueComplete", "idAttachmentCover", "manualCoverAttachment", "cover", "prefs", "labelNames", "subscribed", "softLimit"}

// update translates a change of a card, a list or the board.
func (t *translator) update(e feed.Event, a action) {
	subject := map[string]thing{"updateCard": a.Data.Card, "updateBoard": a.Data.Board, "updateList": a.Data.List}[a.Type]
	fields := slices.Sorted(maps.Keys(a.Data.Old.fields))
	slices.SortStableFunc(fields, func(x, y string) int { return cmp.Compare(rank(x), rank(y)) })
	told := 0
	for _, field := range fields {
		one := e
		if !t.change(&one, a, subject, field) {
			continue
		}
		if told > 0 {
			one.Key += "/" + field
		}
		told++
		t.page.Events = append(t.page.Events, one)
	}
	if told == 0 {
		e.Verb = feed.Tidied
		t.page.Events = append(t.page.Events, e)
	}
}

func rank(field string) int {
	if i := slices.Index(changes, field); i >= 0 {
		return i
	}
	return len(changes)
}

// change says what became of one field. It reports whether there is anything to say.
func (t *translator) change(e *feed.Event, a action, now thing, field string) bool {
	old := a.Data.Old
	list := a.Type == "updateList"
	set, known := now.flag(field)
	switch {
	case field == "idList":
		e.Verb, e.From, e.Into = feed.Moved, a.Data.ListBefore.Name, a.Data.ListAfter.Name
		if e.From+e.Into == "" {
			e.From, e.Into = t.lists[value(old.fields[field])], t.lists[value(now.fields[field])]
		}
	case field == "closed" && !known:
		return false
	case field == "closed" && list:
		e.Verb, e.Into = feed.Changed, fmt.Sprintf("list %s: %s", now.Name, map[bool]string{true: "archived", false: "back"}[set])
	case field == "closed" && set:
		e.Verb, e.Into = feed.Closed, "archived"
	case field == "closed":
		e.Verb = feed.Reopened
	case field == "dueComplete" && known:
		e.Verb = feed.Reopened
		if set {
			e.Verb, e.Into = feed.Closed, "complete"
		}
	case field == "due":
		e.Verb, e.From, e.Into = feed.Unscheduled, day(old.Due), day(now.Due)
		if e.Into != "" {
			e.Verb = feed.Scheduled
		} else {
			e.From, e.Into = "", e.From
		}
	case field == "name" && list:
		e.Verb, e.From, e.Into = feed.Changed, "list: "+old.Name, "list: "+now.Name
	case field == "name":
		e.Verb, e.From, e.Into = feed.Renamed, old.Name, now.Name
	case field == "desc":
		e.Verb, e.Text = feed.Edited, now.Desc
	case slices.Contains(unsaid, field):
		return false
	default:
		word := strings.TrimPrefix(phrase(field), "id ")
		e.Verb, e.From, e.Into = feed.Changed, word+": "+value(old.fields[field]), word+": "+value(now.fields[field])
	}
	return true
}

// day is a time for people, empty where there is none.
func day(date string) string {
	at := moment(date, "")
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02 15:04 UTC")
}

// value is a value for people.
func value(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return "nothing"
	}
	if only, ok := v.(map[string]any); ok && len(only) == 1 { // {"number": "1"}
		for _, v = range only {
		}
	}
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return cmp.Or(v, "nothing")
	case map[string]any, []any:
		return "something else"
	default:
		return fmt.Sprint(v)
	}
}
