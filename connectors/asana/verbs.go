package asana

import (
	"cmp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// A meaning is the verb of a subtype, and what of the story says with what or into what.
type meaning struct {
	verb feed.Verb
	into func(story) string
}

// meanings are the subtypes that say nothing but their verb and one name.
var meanings = map[string]meaning{
	"marked_complete":         {feed.Closed, nothing},
	"marked_incomplete":       {feed.Reopened, nothing},
	"notes_changed":           {feed.Edited, nothing},
	"description_changed":     {feed.Edited, nothing},
	"added_to_tag":            {feed.Labeled, func(s story) string { return string(s.Tag.it.Name) }},
	"removed_from_tag":        {feed.Unlabeled, func(s story) string { return string(s.Tag.it.Name) }},
	"dependency_added":        {feed.Linked, dependency},
	"dependency_removed":      {feed.Unlinked, dependency},
	"dependent_added":         {feed.Linked, dependency},
	"dependent_removed":       {feed.Unlinked, dependency},
	"marked_duplicate":        {feed.Linked, func(s story) string { return string(s.Original.it.Name) }},
	"unmarked_duplicate":      {feed.Unlinked, func(s story) string { return string(s.Original.it.Name) }},
	"duplicated":              {feed.Linked, func(s story) string { return string(s.Copied.it.Name) }},
	"subtask_added":           {feed.Linked, func(s story) string { return string(s.Task.it.Name) }},
	"mentioned":               {feed.Linked, func(s story) string { return string(s.Task.it.Name) }},
	"added_to_project":        {feed.Linked, elsewhere},
	"removed_from_project":    {feed.Unlinked, elsewhere},
	"added_to_task":           {feed.Tidied, nothing},
	"removed_from_task":       {feed.Tidied, nothing},
	"follower_added":          {feed.Tidied, nothing},
	"follower_removed":        {feed.Tidied, nothing},
	"section_changed":         {feed.Tidied, nothing}, // in another project
	"dependency_marked_today": {feed.Tidied, nothing},
}

func nothing(story) string      { return "" }
func dependency(s story) string { return string(s.Depends.it.Name) }
func elsewhere(s story) string  { return string(s.Project.it.Name) }

// plainly says what a story tells that says but a verb and a name. Likes, and whatever happens to tasks that this one
// depends on, are housekeeping; what is not known is a change.
func (t *translator) plainly(s story, e *feed.Event) {
	subtype := string(s.Subtype)
	m, known := meanings[subtype]
	switch {
	case known && (m.verb == feed.Linked || m.verb == feed.Unlinked) && (m.into(s) == "" || string(s.Project.it.GID) == t.project):
		e.Verb = feed.Tidied // it came into this very project, or from where is not told
	case known:
		e.Verb, e.Into = m.verb, m.into(s)
		if subtype == "dependency_added" || subtype == "dependency_removed" {
			e.Thread = waitThread(s.Depends.it.GID)
		}
	case strings.HasSuffix(subtype, "liked") || strings.HasPrefix(subtype, "dependency_") || strings.HasPrefix(subtype, "dependent_"):
		e.Verb = feed.Tidied
	default:
		e.Verb, e.Into = feed.Changed, cmp.Or(spaced(subtype), "something that Asana has no word for")
	}
	if e.Verb == feed.Tidied {
		e.Into = spaced(subtype)
	}
	if e.Verb == feed.Tidied || e.Verb == feed.Changed {
		e.Text = t.plain(s, "")
	}
}

// approval says what an approver did. Changes that are wanted turn to whoever wants the approval.
func (t *translator) approval(s story, e *feed.Event) {
	switch s.IsStatus {
	case "approved":
		e.Verb = feed.Approved
	case "rejected":
		e.Verb = feed.Rejected
	case "changes_requested":
		e.Verb = feed.ChangesRequested
	default:
		change(e, "approval", spaced(string(s.WasStatus)), spaced(string(s.IsStatus)))
	}
}

// change says that a field was one thing and is another.
func change(e *feed.Event, field, from, into string) {
	e.Verb, e.From, e.Into = feed.Changed, field+": "+cmp.Or(from, "none"), field+": "+cmp.Or(into, "none")
}

// plain is the text of a story in one line, without the word that it begins with.
func (t *translator) plain(s story, without string) string {
	text, _ := markdown(string(s.Rich), string(s.Text))
	return strings.TrimPrefix(text, without)
}
