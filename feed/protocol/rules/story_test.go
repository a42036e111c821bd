package rules_test

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is said now to testdata, to be read before it is committed")

// A line of testdata is a rule, and under it what is said of it.
type line struct{ rule, said string }

func read(t testing.TB, name string) (lines []line) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for text := range strings.Lines(string(data)) {
		text = strings.TrimSuffix(text, "\n")
		if said, ok := strings.CutPrefix(text, "\t"); ok && len(lines) > 0 {
			lines[len(lines)-1].said = said
		} else {
			lines = append(lines, line{rule: text})
		}
	}
	return lines
}

// compare checks what is said of every rule of a file.
func compare(t *testing.T, name string, say func(rule string) string) {
	t.Helper()
	var now strings.Builder
	for _, l := range read(t, name) {
		got := say(l.rule)
		now.WriteString(l.rule + "\n\t" + got + "\n")
		if got != l.said && !*update {
			t.Errorf("%s\n got  %s\n want %s", l.rule, got, l.said)
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
