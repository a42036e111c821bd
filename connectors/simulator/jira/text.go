package jira

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// An object is one of JSON.
type object = map[string]any

// inlines are what stands within a line of Markdown: code, strong and struck words, links, addresses, people and work.
var inlines = regexp.MustCompile("`([^`\n]+)`|\\*\\*([^*\n]+)\\*\\*|~~([^~\n]+)~~|\\[([^\\]\n\\[]+)\\]\\((https?://[^)\\s]+)\\)|" +
	`(https?://[^\s<>)]*[^\s<>).,;:])|@([a-z]+)|\[\[([0-9]+)\]\]`)

var (
	bullet   = regexp.MustCompile(`^\s*[-*] +`)
	numbered = regexp.MustCompile(`^\s*[0-9]+\. +`)
	heading  = regexp.MustCompile(`^(#{1,6}) +`)
)

// A writer puts texts of the world as people write on Jira.
type writer struct {
	ledger *ledger
	life   Life
	refer  func(work int) string
}

// document is a text as a document of version 3.
func (w writer) document(text string) object {
	return object{"type": "doc", "version": 1, "content": w.blocks(strings.Split(strings.TrimSpace(text), "\n"))}
}

func (w writer) blocks(lines []string) []any {
	content := []any{}
	for len(lines) > 0 {
		var block object
		n := 1
		switch line := lines[0]; {
		case strings.TrimSpace(line) == "":
			lines = lines[1:]
			continue
		case strings.HasPrefix(line, "```"):
			for n < len(lines) && !strings.HasPrefix(lines[n], "```") {
				n++
			}
			block = object{"type": "codeBlock", "attrs": object{"language": strings.Trim(line, "`")},
				"content": []any{object{"type": "text", "text": strings.Join(lines[1:n], "\n")}}}
			n = min(n+1, len(lines))
		case strings.HasPrefix(line, ">"):
			n = run(lines, func(s string) bool { return strings.HasPrefix(s, ">") })
			var quoted []string
			for _, s := range lines[:n] {
				quoted = append(quoted, strings.TrimPrefix(strings.TrimPrefix(s, ">"), " "))
			}
			block = object{"type": "blockquote", "content": w.blocks(quoted)}
		case heading.MatchString(line):
			mark := heading.FindStringSubmatch(line)[1]
			block = object{"type": "heading", "attrs": object{"level": len(mark)}, "content": w.line(heading.ReplaceAllString(line, ""))}
		case bullet.MatchString(line):
			n = run(lines, bullet.MatchString)
			block = w.list("bulletList", bullet, lines[:n])
		case numbered.MatchString(line):
			n = run(lines, numbered.MatchString)
			block = w.list("orderedList", numbered, lines[:n])
		default:
			n = run(lines, func(s string) bool {
				return strings.TrimSpace(s) != "" && !strings.HasPrefix(s, "```") && !strings.HasPrefix(s, ">") && !bullet.MatchString(s) &&
					!numbered.MatchString(s) && !heading.MatchString(s)
			})
			block = object{"type": "paragraph", "content": w.paragraph(lines[:n])}
		}
		content = append(content, block)
		lines = lines[n:]
	}
	return content
}

// run is how many lines there are from the first on that are of a sort.
func run(lines []string, of func(string) bool) int {
	n := 1
	for n < len(lines) && of(lines[n]) {
		n++
	}
	return n
}

func (w writer) list(kind string, mark *regexp.Regexp, lines []string) object {
	var items []any
	for _, s := range lines {
		items = append(items, object{"type": "listItem", "content": []any{
			object{"type": "paragraph", "content": w.line(mark.ReplaceAllString(s, ""))},
		}})
	}
	return object{"type": kind, "content": items}
}

func (w writer) paragraph(lines []string) []any {
	var content []any
	for i, s := range lines {
		if i > 0 {
			content = append(content, object{"type": "hardBreak"})
		}
		content = append(content, w.line(s)...)
	}
	return content
}

// line is one line in pieces.
func (w writer) line(s string) []any {
	content := []any{}
	add := func(text string, marks ...any) {
		if text == "" {
			return
		}
		node := object{"type": "text", "text": text}
		if len(marks) > 0 {
			node["marks"] = marks
		}
		content = append(content, node)
	}
	mark := func(kind string) object { return object{"type": kind} }
	href := func(address string) object { return object{"type": "link", "attrs": object{"href": address}} }
	last := 0
	for _, m := range inlines.FindAllStringSubmatchIndex(s, -1) {
		add(s[last:m[0]])
		last = m[1]
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s[m[2*n]:m[2*n+1]]
		}
		switch {
		case m[2] >= 0:
			add(part(1), mark("code"))
		case m[4] >= 0:
			add(part(2), mark("strong"))
		case m[6] >= 0:
			add(part(3), mark("strike"))
		case m[8] >= 0:
			add(part(4), href(part(5)))
		case m[12] >= 0:
			add(part(6), href(part(6)))
		case m[14] >= 0:
			p, known := w.ledger.people[part(7)]
			if id := accountID(p); known && id != "" {
				content = append(content, object{"type": "mention", "attrs": object{"id": id, "text": "@" + p.Name, "accessLevel": ""}})
			} else {
				add(s[m[0]:m[1]])
			}
		default:
			if address, elsewhere := w.work(part(8)); elsewhere {
				add(address, href(address))
			} else {
				add(address)
			}
		}
	}
	add(s[last:])
	return content
}

// work is what people write for a piece of work, and whether that is an address elsewhere.
func (w writer) work(ref string) (text string, elsewhere bool) {
	n, _ := strconv.Atoi(ref)
	if project, number := w.life.Find(n); project == w.ledger.place && number > 0 {
		return issueKey(number), false
	}
	if w.refer != nil {
		if address := w.refer(n); address != "" {
			return address, true
		}
	}
	return "another ticket", false
}

// wiki is a text as version 2 has it. Markdown is left as it is, for most of it reads alike.
func (w writer) wiki(text string) string {
	return inlines.ReplaceAllStringFunc(text, func(s string) string {
		m := inlines.FindStringSubmatch(s)
		switch {
		case m[1] != "":
			return "{{" + m[1] + "}}"
		case m[2] != "":
			return "*" + m[2] + "*"
		case m[3] != "":
			return "-" + m[3] + "-"
		case m[4] != "":
			return fmt.Sprintf("[%s|%s]", m[4], m[5])
		case m[7] != "":
			if id := w.ledger.account(m[7]); id != "" {
				return "[~accountid:" + id + "]"
			}
		case m[8] != "":
			text, _ := w.work(m[8])
			return text
		}
		return s
	})
}

// plain is a text as it stands in histories and on pages.
func (w writer) plain(text string) string {
	return inlines.ReplaceAllStringFunc(text, func(s string) string {
		m := inlines.FindStringSubmatch(s)
		switch {
		case m[7] != "":
			if p, known := w.ledger.people[m[7]]; known && p.Name != "" {
				return "@" + p.Name
			}
		case m[8] != "":
			text, _ := w.work(m[8])
			return text
		}
		return s
	})
}
