package catchup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/syndication"
)

// A Deed is what one or several people did the same of.
type Deed struct {
	Verb feed.Verb
	// Into is where all of it went: a list, a label, a status. It is empty where it went to several, or nowhere.
	Into string
	// By are the names of who did it, whoever did it last first. Bot says that programs did.
	By  []string
	Bot bool
	// Events counts how often, Items on how many items, and Kind is the kind of all of these: empty if they are of several.
	Events, Items int
	Kind          string
}

// deeds counts entries, which come newest first, by what was done.
func (t teller) deeds(entries []*feed.Entry) []Deed {
	var deeds []Deed
	type place struct {
		deed         int
		source, item string
	}
	counted := map[place]bool{}
	for _, e := range entries {
		bot := t.bot(e)
		i := slices.IndexFunc(deeds, func(d Deed) bool { return d.Verb == e.Verb && d.Bot == bot })
		if i < 0 {
			i = len(deeds)
			deeds = append(deeds, Deed{Verb: e.Verb, Bot: bot, Into: e.Into, Kind: e.On.Kind})
		}
		d := &deeds[i]
		if d.Events++; d.Into != e.Into {
			d.Into = ""
		}
		if d.Kind != e.On.Kind {
			d.Kind = ""
		}
		if name := syndication.Name(e.Tool, e.By, t.person); name != "" && !slices.Contains(d.By, name) {
			d.By = append(d.By, name)
		}
		if at := (place{i, e.Source, e.Item}); e.Item != "" && !counted[at] {
			counted[at] = true
			d.Items++
		}
	}
	slices.SortStableFunc(deeds, func(a, b Deed) int {
		return cmp.Or(cmp.Compare(weights[b.Verb], weights[a.Verb]), cmp.Compare(b.Events, a.Events))
	})
	return deeds
}

// Who are the names in a few words: Ana, Ben and 3 others.
func (d Deed) Who() string {
	switch n := len(d.By); n {
	case 0:
		return "somebody"
	case 1:
		return d.By[0]
	case 2:
		return d.By[0] + " and " + d.By[1]
	case 3:
		return d.By[0] + ", " + d.By[1] + " and 1 other"
	default:
		return fmt.Sprintf("%s, %s and %d others", d.By[0], d.By[1], n-2)
	}
}

// phrases are what was done: to one item that is named above, and with %s for several that are not.
var phrases = map[feed.Verb][2]string{
	feed.Opened: {"opened it", "opened %s"}, feed.Closed: {"closed it", "closed %s"}, feed.Reopened: {"reopened it", "reopened %s"},
	feed.Merged: {"merged it", "merged %s"}, feed.Renamed: {"renamed it", "renamed %s"}, feed.Moved: {"moved it", "moved %s"},
	feed.Labeled: {"labelled it", "labelled %s"}, feed.Unlabeled: {"took a label off", "took labels off %s"},
	feed.Drafted: {"made it a draft again", "made drafts of %s"}, feed.Readied: {"declared it ready", "declared %s ready"},
	feed.Pushed: {"pushed commits", "pushed commits to %s"}, feed.Released: {"released it", "released %s"},
	feed.Scheduled: {"scheduled it", "scheduled %s"}, feed.Unscheduled: {"unscheduled it", "unscheduled %s"},
	feed.Locked: {"locked it", "locked %s"}, feed.Unlocked: {"unlocked it", "unlocked %s"},
	feed.Linked: {"linked it", "linked %s"}, feed.Unlinked: {"unlinked it", "unlinked %s"},
	feed.Edited: {"edited it", "edited %s"}, feed.Changed: {"changed fields", "changed fields of %s"},
	feed.Paused: {"paused it", "paused %s"}, feed.Resumed: {"resumed it", "resumed %s"},
	feed.Checked: {"checked lines off", "checked lines off on %s"}, feed.Unchecked: {"took checks back", "took checks back on %s"},
	feed.Attached: {"attached files", "attached files to %s"}, feed.Worked: {"logged work", "logged work on %s"},
	feed.Tidied: {"tidied it up", "tidied up %s"}, feed.Commented: {"commented", "commented on %s"},
	feed.Reviewed: {"reviewed it", "reviewed %s"}, feed.Approved: {"approved it", "approved %s"},
	feed.ChangesRequested: {"requested changes", "requested changes to %s"}, feed.Dismissed: {"dismissed a review", "dismissed reviews of %s"},
	feed.Requested: {"asked for a review", "asked for reviews of %s"}, feed.Unrequested: {"withdrew a request", "withdrew requests on %s"},
	feed.Assigned: {"assigned it", "assigned %s"}, feed.Unassigned: {"unassigned it", "unassigned %s"},
	feed.Resolved: {"resolved a thread", "resolved threads on %s"}, feed.Unresolved: {"took a thread up again", "took threads up again on %s"},
	feed.Proposed: {"proposed it", "proposed %s"}, feed.Decided: {"decided it", "decided %s"},
	feed.Rejected: {"rejected it", "rejected %s"}, feed.Superseded: {"superseded it", "superseded %s"},
}

