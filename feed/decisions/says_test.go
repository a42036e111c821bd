package decisions_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
)

// Commands are told in other words, wherever they are commands, and everything else stays as it was written.
func TestRetell(t *testing.T) {
	in := func(done feed.Verb, what string) (string, bool) {
		return strings.TrimSpace("[" + string(done) + "] " + what), done != feed.Superseded
	}
	for text, want := range map[string]string{
		"":                                 "",
		"/decide We build it":              "[decided] We build it",
		"/DECIDE\tWe build it  \nBecause.": "[decided] We build it\nBecause.",
		"Both do.\n\n /decide A\n/propose B\n/reject\nand more": "Both do.\n\n[decided] A\n[proposed] B\n[rejected]\nand more",
		"/supersede 0007 Rows go":                               "/supersede 0007 Rows go",
		"/decided it\na/b /decide no":                           "/decided it\na/b /decide no",
		"> /decide quoted\n```\n/decide code\n```\n    /decide": "> /decide quoted\n```\n/decide code\n```\n    /decide",
		"Written down:\r\n/decide It\r\nyes\r":                  "Written down:\r\n[decided] It\nyes\r",
	} {
		if got := decisions.Retell(text, in); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}

// A text without commands stays as it is, and one that was told in other words has none left.
func TestRetellAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(phrases)).Draw(t, "lines"), "\n")
		called := 0
		told := decisions.Retell(text, func(_ feed.Verb, what string) (string, bool) {
			called++
			return "So: " + what, true
		})
		if called == 0 && told != text {
			t.Fatalf("%q has no command, and is told as %q", text, told)
		}
		if strings.Count(told, "\n") != strings.Count(text, "\n") {
			t.Fatalf("%q has other lines: %q", text, told)
		}
		decisions.Retell(told, func(_ feed.Verb, what string) (string, bool) {
			t.Fatalf("%q is told with a command for %q", told, what)
			return "", false
		})
	})
}
