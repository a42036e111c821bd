package web

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

func TestProse(t *testing.T) {
	data, err := os.ReadFile("testdata/prose.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range txtar.Parse(data).Files {
		files[f.Name] = strings.TrimSpace(string(f.Data))
	}
	p := newProse()
	for name, text := range files {
		if strings.Contains(name, ".") {
			continue
		}
		if diff := cmp.Diff(files[name+".html"], strings.TrimSpace(string(p.HTML(text, nil, "picture")))); diff != "" {
			t.Errorf("%s: HTML (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(files[name+".excerpt"], p.Excerpt(text, 60, "picture")); diff != "" {
			t.Errorf("%s: excerpt (-want +got)\n%s", name, diff)
		}
	}
}

// FuzzProse checks that whatever is written, only what is allowed comes out.
func FuzzProse(f *testing.F) {
	for _, seed := range []string{
		"<script>x</script>", `<img src=x onerror=y>`, "[a](javascript:b)", "![a![b](c)](d)", "[![a](b)](c)", "# a\n## b", "> > > a", "<a href='java\nscript:x'>", "| a |\n|-|\n| b |",
		"```\n<b>", "<svg><a xlink:href='javascript:x'>", "<math><mtext><style><img src=x onerror=y>", "<!--><img src=x>-->",
	} {
		f.Add(seed)
	}
	p := newProse()
	f.Fuzz(func(t *testing.T, text string) {
		got := string(p.HTML(text, nil, "picture"))
		for _, bad := range unsafe(got) {
			t.Errorf("%q lets %s through:\n%s", text, bad, got)
		}
		if n := utf8.RuneCountInString(p.Excerpt(text, 40, "picture")); n > 40 {
			t.Errorf("%q has an excerpt of %d characters", text, n)
		}
	})
}

// unsafe lists what must not be in a text from elsewhere.
func unsafe(text string) (bad []string) {
	allowed := strings.Fields("p br hr strong b em i del s code pre kbd sub sup blockquote ul ol li details summary table thead tbody tr th td a")
	z := html.NewTokenizer(strings.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		t := z.Token()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if !slices.Contains(allowed, t.Data) {
			bad = append(bad, t.String())
		}
		for _, a := range t.Attr {
			if a.Key == "href" && (strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "mailto:")) {
				continue
			}
			if a.Key != "rel" {
				bad = append(bad, t.String())
			}
		}
	}
	return bad
}
