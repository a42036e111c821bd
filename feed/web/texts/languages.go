package texts

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// english is the file that has all texts.
const english = "en.toml"

// Languages are the catalogues to choose from; the first is for whoever reads none of the others.
type Languages struct {
	all     []*Catalogue
	matcher language.Matcher
}

// Embedded are the catalogues of this folder. They are read once.
func Embedded() (*Languages, error) { return embedded() }

var embedded = sync.OnceValues(func() (*Languages, error) {
	names, err := fs.Glob(files, "*")
	if err != nil {
		return nil, fmt.Errorf("listing the texts: %w", err)
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	all := make([]*Catalogue, len(names))
	for i, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading texts: %w", err)
		}
		if all[i], err = Read(name, content); err != nil {
			return nil, err
		}
	}
	return Choose(all...)
})

// rank puts English first.
func rank(file string) int {
	if file == english {
		return 0
	}
	return 1
}

// Choose are catalogues to choose from, all of which have the texts of the first.
func Choose(all ...*Catalogue) (*Languages, error) {
	if len(all) == 0 {
		return nil, errors.New("there are no texts")
	}
	tags := make([]language.Tag, len(all))
	var wrong []error
	for i, c := range all {
		tags[i], wrong = c.tag, append(wrong, c.like(all[0]))
	}
	return &Languages{slices.Clone(all), language.NewMatcher(tags)}, errors.Join(wrong...)
}

// All are the catalogues.
func (l *Languages) All() []*Catalogue { return l.all }

// First is the catalogue for whoever says nothing.
func (l *Languages) First() *Catalogue { return l.all[0] }

// For is the catalogue for a reader, by the header Accept-Language.
func (l *Languages) For(accept string) *Catalogue {
	if len(l.all) == 1 {
		return l.all[0]
	}
	_, i := language.MatchStrings(l.matcher, accept)
	return l.all[i]
}
