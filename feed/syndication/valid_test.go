package syndication

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// tagURI is the form of an identity: RFC 4151.
var tagURI = regexp.MustCompile(`^tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*$`)

// invalid reads an Atom document as RFC 4287 wants it written, and says what is wrong.
func invalid(document []byte) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	type text struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	type entry struct {
		ID        []string `xml:"id"`
		Title     []text   `xml:"title"`
		Updated   []string `xml:"updated"`
		Published []string `xml:"published"`
		Authors   []string `xml:"author>name"`
		Links     []link   `xml:"link"`
		Content   []text   `xml:"content"`
		Category  []struct {
			Scheme string `xml:"scheme,attr"`
			Term   string `xml:"term,attr"`
		} `xml:"category"`
	}
	var f struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		entry
		Entries []entry `xml:"entry"`
	}
	if err := xml.Unmarshal(document, &f); err != nil {
		return []string{err.Error()}
	}
	seen := map[string]bool{}
	check := func(what string, e entry) {
		if len(e.ID) != 1 || len(e.Title) != 1 || len(e.Updated) != 1 {
			complain("%s needs one id, title and updated", what)
			return
		}
		if !tagURI.MatchString(e.ID[0]) {
			complain("%s has the id %q", what, e.ID[0])
		}
		if seen[e.ID[0]] {
			complain("%s shares its id", what)
		}
		seen[e.ID[0]] = true
		if e.Title[0].Type != "" && e.Title[0].Type != "text" {
			complain("%s has a title of type %s", what, e.Title[0].Type)
		}
		if strings.Contains(e.Title[0].Text, "\n") {
			complain("%s has a title of several lines", what)
		}
		for _, at := range append(e.Updated, e.Published...) {
			if v, err := time.Parse(time.RFC3339, at); err != nil || v.Year() < 1970 || !strings.HasSuffix(at, "Z") {
				complain("%s has the time %q", what, at)
			}
		}
		rels := map[string]int{}
		for _, l := range e.Links {
			rels[l.Rel]++
			if u, err := url.Parse(l.Href); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
				complain("%s links to %q", what, l.Href)
			}
		}
		if rels["alternate"] != 1 || rels["hub"] != 0 || what == "the feed" && rels["self"] != 1 {
			complain("%s has the links %v", what, rels)
		}
	}
	check("the feed", f.entry)
	for i, e := range f.Entries {
		what := fmt.Sprintf("entry %d", i)
		check(what, e)
		if len(e.Published) != 1 || len(e.Content) != 1 || len(e.Category) != 3 {
			complain("%s needs one published, one content, three categories", what)
			continue
		}
		if e.Content[0].Type != "text" && e.Content[0].Type != "html" || strings.TrimSpace(e.Content[0].Text) == "" {
			complain("%s has the content %q of type %q", what, e.Content[0].Text, e.Content[0].Type)
		}
		if len(e.Authors) != 1 || strings.TrimSpace(e.Authors[0]) == "" {
			complain("%s has the authors %q", what, e.Authors)
		}
		for _, c := range e.Category {
			if c.Term == "" || !strings.HasPrefix(c.Scheme, "https://") {
				complain("%s has the category %q of %q", what, c.Term, c.Scheme)
			}
		}
	}
	return wrong
}
