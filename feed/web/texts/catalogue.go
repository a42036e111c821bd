package texts

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A Catalogue is what the pages say in one language.
type Catalogue struct {
	tag   language.Tag
	texts map[string]*text
	// names are those of days and months; nil where they are the same as in English.
	names *strings.Replacer
}

// Read reads a catalogue. The name of its file is its language: de.toml.
func Read(file string, content []byte) (*Catalogue, error) {
	read, err := i18n.ParseMessageFileBytes(content, file, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return nil, fmt.Errorf("reading the texts of %s: %w", file, err)
	}
	if read.Tag == language.Und {
		return nil, fmt.Errorf("the file %s is not named after a language", file)
	}
	c := &Catalogue{tag: read.Tag, texts: make(map[string]*text, len(read.Messages))}
	for _, m := range read.Messages {
		if c.texts[m.ID], err = parseText(m); err != nil {
			return nil, fmt.Errorf("reading the text %s of %s: %w", m.ID, file, err)
		}
	}
	c.names = c.renamed()
	return c, nil
}

// Lang is the language, as HTML and HTTP name it.
func (c *Catalogue) Lang() string { return c.tag.String() }

// Keys are the keys of all texts, sorted.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.texts)) }

// Names are the names in a text, sorted, and whether there is such a text at all.
func (c *Catalogue) Names(key string) (names []string, found bool) {
	t, found := c.texts[key]
	if !found {
		return nil, false
	}
	return t.names(), true
}

// Say is the text of a key; args are the names in it, each with its value. Where there is no such text it is the key.
func (c *Catalogue) Say(key string, args ...any) string {
	t, found := c.texts[key]
	if !found {
		return key
	}
	return t[plural.Other].fill(args)
}

// Count is the text of a key for so many; {n} is how many.
func (c *Catalogue) Count(key string, n int, args ...any) string {
	t, found := c.texts[key]
	if !found {
		return key
	}
	return t.form(c.form(n)).fillFor(n, args)
}

// Date is a time as a layout of the catalogue writes it.
func (c *Catalogue) Date(key string, at time.Time) string {
	date := at.Format(c.Say(key))
	if c.names == nil {
		return date
	}
	return c.names.Replace(date)
}

// form is the form of what is counted that the language has for so many.
func (c *Catalogue) form(n int) plural.Form {
	return plural.Cardinal.MatchPlural(c.tag, max(n, -n)%10_000_000, 0, 0, 0, 0)
}

// namesOf are the texts whose keys are the English names of days and months.
const namesOf = "names."

// renamed puts the names of days and months in place of the English ones, the longer names first.
func (c *Catalogue) renamed() *strings.Replacer {
	var pairs []string
	keys := c.Keys()
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, key := range keys {
		if english, is := strings.CutPrefix(key, namesOf); is && c.Say(key) != english {
			pairs = append(pairs, english, c.Say(key))
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	return strings.NewReplacer(pairs...)
}

// most is a number whose form some languages have for nothing smaller.
const most = 1_000_000

// counted are the forms that the language has for whole numbers, each with whether it is that of several of them.
func (c *Catalogue) counted() map[plural.Form]bool {
	several := map[plural.Form]bool{}
	for n := range 1000 {
		form := c.form(n)
		_, several[form] = several[form]
	}
	several[c.form(most)] = true
	several[plural.Other] = true // stands for fractions too, and for what is not counted
	return several
}

// formed is what is wrong with the forms of a text, and with the names in them, as another language has it. What that says in
// several forms has all forms of this one. Only what stands for a single number need not say which.
func (c *Catalogue) formed(have, want *text) (wrong []error) {
	counted, names := c.counted(), want.names()
	for form := plural.Other; form <= plural.Many; form++ {
		several, spoken := counted[form]
		switch {
		case have[form] == nil && spoken && want.counts():
			wrong = append(wrong, fmt.Errorf("has no form %s, which the language has", forms[form]))
		case have[form] == nil:
		case !spoken:
			wrong = append(wrong, fmt.Errorf("has the form %s, which the language does not have", forms[form]))
		default:
			given, needed := have[form].names(), names
			if !several {
				single := func(name string) bool { return name == count }
				given, needed = slices.DeleteFunc(given, single), slices.DeleteFunc(slices.Clone(names), single)
			}
			if !slices.Equal(given, needed) {
				wrong = append(wrong, fmt.Errorf("has the names %q and not %q in %q", given, needed, have[form]))
			}
		}
	}
	return wrong
}

// like reports how the texts differ from those of another catalogue.
func (c *Catalogue) like(other *Catalogue) error {
	var wrong []error
	for _, key := range other.Keys() {
		have, found := c.texts[key]
		if !found {
			wrong = append(wrong, fmt.Errorf("%s has no text %s", c.Lang(), key))
			continue
		}
		for _, err := range c.formed(have, other.texts[key]) {
			wrong = append(wrong, fmt.Errorf("the text %s of %s %w", key, c.Lang(), err))
		}
	}
	for _, key := range c.Keys() {
		if _, found := other.Names(key); !found {
			wrong = append(wrong, fmt.Errorf("%s has a text %s that nobody shows", c.Lang(), key))
		}
	}
	return errors.Join(wrong...)
}
