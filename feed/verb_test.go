package feed_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/datelinehq/dateline/feed"
)

// The comparison with recordings leaves out what nobody can have recorded: just the verbs that Dateline itself says.
func TestReplayLeavesOutWhatWeSay(t *testing.T) {
	script, err := os.ReadFile("../.ci/replay")
	if err != nil {
		t.Fatal(err)
	}
	var listed []feed.Verb
	for _, name := range regexp.MustCompile(`"([a-z_]+)"`).FindAllSubmatch(regexp.MustCompile(`(?m)^OURS = .*$`).Find(script), -1) {
		listed = append(listed, feed.Verb(name[1]))
	}
	slices.Sort(listed)
	ours := slices.DeleteFunc(feed.Verbs(), func(v feed.Verb) bool { return !v.Ours() })
	if !slices.Equal(listed, ours) {
		t.Errorf("it leaves out %q; what we say is %q", listed, ours)
	}
}
