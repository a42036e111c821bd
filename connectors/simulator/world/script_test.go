package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

const script = `# A comment.

story drift
after: another
waiting: 76h
cast author: nikhil, meera
slots: harbour | berths
- Tobermory | 84

duarte opens drift in api: Bookings of {harbour} drift
	It has {berths} berths.

	All of them drift.
+3h ines labels drift: bug, bookings
drift+2d author drafts fix in api: Stop it
	Fixes [[drift]].
	touching a.go +4 -1, b.go +2
	file docs/decisions/{adr}-x.md
		# X

		Because.
+10m author asks ines, meera about fix
+4h ines refuses fix
	Nearly.
	> a.go:88 as until | for {
	Why?
	> b.go:2
	And this?
+1h author replies to until
	Mended.
+1m ines closes drift as not planned
`

func TestParse(t *testing.T) {
	got, err := world.Parse(strings.NewReader(script))
	if err != nil {
		t.Fatal(err)
	}
	want := []world.Story{{
		Name: "drift", After: "another", Waiting: 76 * time.Hour,
		Cast:  []world.Role{{Name: "author", May: []string{"nikhil", "meera"}}},
		Slots: []string{"harbour", "berths"}, Rows: [][]string{{"Tobermory", "84"}},
		Steps: []world.Step{
			{
				By: "duarte", Deed: world.Opened, On: "drift", Label: "drift", Project: "api", Kind: world.Ticket,
				Name: "Bookings of {harbour} drift", Text: "It has {berths} berths.\n\nAll of them drift.",
			},
			{Delay: 3 * time.Hour, By: "ines", Deed: world.Labelled, On: "drift", Name: "bug"},
			{By: "ines", Deed: world.Labelled, On: "drift", Name: "bookings"},
			{
				Delay: 48 * time.Hour, From: "drift", By: "author", Deed: world.Opened, On: "fix", Label: "fix", Project: "api",
				Kind: world.Change, Draft: true, Name: "Stop it", Text: "Fixes [[drift]].", Files: []world.File{
					{Path: "a.go", Added: 4, Removed: 1}, {Path: "b.go", Added: 2},
					{Path: "docs/decisions/{adr}-x.md", Added: 3, Text: "# X\n\nBecause.\n"},
				},
			},
			{Delay: 10 * time.Minute, By: "author", Deed: world.Asked, On: "fix", To: []string{"ines", "meera"}},
			{Delay: 4 * time.Hour, By: "ines", Deed: world.Refused, On: "fix", Label: "line-23", Text: "Nearly."},
			{By: "ines", Deed: world.Remarked, On: "fix", Label: "until", About: "line-23", File: "a.go", Line: 88, Code: "for {", Text: "Why?"},
			{By: "ines", Deed: world.Remarked, On: "fix", About: "line-23", File: "b.go", Line: 2, Text: "And this?"},
			{Delay: time.Hour, By: "author", Deed: world.Replied, About: "until", Text: "Mended."},
			{Delay: time.Minute, By: "ines", Deed: world.Closed, On: "drift", Name: "not planned"},
		},
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(world.Step{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for script, want := range map[string]string{
		"duarte opens it in api: X":                           "line 1: a script begins with a story",
		"\ttext":                                              "line 1: a text belongs to a step",
		"story a\n\ttext":                                     "line 2: a text belongs to a step",
		"story a\nwaiting: long":                              `line 2: time: invalid duration "long"`,
		"story a\nslots: x | y\n- 1":                          "line 3: 1 values for 2 slots",
		"story a\nwait: ines owes":                            `line 2: "ines owes" is not a wait`,
		"story a\nines opens x in api: X\nines closes x":      `line 3: a step after the first begins with a pause, not with "ines"`,
		"story a\nines sings x":                               `line 2: nobody can do "sings"`,
		"story a\nines opens x":                               `line 2: "x" is not understood after "opens"`,
		"story a\nines opens x in api: X\n\ttouching a.go ++": `line 3: "a.go ++" is not a file that is touched`,
	} {
		if _, err := world.Parse(strings.NewReader(script)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", script, err, want)
		}
	}
}

// Whatever stands in a script, reading it ends in stories or in an error.
func FuzzParse(f *testing.F) {
	f.Add(script)
	f.Add("story a\nines refuses x\n\t> a.go:1\n\t> b.go:2\n\tfile x\n\t\ty\n")
	f.Fuzz(func(t *testing.T, s string) {
		stories, err := world.Parse(strings.NewReader(s))
		if err == nil && !strings.Contains(s, "story ") && len(stories) > 0 {
			t.Errorf("%d stories came out of %q", len(stories), s)
		}
	})
}
