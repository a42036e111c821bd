package syndication

import (
	"encoding/xml"
	"fmt"
	"io"
)

// historySpace is the namespace of RFC 5005, feed paging and archiving.
const historySpace = "http://purl.org/syndication/history/1.0"

// A link leads from a feed elsewhere, in the form of Atom, which RSS borrows.
type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

// links are where the feed itself and what is before and behind it are, all of one media type.
func (f Feed) links(mediaType string) []link {
	all := []link{
		{"self", mediaType, f.Self}, {"current", mediaType, f.Current},
		{"prev-archive", mediaType, f.Previous}, {"next-archive", mediaType, f.Next},
	}
	var out []link
	for _, l := range all {
		if l.Href != "" {
			out = append(out, l)
		}
	}
	return out
}

// mark is the empty element that says that a document is an archive, nil where it is none.
func (f Feed) mark() *struct{} {
	if f.Archive {
		return &struct{}{}
	}
	return nil
}

// about says in a sentence what the feed holds, for formats that want that beside the title.
func (f Feed) about() string {
	if f.Archive {
		return "What came earlier, of: " + f.Title
	}
	return "Decisions, progress and discussion, and who owes whom a response: " + f.Title
}

// generator names the program that wrote the feed.
func (f Feed) generator() string {
	if f.Version == "" {
		return "Dateline"
	}
	return "Dateline " + f.Version
}

// writeXML writes a whole document.
func writeXML(w io.Writer, what string, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}
