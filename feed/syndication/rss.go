package syndication

import (
	"encoding/xml"
	"html"
	"io"
	"net/http"
	"time"
)

// RSSType is the media type of what [RSS] writes.
const RSSType = "application/rss+xml; charset=utf-8"

// RSS writes the feed as an RSS 2.0 document, with the elements of Atom where RSS has none: when an entry was edited, and
// where the feed itself and its archives are. Its errors are the writer's.
func RSS(w io.Writer, f Feed) error {
	doc := rssDocument{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/", History: historySpace,
	}
	doc.Channel = rssChannel{
		Title: f.Title, Link: f.Page, Description: f.about(), Generator: f.generator(),
		Built: f.Updated.UTC().Format(rssTime), Archive: f.mark(), Links: f.links("application/rss+xml"),
	}
	for _, e := range f.Entries {
		doc.Channel.Items = append(doc.Channel.Items, newRSSItem(e))
	}
	return writeXML(w, "an RSS feed", doc)
}

// rssTime is how RSS writes times: those of HTTP, with a zone as RFC 822 has it.
var rssTime = http.TimeFormat[:len(http.TimeFormat)-len("GMT")] + "-0700"

func newRSSItem(e Entry) rssItem {
	out := rssItem{
		Title: e.Title, Link: e.URL, GUID: rssGUID{ID: e.ID}, Creator: e.Author, Published: e.Published.UTC().Format(rssTime),
		Updated: e.Updated.UTC().Format(time.RFC3339), Description: e.HTML,
	}
	if e.HTML == "" { // what stands here is read as HTML
		out.Description = html.EscapeString(e.Text)
	}
	for _, c := range e.Categories {
		out.Categories = append(out.Categories, rssCategory(c))
	}
	return out
}

type (
	rssDocument struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		Atom    string     `xml:"xmlns:atom,attr"`
		DC      string     `xml:"xmlns:dc,attr"`
		History string     `xml:"xmlns:fh,attr"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Generator   string    `xml:"generator"`
		Built       string    `xml:"lastBuildDate"`
		Archive     *struct{} `xml:"fh:archive"`
		Links       []link    `xml:"atom:link"`
		Items       []rssItem `xml:"item"`
	}
	rssItem struct {
		Title       string        `xml:"title"`
		Link        string        `xml:"link"`
		GUID        rssGUID       `xml:"guid"`
		Creator     string        `xml:"dc:creator"`
		Published   string        `xml:"pubDate"`
		Updated     string        `xml:"atom:updated"`
		Categories  []rssCategory `xml:"category"`
		Description string        `xml:"description"`
	}
	rssGUID struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	}
	rssCategory struct {
		Scheme string `xml:"domain,attr"`
		Term   string `xml:",chardata"`
	}
)
