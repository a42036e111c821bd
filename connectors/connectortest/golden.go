package connectortest

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

var update = flag.Bool("update", false, "write golden files anew")

// textAtMost is how many characters of a text a golden file shows.
const textAtMost = 72

func (s *stage) golden(t *testing.T) {
	got := s.calm(t).text()
	if *update {
		if err := os.MkdirAll(filepath.Dir(s.Golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.Golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(s.Golden)
	if err != nil {
		t.Fatalf("%v; -update writes it", err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("what arrived is not what %s says (-golden +arrived):\n%s", s.Golden, diff)
	}
}

// text is the harvest for people: parts, items by id, events by time, rejects.
func (h *harvest) text() string {
	var b strings.Builder
	for _, p := range h.parts {
		fmt.Fprintf(&b, "part   %s %s\n", p.ID, p.Name)
	}
	for _, it := range slices.SortedFunc(maps.Values(h.items), func(x, y feed.Item) int {
		return cmp.Or(cmp.Compare(len(x.ID), len(y.ID)), cmp.Compare(x.ID, y.ID))
	}) {
		fmt.Fprintln(&b, "item  ", itemLine(it))
	}
	for _, e := range slices.SortedFunc(maps.Values(h.events), func(x, y feed.Event) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Key, y.Key))
	}) {
		fmt.Fprintln(&b, "event ", eventLine(e))
	}
	for _, key := range slices.Sorted(maps.Keys(h.rejects)) {
		fmt.Fprintf(&b, "reject %s: %s\n", key, h.rejects[key].Reason)
	}
	return b.String()
}

func itemLine(it feed.Item) string {
	l := line{}
	l.add(it.ID, it.Key, it.Kind, strings.TrimSuffix(string(it.State)+"/"+it.Status, "/"), quote(it.Title))
	l.say("by", who(it.Author))
	l.say("owners", everybody(it.Owners))
	l.say("reviewers", everybody(it.Reviewers))
	l.say("labels", strings.Join(it.Labels, ", "))
	l.say("created", when(it.Created))
	l.say("updated", when(it.Updated))
	l.say("closed", when(it.Closed))
	l.say("due", when(it.Due))
	if it.Comments > 0 {
		l.say("comments", fmt.Sprint(it.Comments))
	}
	l.say("at", it.URL)
	return strings.Join(l, " ")
}

func eventLine(e feed.Event) string {
	l := line{}
	l.add(when(e.At), cmp.Or(who(e.By), "nobody"), string(e.Verb))
	if e.Kind != e.Verb.Kind() {
		l.say("as", string(e.Kind))
	}
	l.say("on", e.Item)
	l.say("in", e.Thread)
	l.say("to", everybody(e.To))
	l.say("from", quote(e.From))
	l.say("into", quote(e.Into))
	l.say("saying", quote(e.Text))
	if !e.Updated.Equal(e.At) {
		l.say("updated", when(e.Updated))
	}
	l.say("key", e.Key)
	l.say("at", e.URL)
	return strings.Join(l, " ")
}

// A line is made of words.
type line []string

func (l *line) add(words ...string) {
	for _, w := range words {
		if w != "" {
			*l = append(*l, w)
		}
	}
}

// say adds a word and what it introduces, if there is anything.
func (l *line) say(word, what string) {
	if what != "" {
		*l = append(*l, word, what)
	}
}

func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04:05.999")
}

func who(a feed.Account) string {
	name := a.ID
	if a.Name != "" && a.Name != a.ID {
		name = strings.TrimSpace(fmt.Sprintf("%s (%s)", a.ID, a.Name))
	}
	switch {
	case a.Group:
		name += " [group]"
	case a.Bot && !strings.HasSuffix(name, "[bot]"):
		name += " [bot]"
	}
	return name
}

func everybody(as []feed.Account) string {
	names := make([]string, len(as))
	for i, a := range as {
		names[i] = cmp.Or(who(a), "nobody")
	}
	return strings.Join(names, ", ")
}

func quote(s string) string {
	if s == "" {
		return ""
	}
	n := utf8.RuneCountInString(s)
	if n <= textAtMost {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%q… (%d characters)", string([]rune(s)[:textAtMost]), n)
}
