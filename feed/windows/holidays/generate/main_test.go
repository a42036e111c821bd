package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTable checks that the table in the repository is what the rules give.
func TestTable(t *testing.T) {
	want, err := generate(os.DirFS("../rules"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../table.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("table.txt is not what the rules give; run go generate ./feed/windows/holidays (- rules, + table)\n%s", diff)
	}
}
