package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is embedded is what the source says now, by the line that makes it.
func TestUpToDate(t *testing.T) {
	const top = "../../../../"
	for folder, file := range map[string]string{"cmd/internal/schema": "comments.go", "feed/api": "schema.go"} {
		source, err := os.ReadFile(top + folder + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		line := regexp.MustCompile(`(?m)^//go:generate go run \S+ -tag (\w+) -in (\S+)$`).FindSubmatch(source)
		if line == nil {
			t.Fatalf("%s/%s does not say how its comments are made", folder, file)
		}
		want, err := comments(os.DirFS(top), string(line[1]), strings.Split(string(line[2]), ","))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(top + folder + "/comments.json")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("comments.json is out of date; run go generate ./%s (-want +got):\n%s", folder, diff)
		}
	}
}

func TestWords(t *testing.T) {
	keys := map[string]string{"Token": "token", "HookSecret": "hook_secret"}
	for _, c := range []struct{ comment, subject, want string }{
		{"Token is what requests\nare made with.\n", "Token", "What requests are made with."},
		{"Token and HookSecret are secrets.\n", "", "token and hook_secret are secrets."},
		{
			"A Block is made of [feed.Verb].\n\nIt has\n\n  - one\n  - two\n    lines\n", "Block",
			"Made of feed.Verb.\n\nIt has\n\n- one\n- two lines",
		},
	} {
		if got := words(c.comment, keys, c.subject); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.comment, got, c.want)
		}
	}
}
