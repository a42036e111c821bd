package syndication

import (
	"encoding/xml"
	"io"
)

// OPMLType is the media type of what [OPML] writes.
const OPMLType = "text/x-opml; charset=utf-8"

// A Subscription is a feed in a list of them.
type Subscription struct {
	Title string
	// Feed is the address of the feed, Page that of the page it is the subscription of.
	Feed, Page string
}

// OPML writes a list of subscriptions as an OPML 2.0 document, which feed readers import. Its errors are the writer's.
func OPML(w io.Writer, title string, list []Subscription) error {
	doc := opmlDocument{Version: "2.0", Title: oneLine(title)}
	for _, s := range list {
		title := oneLine(s.Title)
		doc.Outlines = append(doc.Outlines, opmlOutline{Type: "rss", Text: title, Title: title, Feed: s.Feed, Page: s.Page})
	}
	return writeXML(w, "a list of subscriptions", doc)
}

type (
	opmlDocument struct {
		XMLName  xml.Name      `xml:"opml"`
		Version  string        `xml:"version,attr"`
		Title    string        `xml:"head>title"`
		Outlines []opmlOutline `xml:"body>outline"`
	}
	// opmlOutline is a feed; its type is rss whatever format it is in.
	opmlOutline struct {
		Type  string `xml:"type,attr"`
		Text  string `xml:"text,attr"`
		Title string `xml:"title,attr"`
		Feed  string `xml:"xmlUrl,attr"`
		Page  string `xml:"htmlUrl,attr"`
	}
)
