package texts

import (
	"html/template"
	"strings"
	"testing"
)

const sample = `
[waiting]
plain = "Fish & <chips>"
owes = "{who} owes {whom} {what}"
more = {one = "one more", other = "{n} more"}
of = {one = "{n} of {all} is late", few = "{n} (a few) of {all} are late", other = "{n} of {all} are late"}

[names]
Mon = "Mo"
Monday = "Montag"

[time]
day = "Monday, 2 Jan"
`

func read(t *testing.T, file, content string) *Catalogue {
	t.Helper()
	c, err := Read(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// weave runs a template with texts.
func weave(t *testing.T, c *Catalogue, source string, data any) (string, error) {
	t.Helper()
	page, err := template.New("page").Funcs(c.Funcs()).Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Weave(page.Tree); err != nil {
		return "", err
	}
	var b strings.Builder
	err = page.Execute(&b, data)
	return b.String(), err
}

func TestWeave(t *testing.T) {
	en := read(t, "en.toml", sample)
	turned := read(t, "de.toml", strings.ReplaceAll(sample, "{who} owes {whom} {what}", "{whom} wartet auf {what} von {who}"))
	polish := read(t, "pl.toml", sample)
	type data struct {
		Who, URL string
		N        int
		List     []string
	}
	given := data{Who: `<i>Ana</i>`, URL: `javascript:"`, N: 3, List: []string{"a"}}
	const owes = `{{if text "waiting.owes"}}{{as "who"}}<a href="{{.URL}}">{{.Who}}</a>{{as "whom"}}<b>Ben</b>{{as "what"}}7{{end}}`
	for name, tt := range map[string]struct {
		c            *Catalogue
		source, want string
	}{
		"plain":      {en, `<p>{{text "waiting.plain"}}</p>`, `<p>Fish &amp; &lt;chips&gt;</p>`},
		"attribute":  {en, `<p title="{{text "waiting.plain"}}">`, `<p title="Fish &amp; &lt;chips&gt;">`},
		"named":      {en, owes, `<a href="#ZgotmplZ">&lt;i&gt;Ana&lt;/i&gt;</a> owes <b>Ben</b> 7`},
		"turned":     {turned, owes, `<b>Ben</b> wartet auf 7 von <a href="#ZgotmplZ">&lt;i&gt;Ana&lt;/i&gt;</a>`},
		"one":        {en, `{{text "waiting.more" (len .List)}}`, `one more`},
		"many":       {en, `{{text "waiting.more" .N}}`, `3 more`},
		"both":       {en, `{{with .List}}{{if text "waiting.of" $.N}}{{as "all"}}<i>{{len .}}</i>{{end}}{{end}}`, `3 of <i>1</i> are late`},
		"few":        {polish, `{{if text "waiting.of" .N}}{{as "all"}}<i>4</i>{{end}}`, `3 (a few) of <i>4</i> are late`},
		"else":       {en, `{{if .List}}{{else if text "waiting.owes"}}{{as "who"}}a{{as "whom"}}b{{as "what"}}c{{end}}`, ``},
		"json":       {en, `<p data-texts="{{texts "waiting.more"}}">`, `<p data-texts="{&#34;waiting.more&#34;:{&#34;one&#34;:&#34;one more&#34;,&#34;other&#34;:&#34;{n} more&#34;}}">`},
		"english":    {en, `<p{{english}}>{{if english}}{{.Who}}{{end}}</p>`, `<p>&lt;i&gt;Ana&lt;/i&gt;</p>`},
		"foreign":    {turned, `<p{{english}}>{{if english}}{{.N}} {{text "waiting.more" 1}}{{end}}</p>`, `<p lang="en"><span lang="en">3 one more</span></p>`},
		"one within": {en, `{{if text "waiting.of" 1}}{{as "all"}}{{text "waiting.more" .N}}{{end}}`, `1 of 3 more is late`},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := weave(t, tt.c, tt.source, given); err != nil || got != tt.want {
				t.Errorf("%q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestWeaveMistakes checks that what cannot be said is found before any page is made.
func TestWeaveMistakes(t *testing.T) {
	en := read(t, "en.toml", sample)
	for source, want := range map[string]string{
		`{{text "waiting.plane"}}`:                                                 `there is no text "waiting.plane"`,
		`{{range .}}{{else}}{{text .}}{{end}}`:                                     `there is no text ""`,
		`{{text "waiting.owes"}}`:                                                  `nothing is given for {who}`,
		`{{text "waiting.more"}}`:                                                  `nothing is given for {n}`,
		`{{if text "waiting.plain"}}{{as "who"}}Ana{{end}}`:                        `has no name "who"`,
		`{{if text "waiting.owes"}}Ana{{as "who"}}{{end}}`:                         `Ana stands in a text without a name`,
		`{{if .}}{{if text "waiting.of" 1}}{{as "all"}}{{text "x"}}{{end}}{{end}}`: `there is no text "x"`,
		`{{texts "waiting.more" "x"}}`:                                             `there is no text "x"`,
		`{{print (text "waiting.plain")}}`:                                         errUnwoven.Error(),
	} {
		if got, err := weave(t, en, source, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v; want %q", source, got, err, want)
		}
	}
}
