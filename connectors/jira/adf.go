package jira

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A node is part of a document of the Atlassian Document Format, in which Jira Cloud keeps texts.
type node struct {
	Type    string                     `json:"type"`
	Text    string                     `json:"text"`
	Attrs   map[string]json.RawMessage `json:"attrs"`
	Marks   []json.RawMessage          `json:"marks"`
	Content []json.RawMessage          `json:"content"`
}

// attr is an attribute of the node, if it is a word.
func (n *node) attr(name string) string { return text(n.Attrs[name]) }

// A said is a text of Jira as Markdown, with what else it says.
type said struct {
	text string
	// mentions are the ids of the people it speaks to: not those in quotes and code.
	mentions []string
	// decisions are those that were marked as decided in it.
	decisions []decided
}

// A decided is a decision in a document.
type decided struct{ id, text string }

// depthAtMost bounds how deep the blocks of a document are read.
const depthAtMost = 60

// read is a text of Jira: a document of Jira Cloud, or the wiki text of a server.
func read(raw json.RawMessage, people crowd) said {
	if wiki := as[string](raw); wiki != nil {
		return readWiki(*wiki, people)
	}
	r := &reader{people: people}
	if doc := as[node](raw); doc != nil {
		r.out.text = strings.TrimSpace(r.blocks(doc.Content, 0))
	}
	return r.out
}

// A reader writes a document as Markdown.
type reader struct {
	people crowd
	out    said
	quoted int
}

// blocks writes one block below the other, with an empty line between.
func (r *reader) blocks(content []json.RawMessage, depth int) string {
	var parts []string
	for _, raw := range content {
		if n := as[node](raw); n != nil {
			if block := r.block(n, depth+1); strings.TrimSpace(block) != "" {
				parts = append(parts, block)
			}
		}
	}
	return strings.Join(parts, "\n\n")
}

func (r *reader) block(n *node, depth int) string {
	if depth > depthAtMost {
		return ""
	}
	switch n.Type {
	case "heading":
		level, _ := strconv.Atoi(n.attr("level"))
		return strings.Repeat("#", min(max(level, 1), 6)) + " " + r.line(n.Content, depth)
	case "bulletList", "taskList", "decisionList":
		return r.list(n, depth, func(int) string { return "- " })
	case "orderedList":
		first, _ := strconv.Atoi(n.attr("order"))
		return r.list(n, depth, func(i int) string { return fmt.Sprintf("%d. ", max(first, 1)+i) })
	case "codeBlock":
		return "```" + n.attr("language") + "\n" + r.plain(n.Content) + "\n```"
	case "blockquote":
		r.quoted++
		defer func() { r.quoted-- }()
		return "> " + strings.ReplaceAll(r.blocks(n.Content, depth), "\n", "\n> ")
	case "rule":
		return "---"
	case "expand", "nestedExpand":
		return strings.TrimSpace(n.attr("title") + "\n\n" + r.blocks(n.Content, depth))
	case "table":
		return r.table(n, depth)
	case "blockCard", "embedCard", "media":
		return r.inline(n, depth)
	case "doc", "panel", "listItem", "mediaSingle", "mediaGroup", "layoutSection", "layoutColumn", "bodiedExtension", "tableCell", "tableHeader":
		return r.blocks(n.Content, depth)
	}
	return r.inline(n, depth)
}

// list writes items, of which each begins with a mark and stands below it.
func (r *reader) list(n *node, depth int, mark func(int) string) string {
	var lines []string
	for i, raw := range n.Content {
		item := as[node](raw)
		if item == nil {
			continue
		}
		begin, body := mark(i), ""
		switch item.Type {
		case "taskItem":
			begin = map[bool]string{true: "- [x] ", false: "- [ ] "}[item.attr("state") == "DONE"]
			body = r.line(item.Content, depth)
		case "decisionItem":
			body = r.line(item.Content, depth)
			if item.attr("state") == "DECIDED" && body != "" && r.quoted == 0 {
				r.out.decisions = append(r.out.decisions, decided{item.attr("localId"), body})
			}
		case "taskList", "bulletList", "orderedList", "decisionList":
			begin, body = "  ", r.block(item, depth+1)
		default:
			body = strings.ReplaceAll(r.blocks(item.Content, depth+1), "\n\n", "\n")
		}
		indent := strings.Repeat(" ", min(len(begin), 3))
		lines = append(lines, begin+strings.ReplaceAll(body, "\n", "\n"+indent))
	}
	return strings.Join(lines, "\n")
}

func (r *reader) table(n *node, depth int) string {
	var lines []string
	for _, raw := range n.Content {
		row := as[node](raw)
		if row == nil {
			continue
		}
		var cells []string
		for _, raw := range row.Content {
			if cell := as[node](raw); cell != nil {
				cells = append(cells, strings.Join(strings.Fields(r.blocks(cell.Content, depth+2)), " "))
			}
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		if len(lines) == 1 {
			lines = append(lines, strings.Repeat("|---", len(cells))+"|")
		}
	}
	return strings.Join(lines, "\n")
}

// line writes what stands in one paragraph.
func (r *reader) line(content []json.RawMessage, depth int) string {
	var b strings.Builder
	for _, raw := range content {
		if n := as[node](raw); n != nil {
			b.WriteString(r.inline(n, depth+1))
		}
	}
	return b.String()
}

func (r *reader) inline(n *node, depth int) string {
	if depth > depthAtMost {
		return ""
	}
	switch n.Type {
	case "text":
		return marked(n)
	case "hardBreak":
		return "\n"
	case "mention":
		return r.mention(n)
	case "emoji":
		return cmp.Or(n.attr("text"), n.attr("shortName"))
	case "inlineCard", "blockCard", "embedCard":
		return n.attr("url")
	case "status":
		return n.attr("text")
	case "date":
		if ms, err := strconv.ParseInt(n.attr("timestamp"), 10, 64); err == nil {
			return time.UnixMilli(ms).UTC().Format(time.DateOnly)
		}
		return ""
	case "media", "mediaInline":
		return n.attr("alt")
	}
	if n.Text != "" {
		return n.Text
	}
	return r.line(n.Content, depth)
}

func (r *reader) mention(n *node) string {
	id := n.attr("id")
	who := r.people.find(id, n.attr("text"))
	if r.quoted == 0 && id != "" {
		r.out.mentions = append(r.out.mentions, id)
		r.people[id] = who
	}
	return "@" + who.Label()
}

// plain is the text of code, as it is.
func (r *reader) plain(content []json.RawMessage) string {
	var b strings.Builder
	for _, raw := range content {
		if n := as[node](raw); n != nil {
			b.WriteString(n.Text)
		}
	}
	return b.String()
}

// marked is a piece of text with its marks as Markdown. Blanks at its ends stay outside of them.
func marked(n *node) string {
	inner := strings.TrimSpace(n.Text)
	if inner == "" {
		return n.Text
	}
	before, after, _ := strings.Cut(n.Text, inner)
	for _, raw := range n.Marks {
		mark := as[node](raw)
		if mark == nil {
			continue
		}
		switch mark.Type {
		case "strong":
			inner = "**" + inner + "**"
		case "em":
			inner = "*" + inner + "*"
		case "strike":
			inner = "~~" + inner + "~~"
		case "code":
			inner = "`" + inner + "`"
		case "link":
			if href := mark.attr("href"); href != "" && href != inner {
				inner = "[" + inner + "](" + href + ")"
			}
		}
	}
	return before + inner + after
}
