package asana

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	workRef = regexp.MustCompile(`\[\[([0-9]+)\]\]`)
	handle  = regexp.MustCompile(`@([a-z]+)`)
	strong  = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	code    = regexp.MustCompile("`([^`\n]+)`")
)

// rich puts a text of the world as Asana has it: XML with the few elements it knows. Tasks and people in it are links that
// know what they lead to.
func (p painter) rich(text string) string {
	text = escape(text)
	text = code.ReplaceAllString(text, "<code>$1</code>")
	text = strong.ReplaceAllString(text, "<strong>$1</strong>")
	text = workRef.ReplaceAllStringFunc(text, func(ref string) string {
		t, address := p.work(ref)
		if t == nil {
			return fmt.Sprintf(`<a href="%[1]s">%[1]s</a>`, escape(address))
		}
		return fmt.Sprintf(`<a href="%s" data-asana-accessible="true" data-asana-type="task" data-asana-gid="%s">%s</a>`, escape(address), t.gid, escape(t.name))
	})
	text = handle.ReplaceAllStringFunc(text, func(at string) string {
		u := p.ledger.byHandle[at[1:]]
		if u == nil {
			return at
		}
		return fmt.Sprintf(`<a href="%s/0/%s/list" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="%s">@%s</a>`,
			p.base, u.gid, u.gid, escape(u.name))
	})
	return "<body>" + lists(text) + "</body>"
}

// plain is the text without elements.
func (p painter) plain(text string) string {
	text = workRef.ReplaceAllStringFunc(text, func(ref string) string {
		_, address := p.work(ref)
		return address
	})
	return handle.ReplaceAllStringFunc(text, func(at string) string {
		if u := p.ledger.byHandle[at[1:]]; u != nil {
			return "@" + u.name
		}
		return at
	})
}

// work finds what a reference means: a task here, or the address of work in another tool.
func (p painter) work(ref string) (*task, string) {
	n, _ := strconv.Atoi(strings.Trim(ref, "[]"))
	if t := p.ledger.works[n]; t != nil {
		return t, p.permalink(t)
	}
	if p.refer != nil {
		if address := p.refer(n); address != "" {
			return nil, address
		}
	}
	return nil, "something elsewhere"
}

// lists makes lists of the lines that begin with a dash.
func lists(text string) string {
	var b strings.Builder
	within := false
	for i, line := range strings.Split(text, "\n") {
		item, is := strings.CutPrefix(line, "- ")
		switch {
		case is && !within:
			b.WriteString("<ul>")
		case !is && within:
			b.WriteString("</ul>")
		case i > 0 && !is:
			b.WriteString("\n")
		}
		if within = is; is {
			item = "<li>" + item + "</li>"
		}
		b.WriteString(item)
	}
	if within {
		b.WriteString("</ul>")
	}
	return b.String()
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return strings.NewReplacer("&#xA;", "\n", "&#x9;", "\t", "&#39;", "'", "&#34;", "&quot;").Replace(b.String())
}
