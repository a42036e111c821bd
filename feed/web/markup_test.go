package web

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// void are the elements without an end.
var void = []string{"br", "hr", "img", "input", "link", "meta"}

// mistakes reads a page as strictly as nobody's browser does and says what is wrong with it.
func mistakes(page string) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	var open []string
	ids, named, labelled, refers := map[string]bool{}, []string{}, map[string]bool{}, []string{}
	headings := map[string]int{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		t := z.Token()
		switch kind {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				complain("%v", z.Err())
			}
			for _, name := range open {
				complain("<%s> is not closed", name)
			}
			for _, id := range named {
				if !labelled[id] {
					complain("the field %q has no label", id)
				}
			}
			for _, id := range refers {
				if !ids[id] {
					complain("something refers to %q, which is not there", id)
				}
			}
			if headings["h1"] != 1 {
				complain("there are %d h1", headings["h1"])
			}
			return wrong
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				complain("</%s> closes %v", t.Data, open)
				return wrong
			}
			open = open[:len(open)-1]
		case html.StartTagToken, html.SelfClosingTagToken:
			if kind == html.StartTagToken && !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
			headings[t.Data]++
			hidden, id := false, ""
			for _, a := range t.Attr {
				switch {
				case a.Key == "id":
					if id = a.Val; ids[id] {
						complain("the id %q is there twice", id)
					}
					ids[id] = true
				case a.Key == "for":
					labelled[a.Val] = true
				case a.Key == "aria-labelledby", a.Key == "data-copy":
					refers = append(refers, a.Val)
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					refers = append(refers, a.Val[1:])
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					complain("<%s> has the attribute %s", t.Data, a.Key)
				case a.Key == "type" && a.Val == "hidden", a.Key == "aria-label" && a.Val != "": // nobody sees it, or it says itself what it is
					hidden = true
				case (a.Key == "href" || a.Key == "action" || a.Key == "src") && a.Val == "":
					complain("<%s> leads nowhere", t.Data)
				}
			}
			if (t.Data == "input" || t.Data == "select") && !hidden {
				named = append(named, id)
			}
		}
	}
}
