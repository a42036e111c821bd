package syndication

import (
	"html"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
)

// A Feed is a view of the log as a subscription, in no particular format.
type Feed struct {
	// ID is the feed's identity, a tag URI.
	ID    string
	Title string
	// Self is the address of the feed itself, Page that of the page it is the subscription of.
	Self, Page string
	// Archive says that this is an archive (RFC 5005): its entries stay the same ones. Previous and Next are the addresses
	// of the archives before and behind, Current that of the feed that an archive belongs to; each may be empty.
	Archive                 bool
	Previous, Next, Current string
	// Updated is when the newest change among the entries was made, and the channel's Started if there are none.
	Updated time.Time
	// Version of Dateline that wrote it. It may be empty.
	Version string
	Entries []Entry
}

// An Entry is one event as a subscription shows it.
type Entry struct {
	// ID is the event's identity, a tag URI: the same in every feed, and after every edit.
	ID string
	// Title is a sentence in plain text, on one line.
	Title string
	// URL is where the reader sees it: in the tool, or on the feed's page where the tool has no address for it.
	URL string
	// Published is when it happened, Updated when the tool last changed what it says.
	Published, Updated time.Time
	// Author is who did it: a name.
	Author     string
	Categories []Category
	// Text is what was written, in plain text, with its commands in words, and never empty. HTML is the same as HTML where the channel renders it.
	Text, HTML string
}

// A Category is a word that programs can choose entries by.
type Category struct {
	// Scheme says what the word is taken from: an address, the same in every installation.
	Scheme string
	Term   string
}

// The schemes of categories.
const (
	SchemeKind = "https://github.com/datelinehq/dateline#kind"
	SchemeVerb = "https://github.com/datelinehq/dateline#verb"
	SchemeTool = "https://github.com/datelinehq/dateline#tool"
)

// A Channel is what a feed needs beside its entries.
type Channel struct {
	// Authority makes identities unique in the world: a host name that is ours, such as dateline.example.com.
	Authority string
	// View names the view among those of this authority, and is the same whenever the same is asked for. The whole log
	// has the empty name.
	View  string
	Title string
	// Self and Page are absolute addresses: of the feed, and of the page it belongs to.
	Self, Page string
	// Archive, Previous, Next and Current are as in [Feed].
	Archive                 bool
	Previous, Next, Current string
	// Started is the feed's Updated while it has no entries.
	Started time.Time
	Version string
	// Person names the people behind accounts. It may be nil.
	Person feed.Namer
	// Render turns the text of an event into HTML that is safe to show. Without it texts are plain.
	Render func(text string) string
}

// New returns the entries as a feed, in the same order.
func New(c Channel, entries []feed.Entry) Feed {
	f := Feed{
		ID: tag(c.Authority, "feed", c.View), Title: oneLine(c.Title), Self: c.Self, Page: c.Page,
		Archive: c.Archive, Previous: c.Previous, Next: c.Next, Current: c.Current,
		Version: c.Version, Entries: make([]Entry, len(entries)),
	}
	for i, e := range entries {
		f.Entries[i] = c.entry(e)
		if u := f.Entries[i].Updated; u.After(f.Updated) {
			f.Updated = u
		}
	}
	if len(entries) == 0 {
		f.Updated = c.Started.UTC()
	}
	return f
}

func (c Channel) entry(e feed.Entry) Entry {
	out := Entry{
		ID:        tag(c.Authority, "event", e.Source+"/"+e.Key),
		Title:     Title(e, c.Person),
		URL:       first(e.URL, e.On.URL, c.Page),
		Published: e.At.UTC(),
		Updated:   e.Updated.UTC(),
		Author:    first(oneLine(Name(e.Tool, e.By, c.Person)), feed.Account{}.Label()),
		Categories: []Category{
			{SchemeKind, string(e.Kind)}, {SchemeVerb, string(e.Verb)}, {SchemeTool, e.Tool},
		},
	}
	if e.Kind == feed.Flag {
		out.Author = "Dateline"
	}
	if out.Updated.Before(out.Published) {
		out.Updated = out.Published
	}
	out.Text = feed.Text(commands.InWords(e), feed.MaxText)
	switch {
	case e.Gone:
		out.Text = "This is no longer there."
	case out.Text == "":
		out.Text = out.Title + uncertain(e)
	case c.Render != nil:
		out.HTML = feed.Text(c.Render(out.Text), 8*feed.MaxText)
	}
	if c.Render != nil && out.HTML == "" { // nothing to render, or nothing left of it
		out.HTML = "<p>" + html.EscapeString(out.Text) + "</p>"
	}
	return out
}

// uncertain says when an event can have happened whose time is not known exactly.
func uncertain(e feed.Entry) string {
	if e.NotBefore.IsZero() {
		return ""
	}
	return ", between " + e.NotBefore.UTC().Format(minute) + " and " + e.At.UTC().Format(minute) + " UTC"
}

// Title is an entry's title: the sentence that [Say] makes of it, and the item's title.
func Title(e feed.Entry, person feed.Namer) string {
	said := Say(e, person).String()
	if e.On.Title != "" {
		said += ": " + e.On.Title
	}
	if rest, nameless := strings.CutPrefix(said, "somebody"); nameless {
		said = "Somebody" + rest
	}
	return oneLine(said)
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(feed.Text(s, 4*feed.MaxTitle)), " ")
}

func first(of ...string) string {
	for _, s := range of {
		if s != "" {
			return s
		}
	}
	return ""
}
