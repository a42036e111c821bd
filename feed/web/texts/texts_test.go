package texts

import (
	"strings"
	"testing"
	"time"
)

func TestSay(t *testing.T) {
	en := read(t, "en.toml", sample)
	for got, want := range map[string]string{
		en.Say("waiting.plain"): "Fish & <chips>",
		en.Say("waiting.owes", "whom", "Ben", "who", "Ana", "what", 7): "Ana owes Ben 7",
		en.Say("waiting.owes", "whom", "{who}", "who", "Ana"):          "Ana owes {who} what",
		en.Say("waiting.none"):                                             "waiting.none",
		en.Count("waiting.none", 1):                                        "waiting.none",
		en.Count("waiting.more", 1):                                        "one more",
		en.Count("waiting.more", 0):                                        "0 more",
		en.Count("waiting.of", 2, "all", 4):                                "2 of 4 are late",
		en.Date("time.day", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)): "Montag, 23 Nov",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestRead checks that a file that is no catalogue is refused.
func TestRead(t *testing.T) {
	for content, want := range map[string]string{
		`a = "{who"`: "a brace names nothing", `a = "{}"`: "a brace names nothing", `a = ""`: "it says nothing", `a = `: "reading the texts",
	} {
		if _, err := Read("en.toml", []byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
	if _, err := Read("english.toml", []byte(`a = "b"`)); err == nil {
		t.Error("a language that does not exist is taken")
	}
}

func TestLanguages(t *testing.T) {
	en, de := read(t, "en.toml", `a = "{n} days of {who}"`), read(t, "de.toml", `a = "{who}: {n} Tage"`)
	one, err := Choose(en)
	if err != nil {
		t.Fatal(err)
	}
	both, err := Choose(en, de)
	if err != nil {
		t.Fatal(err)
	}
	for accept, want := range map[string]*Catalogue{
		"": en, "en": en, "de-AT, en;q=0.5": de, "fr": en, "fr, de;q=0.1": de, "*": en, "\x00;;q=": en, "en-GB,de": en,
	} {
		if got := both.For(accept); got != want {
			t.Errorf("%q is given %s, want %s", accept, got.Lang(), want.Lang())
		}
		if got := one.For(accept); got != en {
			t.Errorf("%q is given %s of English alone", accept, got.Lang())
		}
	}
	for content, want := range map[string]string{
		`b = "x"`:                      "has no text a",
		`a = "{who}"`:                  "has the names",
		"a = \"{who} {n}\"\nb = \"x\"": "that nobody shows",
	} {
		if _, err := Choose(en, read(t, "fr.toml", content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
}

// TestForms checks that a catalogue has the forms of its language, and no others, with all names in each.
func TestForms(t *testing.T) {
	en := read(t, "en.toml", `a = {one = "one day of {who}", other = "{n} days of {who}"}`)
	for _, tt := range []struct{ file, content, want string }{
		{"pl.toml", `one = "dzień {who}", few = "{n} dni {who}", many = "{n} dni {who}", other = "{n} dnia {who}"`, ""},
		{"ja.toml", `other = "{who}: {n}"`, ""},
		{"fr.toml", `one = "{n} jour de {who}", other = "{n} jours de {who}"`, ""},
		{"ar.toml", `zero = "{who}", one = "{who}", two = "{who}", few = "{who} {n}", many = "{who} {n}", other = "{who} {n}"`, ""},
		{"pl.toml", `one = "dzień {who}", many = "{n} dni {who}", other = "{n} dnia {who}"`, "of pl has no form few, which the language has"},
		{"de.toml", `other = "{n} Tage von {who}"`, "of de has no form one"},
		{"de.toml", `one = "ein Tag von {who}", few = "{n} Tage von {who}", other = "{n} Tage von {who}"`, "of de has the form few, which"},
		{"de.toml", `one = "ein Tag", other = "{n} Tage von {who}"`, `has the names [] and not ["who"] in "ein Tag"`},
		{"fr.toml", `one = "un jour de {who}", other = "{n} jours de {who}"`, `has the names ["who"] and not ["n" "who"]`},
		{"ru.toml", `one = "день {who}", few = "{n} {who}", many = "{n} {who}", other = "{n} {who}"`, `and not ["n" "who"] in "день {who}"`},
	} {
		_, err := Choose(en, read(t, tt.file, "a = {"+tt.content+"}"))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s, %s: %v, want %q", tt.file, tt.content, err, tt.want)
		}
	}
}

// TestEmbedded checks that what is embedded can be read.
func TestEmbedded(t *testing.T) {
	if l, err := Embedded(); err != nil || l.First().Lang() != "en" {
		t.Error(err)
	}
}
