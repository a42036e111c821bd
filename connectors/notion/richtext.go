package notion

import (
	"encoding/json"
	"strings"

	"github.com/jomei/notionapi"
)

// pieces are the pieces of a rich text. One that is odd is what its plain text says, and nothing if there is none.
func pieces(raw json.RawMessage) []notionapi.RichText {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	all := make([]notionapi.RichText, 0, len(list))
	for _, one := range list {
		var p notionapi.RichText
		if json.Unmarshal(one, &p) != nil {
			var odd struct {
				Plain string `json:"plain_text"`
			}
			_ = json.Unmarshal(one, &odd) // without one it says nothing
			p = notionapi.RichText{PlainText: odd.Plain}
		}
		all = append(all, p)
	}
	return all
}

// plain is a rich text as text.
func plain(raw json.RawMessage) string {
	var b strings.Builder
	for _, p := range pieces(raw) {
		b.WriteString(p.PlainText)
	}
	return b.String()
}

// markdown is a rich text as Markdown, with whom it mentions. Of what it looks like only links and code are kept, for
// code does not speak to anybody.
func markdown(raw json.RawMessage) (text string, mentioned []notionapi.User) {
	var b strings.Builder
	for _, p := range pieces(raw) {
		switch {
		case p.Mention != nil && p.Mention.User != nil && p.Mention.User.ID != "":
			mentioned = append(mentioned, *p.Mention.User)
			b.WriteString(at(p.PlainText, p.Mention.User.Name))
		case p.Annotations != nil && p.Annotations.Code && strings.TrimSpace(p.PlainText) != "" && !strings.Contains(p.PlainText, "`"):
			b.WriteString("`" + p.PlainText + "`")
		case strings.HasPrefix(p.Href, "http") && p.Href != p.PlainText && strings.TrimSpace(p.PlainText) != "" && !strings.ContainsAny(p.Href, "() \n"):
			b.WriteString("[" + p.PlainText + "](" + p.Href + ")")
		case p.Href != "" && p.PlainText == "":
			b.WriteString(p.Href)
		default:
			b.WriteString(p.PlainText)
		}
	}
	return b.String(), mentioned
}

// at is how a mention of somebody is written.
func at(text, name string) string {
	if name != "" {
		text = name
	}
	if text == "" {
		text = "somebody"
	}
	return "@" + strings.TrimPrefix(text, "@")
}
