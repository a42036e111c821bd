package feed

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The lengths to which what comes in is cut. Lengths of text are in characters, MaxRaw is in bytes.
const (
	MaxKey   = 512   // keys and ids; longer ones are refused, for a cut one might name something else
	MaxName  = 200   // names of people, labels, lists, states
	MaxTitle = 512   // titles; GitHub allows 256, Notion and Trello more
	MaxText  = 65536 // texts; GitHub's limit for a comment
	MaxList  = 100   // labels, owners, reviewers, people addressed
	MaxRaw   = 64 << 10
	maxURL   = 2048
)

// Clean makes the page fit to be stored and shown: times in UTC, text valid and without control characters, lengths
// bounded, addresses http or https, programs marked as bots. What cannot be made fit (an event without a key, a time or
// a known verb; an item without an id) is taken out of the page and added to its rejects.
func (p *Page) Clean() {
	items := p.Items[:0]
	for _, it := range p.Items {
		if err := it.clean(); err != nil {
			p.reject("item", it.ID, err, it)
			continue
		}
		items = append(items, it)
	}
	p.Items = items
	events := p.Events[:0]
	for _, e := range p.Events {
		if err := e.clean(); err != nil {
			p.reject("event", e.Key, err, e)
			continue
		}
		events = append(events, e)
	}
	p.Events = events
	for i := range p.Rejects {
		r := &p.Rejects[i]
		r.Key = line(r.Key, MaxName)
		r.Reason = line(r.Reason, MaxTitle)
		r.Raw = []byte(strings.ToValidUTF8(strings.ReplaceAll(string(r.Raw[:min(len(r.Raw), MaxRaw)]), "\x00", ""), "\uFFFD"))
	}
	p.Next = Cursor(strings.ReplaceAll(strings.ToValidUTF8(string(p.Next), "\uFFFD"), "\x00", ""))
	p.Gone = slices.DeleteFunc(p.Gone, func(id string) bool { return checkKey(id) != nil })
	p.Retracted = slices.DeleteFunc(p.Retracted, func(key string) bool { return checkKey(key) != nil })
	if p.Parts != nil {
		p.cleanParts()
	}
}

func (p *Page) cleanParts() {
	parts := []Part{}
	for _, part := range p.Parts {
		part.Name = line(part.Name, MaxName)
		if err := checkKey(part.ID); err != nil || part.Name == "" {
			p.reject("part", part.Name, errors.New("the part has no id or no name"), part)
			continue
		}
		parts = append(parts, part)
	}
	p.Parts = parts
}

func (p *Page) reject(what, key string, err error, v any) {
	p.Rejects = append(p.Rejects, Reject{Key: what + " " + key, Reason: err.Error(), Raw: fmt.Appendf(nil, "%+v", v)})
}

func (it *Item) clean() error {
	if err := checkKey(it.ID); err != nil {
		return fmt.Errorf("the id of an item %w", err)
	}
	if !sane(it.Created) || !sane(it.Updated) || !sane(it.Closed) || !sane(it.Due) {
		return fmt.Errorf("a time of the item lies outside the years 1970 to 2200")
	}
	it.Kind = line(it.Kind, MaxName)
	it.Key = line(it.Key, MaxName)
	it.Title = line(it.Title, MaxTitle)
	it.URL = webURL(it.URL)
	it.Status = line(it.Status, MaxName)
	if it.State != StateOpen && it.State != StateClosed {
		it.State = StateUnknown
	}
	it.Author.clean()
	it.Owners = cleanAccounts(it.Owners)
	it.Reviewers = cleanAccounts(it.Reviewers)
	it.Labels = it.Labels[:min(len(it.Labels), MaxList)]
	for i := range it.Labels {
		it.Labels[i] = line(it.Labels[i], MaxName)
	}
	it.Created, it.Updated, it.Closed, it.Due = it.Created.UTC(), it.Updated.UTC(), it.Closed.UTC(), it.Due.UTC()
	it.Comments = max(it.Comments, 0)
	return nil
}

