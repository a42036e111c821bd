package notion

import (
	"regexp"
	"strconv"
	"strings"
)

// inline finds what is not plain text: work, people, code, links, addresses and what is set in bold.
var inline = regexp.MustCompile("\\[\\[([0-9]+)\\]\\]|@([a-z]+)|`([^`\n]+)`|\\[([^\\]\n]+)\\]\\((https?://[^)\\s]+)\\)|https?://[^\\s<>)]*[^\\s<>).,;:]|\\*\\*([^*\n]+)\\*\\*")

// rich writes a text of the world as rich text.
func (d painter) rich(text string) []any {
	spans := []any{}
	last := 0
	for _, m := range inline.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		found := text[m[0]:m[1]]
		var o any
		switch {
		case group(1) != "":
			o = d.work(group(1))
		case group(2) != "":
			if o = d.mention(group(2)); o == nil {
				continue
			}
		case group(3) != "":
			o = span(group(3), "", "code")
		case group(4) != "":
			o = span(group(4), group(5), "")
		case group(6) != "":
			o = span(group(6), "", "bold")
		default:
			o = span(found, found, "")
		}
		spans = appendText(spans, text[last:m[0]])
		spans, last = append(spans, o), m[1]
	}
	return appendText(spans, text[last:])
}

// spanAtMost is how many characters Notion takes into one piece of rich text.
const spanAtMost = 2000

func appendText(spans []any, text string) []any {
	runes := []rune(text)
	for len(runes) > 0 {
		n := min(len(runes), spanAtMost)
		spans, runes = append(spans, span(string(runes[:n]), "", "")), runes[n:]
	}
	return spans
}

// looks is how a piece of rich text looks.
func looks(special string) object {
	o := object{"bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false, "color": "default"}
	if special != "" {
		o[special] = true
	}
	return o
}

func span(text, href, special string) object {
	link, to := any(nil), any(nil)
	if href != "" {
		link, to = object{"url": href}, href
	}
	return object{
		"type": "text", "text": object{"content": text, "link": link}, "annotations": looks(special), "plain_text": text, "href": to,
	}
}

// mention is a person in a text, and nothing for a word that is nobody's handle. A group is none that Notion could mention.
func (d painter) mention(handle string) any {
	p, ok := d.ledger.people[handle]
	switch {
	case !ok || p.Name == "":
		return nil
	case account(p) == "":
		return span("@"+p.Name, "", "")
	}
	return object{
		"type": "mention", "mention": object{"type": "user", "user": d.person(handle)}, "annotations": looks(""),
		"plain_text": "@" + p.Name, "href": nil,
	}
}

// work is a piece of work in a text: a page, or the address of what is kept in another tool.
func (d painter) work(number string) any {
	n, _ := strconv.Atoi(number)
	if p := d.ledger.works[n]; p != nil {
		return object{
			"type": "mention", "mention": object{"type": "page", "page": object{"id": p.id}}, "annotations": looks(""),
			"plain_text": p.title, "href": d.address(p),
		}
	}
	if d.ledger.refer != nil {
		if href := d.ledger.refer(n); href != "" {
			return span(href, href, "")
		}
	}
	return span("another piece of work", "", "")
}

// starts are the kinds of blocks by what stands before their text.
var starts = []struct{ mark, kind string }{
	{"### ", "heading_3"}, {"## ", "heading_2"}, {"# ", "heading_1"}, {"- [ ] ", "to_do"}, {"- [x] ", "to_do"},
	{"- ", "bulleted_list_item"}, {"* ", "bulleted_list_item"}, {"> ", "quote"},
}

var numbered = regexp.MustCompile(`^[0-9]+\. `)

// A piece is what becomes one block.
type piece struct {
	kind, text string
	done       bool
}

// piecesOf parts Markdown into what become blocks.
func piecesOf(text string) []piece {
	var all []piece
	fenced, open := false, false
	for text := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.HasPrefix(text, "```"):
			if fenced = !fenced; fenced {
				all = append(all, piece{kind: "code"})
			}
			open = false
			continue
		case fenced:
			last := &all[len(all)-1]
			last.text = strings.TrimPrefix(last.text+"\n"+text, "\n")
			continue
		case strings.TrimSpace(text) == "":
			open = false
			continue
		}
		p := piece{kind: "paragraph", text: text}
		for _, s := range starts {
			if rest, ok := strings.CutPrefix(text, s.mark); ok {
				p = piece{kind: s.kind, text: rest, done: s.mark == "- [x] "}
				break
			}
		}
		if n := numbered.FindString(text); n != "" {
			p = piece{kind: "numbered_list_item", text: text[len(n):]}
		}
		if p.kind == "paragraph" && open {
			all[len(all)-1].text += "\n" + text
			continue
		}
		all, open = append(all, p), p.kind == "paragraph"
	}
	return all
}
