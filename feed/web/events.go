package web

import (
	"html/template"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/syndication"
)

// The lengths in characters of texts on the page: up to shortText a text is shown whole; of a longer one an excerpt is
// shown and at most longText is there to be unfolded.
const (
	shortText   = 320
	excerptText = 200
	longText    = 2000
	shortLines  = 6
	titleText   = 160
	nameText    = 80
)

type (
	// dayView is what happened on one day, in the reader's zone.
	dayView struct {
		// Name is Today or Yesterday, or nothing. Date is the day.
		Name, Date, ISO string
		Groups          []groupView
	}
	// groupView is what happened to one item without anything else happening between.
	groupView struct {
		Item   itemView
		Events []eventView
		// Read says that the reader had read from here on.
		Read bool
	}
	// itemView is an item as a heading or a link.
	itemView struct {
		Tool       named
		Key, State string
		Title      []stretch
		// Page is the address of its page here, URL where it is in its tool.
		Page, URL string
	}
	// eventView is one event.
	eventView struct {
		// Seq is the event's number in the log.
		Seq int64
		// Anchor is the event's place on the page, Also those of the events that are told in the same line.
		Anchor string
		Also   []string
		Kind   named
		Flag   bool
		// Decision says that something was put up to be decided, or was.
		Decision bool
		// Who did it, and the address of all they did.
		Who, WhoURL string
		Bot         bool
		Did         []pieceView
		At          moment
		Recent      bool
		// When is At by the name of its day, where it is told so.
		When string
		// Between says when it can have happened, where that is not known exactly.
		Between string
		URL     string
		Text    textView
		Gone    bool
	}
	// pieceView is a stretch of a sentence.
	pieceView struct {
		Text          string
		People, Value bool
	}
	// textView is what somebody wrote.
	textView struct {
		HTML template.HTML
		// Excerpt is the beginning in plain text, where the text is too long to be shown whole.
		Excerpt string
		// Cut says that not even all of it can be unfolded.
		Cut bool
		// Videos are linked in it.
		Videos []*videoView
	}
)

// days arranges entries, newest first, under their days and items.
func (s *server) days(entries []feed.Entry, t times) []dayView {
	var days []dayView
	var item string
	for _, e := range entries {
		iso := e.At.In(t.zone).Format(time.DateOnly)
		if len(days) == 0 || days[len(days)-1].ISO != iso {
			name, date := t.day(e.At)
			days = append(days, dayView{Name: name, Date: date, ISO: iso})
			item = ""
		}
		day := &days[len(days)-1]
		if this := e.Source + "\n" + e.Item; this != item {
			item = this
			day.Groups = append(day.Groups, groupView{Item: t.item(e.Tool, e.Source, e.Item, e.On)})
		}
		group := &day.Groups[len(day.Groups)-1]
		one := s.event(e, t)
		if n := len(group.Events); n > 0 && group.Events[n-1].join(one) {
			continue
		}
		group.Events = append(group.Events, one)
	}
	return days
}

// join tells an event that came just before in the same line, where one person did both in one minute and wrote nothing:
// merging closes, and closing tidies up. It reports whether it did.
func (v *eventView) join(before eventView) bool {
	silent := v.Text.HTML == "" && before.Text.HTML == "" && !v.Gone && !before.Gone && !v.Flag
	if !silent || v.Who != before.Who || v.Kind != before.Kind || v.At.Clock != before.At.Clock {
		return false
	}
	v.Also = append(v.Also, before.Anchor)
	v.Did = slices.Concat(before.Did, []pieceView{{Text: ", "}}, v.Did)
	return true
}

// item is an item, as far as it is known.
func (t times) item(toolName, source, id string, on feed.Item) itemView {
	v := itemView{
		Tool: t.tool(toolName), Key: shorten(keyOf(on), nameText), Title: titled(shorten(on.Title, titleText)), URL: link(on.URL),
	}
	if !on.Updated.IsZero() {
		v.Page = itemPath(source, on.ID)
	}
	switch {
	case on.Status != "":
		v.State = shorten(spaced(on.Status), nameText)
	case on.State == feed.StateClosed && !finished[on.Kind]:
		v.State = t.Say("item.closed")
	}
	switch {
	case v.Key != "" || len(v.Title) > 0:
	case id != "":
		v.Key = t.Say("item.unnamed", "source", source)
	default:
		v.Key = source
	}
	return v
}

