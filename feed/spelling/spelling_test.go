package spelling_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed/spelling"
)

func TestNearest(t *testing.T) {
	known := []string{"kind", "labels", "priority", "größe"}
	for word, want := range map[string]string{
		"kinds": "kind", "lables": "labels", "priorty": "priority", "grösse": "größe", "kind": "kind",
		"": "", "x": "", "colour": "", "kxyz": "",
	} {
		if got := spelling.Nearest(word, known); got != want {
			t.Errorf("%q: meant %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}: 0, {"abc", ""}: 3, {"", "abc"}: 3, {"kitten", "sitting"}: 3, {"ß", "s"}: 1,
	} {
		if got := spelling.Distance(pair[0], pair[1]); got != want {
			t.Errorf("%q: %d, want %d", pair, got, want)
		}
	}
}
