package commands_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/said"
)

// wrote is an entry whose text a person wrote on something of acme/api, and which decided something.
func wrote(text string) feed.Entry {
	return feed.Entry{Event: feed.Event{Verb: feed.Commented, Kind: feed.Decision, Text: text}, On: feed.Item{Key: "acme/api#7"}}
}

// Every command is told in words, wherever it is one, and everything else stays as it was written.
func TestInWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"/decide We build it":                "Decided: We build it",
		"/decide: We build it":               "Decided: We build it",
		"/DECIDE\tWe build it  \nBecause.":   "Decided: We build it\nBecause.",
		"/decide":                            "Decided.",
		"/propose Ask **everybody** first":   "Proposed: Ask **everybody** first",
		"/propose":                           "Proposed.",
		"/reject":                            "Rejected.",
		"/reject Too dear":                   "Rejected: Too dear",
		"/supersede":                         "Superseded.",
		"/supersede 0007":                    "0007 is superseded.",
		"/supersede 0007 Rows go":            "In place of 0007: Rows go",
		"/supersede ADR 0007 Rows go":        "In place of 0007: Rows go",
		"/supersede ADR-7, Rows go":          "In place of ADR-7: Rows go",
		"/supersede #12 Rows go":             "In place of #12: Rows go",
		"/supersede 0007 with #12":           "0007 is superseded with #12.",
		"/supersede 0007 by OPS-3, at last":  "0007 is superseded with OPS-3: at last",
		"/supersede with #12":                "Superseded with #12.",
		"/supersede by acme/web#3 and so on": "Superseded with acme/web#3: and so on",
		"/supersede see #12":                 "Superseded: see #12",
		"/by Thu 15:00, I travel before":     "Will answer by Thu 15:00, I travel before",
		"/By: tomorrow":                      "Will answer by tomorrow",
		"/by":                                "/by",

		"Both do.\n\n /decide A\n/propose B\n/reject\nand more": "Both do.\n\nDecided: A\nProposed: B\nRejected.\nand more",
		"/decided it\na/b /decide no\n/snooze 2d":               "/decided it\na/b /decide no\n/snooze 2d",
		"> /decide quoted\n```\n/decide code\n```\n    /decide": "> /decide quoted\n```\n/decide code\n```\n    /decide",
		"Written down:\r\n/decide It\r\nyes\r":                  "Written down:\r\nDecided: It\nyes\r",
	} {
		if got := commands.InWords(wrote(text)); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}

// What does not count is left as it was written.
func TestInWordsOfWhatDoesNotCount(t *testing.T) {
	for what, change := range map[string]func(*feed.Entry){
		"a program wrote it":        func(e *feed.Entry) { e.By.Bot = true },
		"it decided nothing":        func(e *feed.Entry) { e.Kind, e.Text = feed.Discussion, "/decide A" },
		"a description, no promise": func(e *feed.Entry) { e.Verb, e.Text = feed.Opened, "/by Thu" },
	} {
		e := wrote("/decide A\n/by Thu")
		change(&e)
		if got := commands.InWords(e); got != e.Text {
			t.Errorf("%s: %q is told as %q", what, e.Text, got)
		}
	}
	// On a card nobody knows which repository is meant.
	for text, want := range map[string]string{
		"/supersede #12 Rows go":   "Superseded: #12 Rows go",
		"/supersede 0007 with #12": "0007 is superseded with #12.",
	} {
		e := wrote(text)
		e.On.Key = ""
		if got := commands.InWords(e); got != want {
			t.Errorf("on a card %q is told as %q, want %q", text, got, want)
		}
	}
}

// A text keeps its lines, and one that was told in words has no command left but those that say nothing.
func TestInWordsOfAnything(t *testing.T) {
	phrases := []string{
		"", "Both do.", "> /decide no", "```", "    /reject", "<details>", "</details>", "/by", "/by Thu", "/decide", "/decide /reject", "/propose: A",
		"/supersede", "/supersede 0007 /decide", "/supersede with #12", "/supersede by /by Thu",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(phrases)).Draw(t, "lines"), "\n")
		told := commands.InWords(wrote(text))
		if strings.Count(told, "\n") != strings.Count(text, "\n") {
			t.Fatalf("%q has other lines: %q", text, told)
		}
		for l := range said.Lines(told) {
			if c, ok := commands.Read(l); ok && (c.Name != commands.By || c.What != "") {
				t.Fatalf("%q is told as %q, with the command %v", text, told, c)
			}
		}
	})
}

// Names of commands are read whatever their capitals, and only they are.
func TestRead(t *testing.T) {
	for _, name := range commands.Names() {
		for _, written := range []string{string(name), strings.ToUpper(string(name))} {
			c, ok := commands.Read(said.Line{Text: written + "  this and that"})
			if !ok || c != (commands.Command{Name: name, What: "this and that"}) {
				t.Errorf("%q is read as %v, %v", written, c, ok)
			}
			if c, ok := commands.Read(said.Line{Text: written + "x"}); ok {
				t.Errorf("%qx is read as %v", written, c)
			}
			if c, ok := commands.Read(said.Line{Text: written, Code: true}); ok {
				t.Errorf("in code %q is read as %v", written, c)
			}
		}
	}
}