func (e *Event) clean() error {
	if err := checkKey(e.Key); err != nil {
		return fmt.Errorf("the key of an event %w", err)
	}
	if len(e.Item) > MaxKey || !utf8.ValidString(e.Item) {
		return fmt.Errorf("the item id of an event is too long or not UTF-8")
	}
	if e.Thread != "" {
		if err := checkKey(e.Thread); err != nil {
			return fmt.Errorf("the thread of an event %w", err)
		}
	}
	if e.At.IsZero() || !sane(e.At) {
		return fmt.Errorf("the event has no time between the years 1970 and 2200")
	}
	if e.Verb.Kind() == "" {
		return fmt.Errorf("the verb %q does not exist", e.Verb)
	}
	if e.Kind == "" {
		e.Kind = e.Verb.Kind()
	}
	e.At, e.Updated = e.At.UTC(), e.Updated.UTC()
	if e.Updated.Before(e.At) || !sane(e.Updated) {
		e.Updated = e.At
	}
	if !e.NotBefore.IsZero() {
		if e.NotBefore = e.NotBefore.UTC(); !sane(e.NotBefore) || !e.NotBefore.Before(e.At) {
			e.NotBefore = time.Time{}
		}
	}
	e.By.clean()
	e.To = cleanAccounts(e.To)
	e.From, e.Into = line(e.From, MaxTitle), line(e.Into, MaxTitle)
	e.Text = Text(e.Text, MaxText)
	e.URL = webURL(e.URL)
	return nil
}

func (a *Account) clean() {
	a.ID = line(a.ID, MaxName)
	a.Name = line(a.Name, MaxName)
	if a.Email = strings.ToLower(line(a.Email, MaxName)); !strings.Contains(a.Email, "@") {
		a.Email = ""
	}
	if strings.HasSuffix(a.ID, "[bot]") {
		a.Bot = true
	}
}

func cleanAccounts(as []Account) []Account {
	as = as[:min(len(as), MaxList)]
	for i := range as {
		as[i].clean()
	}
	return as
}

func checkKey(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("is empty")
	case len(s) > MaxKey:
		return fmt.Errorf("is longer than %d bytes", MaxKey)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, control):
		return fmt.Errorf("holds control characters or is not UTF-8")
	}
	return nil
}

// sane reports whether t is unset or in the years 1970 to 2200, which every database and every calendar can hold.
func sane(t time.Time) bool { return t.IsZero() || t.Year() >= 1970 && t.Year() <= 2200 }

// Text makes s fit to be stored and shown as text of several lines, of at most limit characters: valid UTF-8, lines
// ended by \n, without characters that XML 1.0 forbids or that reorder what stands beside them (the bidirectional
// overrides and isolates). What was cut ends in an ellipsis.
func Text(s string, limit int) string {
	if plain(s) {
		return cut(strings.TrimRight(s, " \t\n"), limit)
	}
	if len(s) > 4*limit {
		s = s[:4*limit]
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case control(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return cut(strings.TrimRight(s, " \t\n"), limit)
}

// plain reports whether s is ASCII without controls, as most texts are: nothing in it is to be replaced.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\n' && c != '\t' || c >= 0x7F {
			return false
		}
	}
	return true
}

// line is Text for what stands on one line: ends of lines and tabs are spaces.
func line(s string, limit int) string {
	s = oneLine.Replace(Text(s, 4*limit))
	return cut(strings.TrimSpace(s), limit)
}

var oneLine = strings.NewReplacer("\n", " ", "\t", " ")

func cut(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit-1 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// control reports whether r must not be stored: a control or non-character, a byte order mark, or one that changes the
// direction of other text.
func control(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFB, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// webURL returns s if it is an absolute http or https address a page can link to, and nothing otherwise.
func webURL(s string) string {
	if s == "" || len(s) > maxURL {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return ""
	}
	return u.String()
}
