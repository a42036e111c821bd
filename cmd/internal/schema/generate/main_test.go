package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is embedded is what the source says now.
func TestUpToDate(t *testing.T) {
	want, err := comments(os.DirFS("../../../.."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../comments.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("comments.json is out of date; run go generate ./cmd/internal/schema (-want +got):\n%s", diff)
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