// keyOf is what an item is called by for short. Of the file of a record that has a title its number is enough, or its name.
func keyOf(on feed.Item) string {
	if on.Kind != decisionRecord || on.Title == "" {
		return on.Key
	}
	name := path.Base(on.Key)
	if number, _, numbered := strings.Cut(name, "-"); numbered {
		if _, err := strconv.Atoi(number); err == nil {
			return number
		}
	}
	return name
}

// decisionRecord is the kind of a file that records a decision.
const decisionRecord = "decision_record"

// Named reports whether there is anything to name.
func (v itemView) Named() bool { return v.Key != "" || len(v.Title) > 0 }

// finished are kinds of items that are never open: that they are closed tells nothing.
var finished = map[string]bool{"release": true, decisionRecord: true}

// itemPath is the address of an item's page.
func itemPath(source, id string) string {
	return "/items/" + url.PathEscape(source) + "/" + url.PathEscape(id)
}

func (s *server) event(e feed.Entry, t times) eventView {
	said := syndication.SayBelow(e, s.who.Person)
	v := eventView{
		Seq:    e.Seq,
		Anchor: "e" + strconv.FormatInt(e.Seq, 10),
		Kind:   t.kind(e.Kind),
		Flag:   e.Kind == feed.Flag && e.Verb != feed.Recovered,

		Decision: e.Kind == feed.Decision,
		Who:      shorten(said.Who, nameText),
		Bot:      e.By.Bot || e.By.ID != "" && s.who.Program(e.Tool, e.By.ID),
		At:       t.moment(e.At),
		Recent:   t.now.Sub(e.At) < 24*time.Hour,
		URL:      link(e.URL),
		Gone:     e.Gone,
	}
	v.WhoURL = s.everything(e.Tool, e.By)
	if v.Flag && len(e.To) == 1 {
		v.WhoURL = s.everything(e.Tool, e.To[0])
	}
	for _, p := range said.Did {
		v.Did = append(v.Did, pieceView{Text: cut(p), People: p.Role == syndication.People, Value: p.Role == syndication.Value})
	}
	// What we say stands in its sentence, but for why a source cannot be read.
	if e.Verb == feed.Failing || !v.Flag && e.Verb != feed.Met && e.Verb != feed.Missed {
		v.Text = s.text(commands.InWords(e), s.addressed(e), t)
	}
	if !e.NotBefore.IsZero() {
		v.Between = t.between(e.NotBefore, e.At)
	}
	return v
}

// cut keeps what somebody else wrote into a sentence short, and leaves our own words as they are.
func cut(p syndication.Piece) string {
	if p.Role == syndication.Words {
		return p.Text
	}
	return shorten(p.Text, titleText)
}

// divide marks where the events begin that somebody had read up to a number, unless that is all of them.
func divide(days []dayView, mark int64) {
	var first *groupView
	fresh := false
	for d := range days {
		for g := range days[d].Groups {
			group := &days[d].Groups[g]
			if slices.ContainsFunc(group.Events, func(e eventView) bool { return e.Seq > mark }) {
				fresh, first = true, nil
			} else if first == nil {
				first = group
			}
		}
	}
	if fresh && first != nil {
		first.Read = true
	}
}

// everything is the address of all that somebody did.
func (s *server) everything(toolName string, a feed.Account) string {
	if a.ID == "" {
		return ""
	}
	who := toolName + "/" + a.ID
	if name := s.who.Person(toolName, a.ID); name != "" {
		who = name
	}
	return address("/", url.Values{"person": {who}})
}

func (s *server) text(markdown string, names mentions, t times) textView {
	if strings.TrimSpace(markdown) == "" {
		return textView{}
	}
	picture := t.Say("page.picture")
	if utf8.RuneCountInString(markdown) <= shortText && strings.Count(markdown, "\n") < shortLines {
		return textView{HTML: s.prose.HTML(markdown, names, picture), Videos: s.linked(markdown)}
	}
	long := feed.Text(markdown, longText)
	v := textView{
		HTML: s.prose.HTML(long, names, picture), Excerpt: s.prose.Excerpt(long, excerptText, picture),
		Cut:    utf8.RuneCountInString(markdown) > longText,
		Videos: s.linked(long),
	}
	if v.Excerpt == "" {
		v.Excerpt = "…"
	}
	return v
}
