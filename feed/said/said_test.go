package said_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/said"
)

// What somebody says themselves is left, a line for each, joined here by bars.
func TestLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"Thanks!\r\n See you ":              "Thanks!|See you",
		"> why?\nno":                        "|no",
		"a\n```\nwhy?\n```\nb":              "a||||b",
		"```x``` is code":                   "```x``` is code",
		"~~~~\n```\nwhy?\n~~~\nstill\n~~~~": "|||||",
		"~~~\nnever ended":                  "|",
		"a\n<details>\nwhy?\n</details>\nb": "a||||b",
		"<details>\n<DETAILS>\n</details>\nwhy?\n</details>\nb": "|||||b",
		"<details>x</details>\nb":                               "|b",
		"<detailsheet> is none":                                 "<detailsheet> is none",
		"`<details>` is an element":                             "`<details>` is an element",
		"Is <code>x</code> well?":                               "Is <code>x</code> well?",
		"a\n<!-- why?\nwhy? --> b\nc":                           "a||b|c",
		"a <!-- why? --> b":                                     "a  b",
		"<blockquote>why?</blockquote>\nb":                      "|b",
		"    indented\n\tby a tab":                              "+indented|+by a tab",
	} {
		var got []string
		for l := range said.Lines(text) {
			if l.Code {
				l.Text = "+" + l.Text
			}
			got = append(got, l.Text)
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for line, want := range map[string]string{
		"use `x?` or ``y ` z?`` here": "use   or   here",
		"5` is no code":               "5 is no code",
	} {
		if got := (said.Line{Text: line}).Words(); got != want {
			t.Errorf("%q has the words %q, want %q", line, got, want)
		}
	}
}

// Whoever reads part of a text reads the same lines, and a text has as many lines as it has.
func FuzzLines(f *testing.F) {
	for _, s := range []string{"a\n```\nb\n```\nc", "<details>\n<!-- x\n--> y\n</details>", "> a\n\tb", "`a``b`", "~~~\r\n~~~"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, long := 0, 0
		for l := range said.Lines(text) {
			n++
			long += len(l.Text)
			if len(l.Words()) > len(l.Text) {
				t.Errorf("%q has more words than it says: %q", l.Text, l.Words())
			}
		}
		if n != 1+strings.Count(text, "\n") || long > len(text) {
			t.Errorf("%q has %d lines of %d bytes", text, n, long)
		}
	})
}
