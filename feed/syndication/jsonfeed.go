package syndication

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// JSONType is the media type of what [JSON] writes.
const JSONType = "application/feed+json; charset=utf-8"

// JSON writes the feed as a JSON Feed (version 1.1), in which the archive before this one is the next page. Its errors are
// the writer's.
func JSON(w io.Writer, f Feed) error {
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Description: f.about(),
		Page: f.Page, Self: f.Self, Next: f.Previous,
		Items: make([]jsonItem, len(f.Entries)),
	}
	for i, e := range f.Entries {
		doc.Items[i] = newJSONItem(e)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing a JSON feed: %w", err)
	}
	return nil
}

func newJSONItem(e Entry) jsonItem {
	out := jsonItem{
		ID: e.ID, URL: e.URL, Title: e.Title, HTML: e.HTML, Published: e.Published.UTC(), Modified: e.Updated.UTC(),
		Authors: []jsonAuthor{{e.Author}},
	}
	if e.HTML == "" {
		out.Text = e.Text
	}
	for _, c := range e.Categories {
		out.Tags = append(out.Tags, c.Term)
	}
	return out
}

type (
	jsonFeed struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		Page        string     `json:"home_page_url"`
		Self        string     `json:"feed_url"`
		Next        string     `json:"next_url,omitempty"`
		Items       []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		HTML      string       `json:"content_html,omitempty"`
		Text      string       `json:"content_text,omitempty"`
		Published time.Time    `json:"date_published"`
		Modified  time.Time    `json:"date_modified"`
		Authors   []jsonAuthor `json:"authors"`
		Tags      []string     `json:"tags"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)