// repeated are the verbs of which it matters how often.
var repeated = map[feed.Verb]bool{feed.Commented: true, feed.Pushed: true, feed.Checked: true, feed.Reviewed: true}

// Did is what was done to an item that is named beside it: commented 3 times.
func (d Deed) Did() string {
	did := phrases[d.Verb][0]
	if did == "" {
		did = strings.ReplaceAll(string(d.Verb), "_", " ")
	}
	if (d.Verb == feed.Moved || d.Verb == feed.Paused || d.Verb == feed.Resumed) && d.Into != "" {
		did += " to " + d.Into
	}
	if d.Events > 1 && repeated[d.Verb] {
		did = fmt.Sprintf("%s %d times", did, d.Events)
	}
	return did
}

// DidAll is what was done to several items that are named nowhere: moved 5 cards to Done.
func (d Deed) DidAll() string {
	phrase := phrases[d.Verb][1]
	if phrase == "" {
		phrase = strings.ReplaceAll(string(d.Verb), "_", " ") + " %s"
	}
	kind := strings.ReplaceAll(cmp.Or(d.Kind, "item"), "_", " ")
	what := "1 " + kind
	switch {
	case d.Items == 0:
		what = "a source"
	case d.Items > 1 && strings.HasSuffix(kind, "y"):
		what = fmt.Sprintf("%d %sies", d.Items, strings.TrimSuffix(kind, "y"))
	case d.Items > 1:
		what = fmt.Sprintf("%d %ss", d.Items, kind)
	}
	did := fmt.Sprintf(phrase, what)
	if d.Verb == feed.Moved && d.Into != "" {
		did += " to " + d.Into
	}
	return did
}

// maxTold is how many people, or groups of them, are told of one item.
const maxTold = 3

// Deeds are what people did to the item, the weightiest first.
func (c Change) Deeds() []Deed { return c.by.deeds(c.entries) }

// Told is what was done to the item, in a few clauses: Ben merged it, commented 2 times. What programs did is left out where people
// did something, and so is what merging brings with it. What does not fit is only said to be there.
func (c Change) Told() []string {
	deeds := c.Deeds()
	merged := slices.ContainsFunc(deeds, func(d Deed) bool { return d.Verb == feed.Merged })
	people := slices.ContainsFunc(deeds, func(d Deed) bool { return !d.Bot })
	var who []string
	did := map[string][]string{}
	for _, d := range deeds {
		if d.Bot && people || merged && (d.Verb == feed.Closed || d.Verb == feed.Tidied) {
			continue
		}
		name := d.Who()
		if did[name] == nil {
			who = append(who, name)
		}
		did[name] = append(did[name], d.Did())
	}
	var told []string
	for i, name := range who {
		if i == maxTold {
			return append(told, "and more")
		}
		if n := len(did[name]); n > maxTold {
			did[name] = append(did[name][:maxTold], "and more")
		}
		told = append(told, name+" "+strings.Join(did[name], ", "))
	}
	return told
}
