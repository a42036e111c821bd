package jira

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A word is a text that some versions of Jira write as a number. Whatever else stands in its place is no word.
type word string

// UnmarshalJSON takes a text or a number.
func (w *word) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) > 0 && raw[0] == '"':
		return json.Unmarshal(raw, (*string)(w))
	case len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9'):
		*w = word(raw)
	}
	return nil
}

// A count is a number that may be missing or odd, and is zero then.
type count int

// UnmarshalJSON takes a whole number, or one written as text.
func (c *count) UnmarshalJSON(raw []byte) error {
	if n, err := strconv.Atoi(strings.Trim(string(raw), `"`)); err == nil && n > 0 {
		*c = count(n)
	}
	return nil
}

// as decodes what stands in a field, and is nil where that is missing, null or something else.
func as[T any](raw json.RawMessage) *T {
	var v *T
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return v
}

// text is what a field says, if it says anything.
func text(raw json.RawMessage) string {
	if w := as[word](raw); w != nil {
		return string(*w)
	}
	return ""
}

// layouts are the forms in which Jira writes instants.
var layouts = []string{"2006-01-02T15:04:05.999-0700", time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700"}

// instant reads an instant, and reports whether it is one between the years 1970 and 2200.
func instant(s string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			t = t.UTC()
			return t, t.Year() >= 1970 && t.Year() <= 2200
		}
	}
	return time.Time{}, false
}

// at is the instant in a field, or zero.
func at(raw json.RawMessage) time.Time {
	t, ok := instant(text(raw))
	if !ok {
		return time.Time{}
	}
	return t
}

// day is the date in a field, as the beginning of that day, or zero.
func day(raw json.RawMessage) time.Time {
	t, err := time.Parse(time.DateOnly, text(raw))
	if err != nil || t.Year() < 1970 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// reject makes a reject of an object as it came, named by its id if it has one and by its content if not. A part of an
// issue is named by the issue too.
func reject(what, of string, raw json.RawMessage, why string) feed.Reject {
	name := ""
	if named := as[struct {
		ID word `json:"id"`
	}](raw); named != nil && len(named.ID) < 40 {
		name = string(named.ID)
	}
	if name == "" {
		name = fmt.Sprintf("%x", sha256.Sum256(raw))[:12]
	}
	if of != "" {
		name = of + "/" + name
	}
	return feed.Reject{Key: what + " " + name, Reason: fmt.Sprintf("Jira's %s cannot be understood: %s", what, why), Raw: raw[:min(len(raw), feed.MaxRaw)]}
}
