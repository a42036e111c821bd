package asana

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// What a text may be: longer ones are taken as plain text, deeper elements as what stands in them.
const (
	richAtMost     = 512 << 10
	depthAtMost    = 32
	mentionsAtMost = 50
)

// markdown turns Asana's rich text, which is XML with some elements of HTML, into Markdown. It also returns those whom the
// text speaks to: everybody who is linked in it, other than in quotations and code. What is not XML is told by plain.
func markdown(rich, plain string) (text string, to []feed.Account) {
	if rich == "" || len(rich) > richAtMost {
		return strings.TrimSpace(plain), nil
	}
	d := xml.NewDecoder(strings.NewReader(rich))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	w := &writer{stack: []*element{{}}}
	for {
		token, err := d.Token()
		if err != nil {
			if w.elements == 0 || d.InputOffset() < int64(len(rich)) {
				return strings.TrimSpace(plain), nil
			}
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			w.open(token)
		case xml.EndElement:
			w.close()
		case xml.CharData:
			w.top().b.Write(token)
		}
	}
	for len(w.stack) > 1 {
		w.close()
	}
	return strings.TrimSpace(w.top().b.String()), w.to
}

// A writer writes what stands in elements into those around them.
type writer struct {
	stack    []*element
	deeper   int // how many elements are open that are too deep
	elements int
	to       []feed.Account
}

// An element is an open element and what was written in it so far.
type element struct {
	name string
	attr []xml.Attr
	b    strings.Builder
	n    int // of a list: how many lines it has
}

func (e *element) get(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (w *writer) top() *element { return w.stack[len(w.stack)-1] }

func (w *writer) open(start xml.StartElement) {
	w.elements++
	if len(w.stack) > depthAtMost {
		w.deeper++
		return
	}
	w.stack = append(w.stack, &element{name: strings.ToLower(start.Name.Local), attr: start.Attr})
}

// close writes the innermost element into the one around it.
func (w *writer) close() {
	if w.deeper > 0 {
		w.deeper--
		return
	}
	if len(w.stack) < 2 {
		return
	}
	e := w.top()
	w.stack = w.stack[:len(w.stack)-1]
	into, said := w.top(), e.b.String()
	switch e.name {
	case "strong", "b":
		into.b.WriteString(around("**", said))
	case "em", "i":
		into.b.WriteString(around("_", said))
	case "s":
		into.b.WriteString(around("~~", said))
	case "code":
		into.b.WriteString(around("`", said))
	case "pre":
		into.block("```\n" + strings.Trim(said, "\n") + "\n```")
	case "a":
		into.b.WriteString(w.link(e, said))
	case "h1", "h2", "h3":
		into.block(strings.Repeat("#", int(e.name[1]-'0')) + " " + strings.TrimSpace(said))
	case "hr":
		into.block("---")
	case "br":
		into.b.WriteString("\n")
	case "blockquote":
		into.block("> " + strings.ReplaceAll(strings.TrimSpace(said), "\n", "\n> "))
	case "li":
		into.line(said)
	case "ul", "ol", "table":
		into.block(strings.Trim(said, "\n"))
	case "tr":
		into.block(strings.TrimSuffix(strings.TrimSpace(said), " |"))
	case "td", "th":
		into.b.WriteString(strings.Join(strings.Fields(said), " ") + " | ")
	case "img":
		if src := e.get("src"); strings.HasPrefix(src, "https://") {
			into.b.WriteString("[image](" + src + ")")
		}
	default:
		into.b.WriteString(said)
	}
}

// block writes what stands on lines of its own.
func (e *element) block(text string) {
	if said := e.b.String(); said != "" && !strings.HasSuffix(said, "\n") {
		e.b.WriteString("\n")
	}
	e.b.WriteString(text + "\n")
}

// line writes a line of a list.
func (e *element) line(said string) {
	e.n++
	mark := "- "
	if e.name == "ol" {
		mark = fmt.Sprintf("%d. ", e.n)
	}
	said = strings.ReplaceAll(strings.TrimSpace(said), "\n", "\n"+strings.Repeat(" ", len(mark)))
	e.block(mark + said)
}

// around puts marks around a text, but not around the spaces at its ends.
func around(mark, said string) string {
	inner := strings.TrimSpace(said)
	if inner == "" || strings.Contains(inner, "\n\n") {
		return said
	}
	lead := len(said) - len(strings.TrimLeft(said, " \t\n"))
	return said[:lead] + mark + inner + mark + said[lead+len(inner):]
}

// link writes a link; one to somebody speaks to them.
func (w *writer) link(e *element, said string) string {
	said = strings.Join(strings.Fields(said), " ")
	href := e.get("href")
	if e.get("data-asana-type") == "user" {
		name := strings.TrimPrefix(said, "@")
		who := feed.Account{ID: e.get("data-asana-gid"), Name: name}
		if gidForm.MatchString(who.ID) && !w.quoted() && len(w.to) < mentionsAtMost &&
			!slices.ContainsFunc(w.to, func(a feed.Account) bool { return a.ID == who.ID }) {
			w.to = append(w.to, who)
		}
		return "@" + name
	}
	switch {
	case said == "" || said == href || !strings.HasPrefix(href, "http"):
		if said == "" {
			return href
		}
		return said
	case strings.TrimSuffix(said, "/") == strings.TrimSuffix(href, "/"):
		return href
	}
	return "[" + said + "](" + href + ")"
}

// quoted reports whether what is being written is a quotation or code.
func (w *writer) quoted() bool {
	return slices.ContainsFunc(w.stack, func(e *element) bool {
		return e.name == "blockquote" || e.name == "code" || e.name == "pre"
	})
}
