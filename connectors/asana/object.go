package asana

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The types of this file are Asana's objects as far as they are read. What is missing, null or of another type than it
// should be is left out of them, and what remains is judged by what it lacks.

// A word is a text that may be missing or odd, and is empty then. Numbers are taken as they are written.
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

// A truth is true or false, and false where it is something else.
type truth bool

// UnmarshalJSON takes true.
func (t *truth) UnmarshalJSON(raw []byte) error {
	*t = string(bytes.Trim(raw, `"`)) == "true"
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

// A maybe is an object that may be missing or odd, and is zero then.
type maybe[T any] struct{ it T }

// UnmarshalJSON takes what can be taken.
func (m *maybe[T]) UnmarshalJSON(raw []byte) error {
	var v T
	if json.Unmarshal(raw, &v) == nil {
		m.it = v
	}
	return nil
}

// A many is a list that may be missing or odd. Its odd elements are left out.
type many[T any] []T

// UnmarshalJSON takes what can be taken.
func (m *many[T]) UnmarshalJSON(raw []byte) error {
	var rows []json.RawMessage
	if json.Unmarshal(raw, &rows) != nil {
		return nil
	}
	for _, row := range rows {
		var v T
		if json.Unmarshal(row, &v) == nil {
			*m = append(*m, v)
		}
	}
	return nil
}

// A thing is whatever has a gid and a name: a section, a tag, a custom field, a project.
type thing struct {
	GID  word `json:"gid"`
	Name word `json:"name"`
}

// A user is somebody, as Asana shows them.
type user struct {
	GID   word `json:"gid"`
	Name  word `json:"name"`
	Email word `json:"email"`
}

// account is somebody as the feed knows them.
func (u user) account() feed.Account {
	return feed.Account{ID: string(u.GID), Name: string(u.Name), Email: string(u.Email)}
}

// known reports whether it is anybody.
func (u user) known() bool { return u.GID != "" }

// A task is a task as it is now.
type task struct {
	GID       word        `json:"gid"`
	Name      word        `json:"name"`
	Subtype   word        `json:"resource_subtype"`
	Approval  word        `json:"approval_status"`
	Completed truth       `json:"completed"`
	Finished  word        `json:"completed_at"`
	Created   word        `json:"created_at"`
	Modified  word        `json:"modified_at"`
	Author    maybe[user] `json:"created_by"`
	Assignee  maybe[user] `json:"assignee"`
	DueOn     word        `json:"due_on"`
	DueAt     word        `json:"due_at"`
	StartOn   word        `json:"start_on"`
	StartAt   word        `json:"start_at"`
	Notes     word        `json:"notes"`
	Rich      word        `json:"html_notes"`
	URL       word        `json:"permalink_url"`
	Subtasks  count       `json:"num_subtasks"`
	// Dependencies are the tasks that it waits for, Dependents those that wait for it. Only their gids are told.
	Dependencies many[thing]  `json:"dependencies"`
	Dependents   many[thing]  `json:"dependents"`
	Parent       maybe[thing] `json:"parent"`
	Tags         many[thing]  `json:"tags"`
	Within       many[struct {
		Project maybe[thing] `json:"project"`
		Section maybe[thing] `json:"section"`
	}] `json:"memberships"`
	Fields many[struct {
		Display word `json:"display_value"`
		Form    word `json:"representation_type"`
	}] `json:"custom_fields"`
}

// in reports whether the task stands in a project itself, and in which section.
func (t task) in(project string) (section string, ok bool) {
	for _, m := range t.Within {
		if string(m.Project.it.GID) == project {
			return string(m.Section.it.Name), true
		}
	}
	return "", false
}

// decodeTask decodes a task that has at least a gid and times.
func decodeTask(raw json.RawMessage) (task, error) {
	var t task
	if err := json.Unmarshal(raw, &t); err != nil {
		return t, errors.New("it is not an object")
	}
	switch _, ok := instant(t.Modified); {
	case !gidForm.MatchString(string(t.GID)):
		return t, errors.New("it has no gid")
	case !ok:
		return t, fmt.Errorf("modified_at is %q", cut(string(t.Modified)))
	}
	if _, ok := instant(t.Created); !ok {
		return t, fmt.Errorf("created_at is %q", cut(string(t.Created)))
	}
	return t, nil
}

// instant reads an instant, and reports whether it is one between the years 1970 and 2200.
func instant(s word) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, string(s))
	if err != nil {
		return time.Time{}, false
	}
	t = t.UTC()
	return t, t.Year() >= 1970 && t.Year() <= 2200
}

// at is an instant, or zero.
func at(s word) time.Time {
	t, ok := instant(s)
	if !ok {
		return time.Time{}
	}
	return t
}

// day is a date, as the beginning of that day, or zero.
func day(s word) time.Time {
	t, err := time.Parse(time.DateOnly, string(s))
	if err != nil || t.Year() < 1970 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// cut is the beginning of a text, for messages.
func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// reject makes a reject of an object as it came, named by its gid if it has one and by its content if not.
func reject(what string, raw json.RawMessage, why error) feed.Reject {
	var named struct {
		GID word `json:"gid"`
	}
	_ = json.Unmarshal(raw, &named)
	name := string(named.GID)
	if !gidForm.MatchString(name) {
		name = fmt.Sprintf("%x", sha256.Sum256(raw))[:12]
	}
	return feed.Reject{Key: what + " " + name, Reason: fmt.Sprintf("Asana's %s cannot be understood: %v", what, why), Raw: raw[:min(len(raw), feed.MaxRaw)]}
}
