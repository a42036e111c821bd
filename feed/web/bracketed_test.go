package web

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/datelinehq/dateline/feed/web/texts"
)

// quoted is a text in a catalogue.
var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// bracketed are English and a language that is English between brackets.
func bracketed(t testing.TB) *texts.Languages {
	t.Helper()
	content, err := os.ReadFile("texts/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "#") {
			lines[i] = quoted.ReplaceAllString(line, `"⟦$1⟧"`)
		}
	}
	second, err := texts.Read("en-XA.toml", []byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	both, err := texts.Choose(english(t), second)
	if err != nil {
		t.Fatal(err)
	}
	return both
}

// cutWord is what was left of a word where a text was shortened, at its end or in its middle.
var cutWord = regexp.MustCompile(`[\pL'’]*…[\pL'’]*`)

// saying are the attributes that readers are shown or told.
var saying = []string{"title", "aria-label", "placeholder", "alt"}

// TestBracketed shows every scene in a language that is English between brackets. What then stands in none was forgotten,
// unless it is data, or the words of another package, which are marked as English.
func TestBracketed(t *testing.T) {
	o := optionsFor(week(t))
	o.Texts = bracketed(t)
	pages, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			m := week(t)
			if s.set != nil {
				s.set(m)
			}
			scenery := *pages.server // the templates of two languages are made once
			scenery.Options = optionsFor(m)
			scenery.Texts = o.Texts
			w := get(t, scenery.handler(), s.address, "Accept-Language", "en-XA")
			language, varies := w.Header().Get("Content-Language"), w.Header().Values("Vary")
			if language != "en-XA" || !slices.Contains(varies, "Accept-Language") {
				t.Errorf("it is in %q, and varies by %q", language, varies)
			}
			page := w.Body.String()
			if !strings.Contains(page, `<html lang="en-XA">`) || !strings.Contains(page, "⟦") {
				t.Error("it is not in the language that was asked for")
			}
			known := dataOf(m, s.address)
			for _, said := range outside(page) {
				if missing := slices.DeleteFunc(wordsIn(said), func(w string) bool { return known[w] }); len(missing) > 0 {
					t.Errorf("%q is said in no language; %q is no data", said, missing)
				}
			}
		})
	}
}

// TestLanguage checks who is spoken to in which language, and that caches learn of it only where there is a choice.
func TestLanguage(t *testing.T) {
	both := bracketed(t)
	for _, tt := range []struct {
		of                        *texts.Languages
		accept, lang, address, in string
	}{
		{nil, "en-XA, de;q=0.9", "en", "/", "1 response late, 3 in time"},
		{both, "", "en", "/", "1 response late, 3 in time"},
		{both, "de", "en", "/keys", "Keys are on"},
		{both, "en-XA;q=0.8, en;q=0.5", "en-XA", "/keys", "⟦Keys are on⟧"},
		{both, "en-XA", "en-XA", "/news?seq=1", `"text":"⟦37 new events⟧"`},
		{both, "en-XA", "en-XA", "/nowhere", "⟦No page has this address."},
		{both, "en-XA", "", "/subscriptions.opml", "Dateline · decisions"},
	} {
		o := optionsFor(week(t))
		o.Texts = tt.of
		w := get(t, newPages(t, o), tt.address, "Accept-Language", tt.accept)
		got, varies := w.Header().Get("Content-Language"), slices.Contains(w.Header().Values("Vary"), "Accept-Language")
		if got != tt.lang || varies != (tt.of != nil && tt.lang != "") || !strings.Contains(w.Body.String(), tt.in) {
			t.Errorf("%s for %q is in %q, varies %t, and does not say %s", tt.address, tt.accept, got, varies, tt.in)
		}
	}
}

// dataOf are the words that come from outside: what is in the memory, and names and notations that are the same everywhere.
func dataOf(m *memory, address string) map[string]bool {
	known := map[string]bool{}
	here := []string{"Dateline", "8wh", "1bd", "2026-W48", "normal", "<script>alert(1)</script>", address, usual}
	for _, names := range [][]string{zones, here} {
		for _, name := range names {
			for _, w := range wordsIn(name) {
				known[w] = true
			}
		}
	}
	collect(reflect.ValueOf(m), known)
	collect(reflect.ValueOf(tools), known)
	return known
}

// collect puts the words of all strings in a value into known.
func collect(v reflect.Value, known map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		for _, w := range wordsIn(v.String()) {
			known[w] = true
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			collect(v.Elem(), known)
		}
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return
		}
		for _, field := range v.Fields() {
			collect(field, known)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			collect(v.Index(i), known)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			collect(key, known)
			collect(v.MapIndex(key), known)
		}
	default:
	}
}

// wordsIn are the words of a text, in small letters, but for those that were cut.
func wordsIn(text string) []string {
	text = cutWord.ReplaceAllString(text, "")
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
}

// outside is what a page says between no brackets, but for code, what people wrote, and what is marked as English.
func outside(page string) (said []string) {
	z := html.NewTokenizer(strings.NewReader(page))
	var open []bool // whether what is said in an element matters
	depth := 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		matters := len(open) == 0 || open[len(open)-1]
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range token.Attr {
				matters = matters && !elsewhere(a)
			}
			for _, a := range token.Attr {
				if alone := 0; matters && slices.Contains(saying, a.Key) {
					said = append(said, unbracketed(a.Val, &alone))
				}
			}
			if kind == html.StartTagToken && !slices.Contains(void, token.Data) {
				open = append(open, matters && token.Data != "code")
			}
		case html.EndTagToken:
			open = open[:len(open)-1]
		case html.TextToken:
			text := unbracketed(token.Data, &depth)
			switch {
			case !matters:
			case strings.HasPrefix(token.Data, "<p class="): // in noscript
				said = append(said, outside(token.Data)...)
			default:
				said = append(said, text)
			}
		default:
		}
	}
	return said
}

// elsewhere reports whether an attribute says that what is in an element comes from elsewhere.
func elsewhere(a html.Attribute) bool {
	switch a.Key {
	case "lang":
		return a.Val == "en"
	case "class":
		classes := strings.Fields(a.Val)
		return slices.Contains(classes, "prose") || slices.Contains(classes, "instead")
	}
	return false
}

// unbracketed is what stands between no brackets in a text that begins within depth of them.
func unbracketed(text string, depth *int) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '⟦':
			*depth++
		case r == '⟧':
			*depth--
		case *depth == 0:
			return r
		}
		return ' '
	}, text)
}
