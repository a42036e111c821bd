package syndication

import (
	"encoding/xml"
	"io"
	"time"
)

// AtomType is the media type of what [Atom] writes.
const AtomType = "application/atom+xml; charset=utf-8"

// Atom writes the feed as an Atom 1.0 document (RFC 4287). Its errors are the writer's.
func Atom(w io.Writer, f Feed) error {
	doc := atomFeed{
		ID:        f.ID,
		Title:     f.Title,
		Updated:   f.Updated.UTC().Format(time.RFC3339),
		Archive:   f.mark(),
		Links:     append(f.links("application/atom+xml"), link{"alternate", "text/html", f.Page}),
		Generator: atomGenerator{URI: "https://github.com/datelinehq/dateline", Version: f.Version, Name: "Dateline"},
	}
	if f.Archive || f.Previous != "" {
		doc.History = historySpace
	}
	for _, e := range f.Entries {
		doc.Entries = append(doc.Entries, newAtomEntry(e))
	}
	return writeXML(w, "an Atom feed", doc)
}

func newAtomEntry(e Entry) atomEntry {
	out := atomEntry{
		ID:        e.ID,
		Title:     e.Title,
		Published: e.Published.Format(time.RFC3339),
		Updated:   e.Updated.Format(time.RFC3339),
		Author:    atomPerson{Name: e.Author},
		Link:      link{"alternate", "text/html", e.URL},
		Content:   atomText{Type: "text", Text: e.Text},
	}
	if e.HTML != "" {
		out.Content = atomText{Type: "html", Text: e.HTML}
	}
	for _, c := range e.Categories {
		out.Categories = append(out.Categories, atomCategory(c))
	}
	return out
}

type (
	atomFeed struct {
		XMLName   xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
		History   string        `xml:"xmlns:fh,attr,omitempty"`
		ID        string        `xml:"id"`
		Title     string        `xml:"title"`
		Updated   string        `xml:"updated"`
		Archive   *struct{}     `xml:"fh:archive"`
		Links     []link        `xml:"link"`
		Generator atomGenerator `xml:"generator"`
		Entries   []atomEntry   `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Author     atomPerson     `xml:"author"`
		Link       link           `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Content    atomText       `xml:"content"`
	}
	atomGenerator struct {
		URI     string `xml:"uri,attr"`
		Version string `xml:"version,attr,omitempty"`
		Name    string `xml:",chardata"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomCategory struct {
		Scheme string `xml:"scheme,attr"`
		Term   string `xml:"term,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)
