package github

import (
	"strings"
	"testing"
)

func TestCalled(t *testing.T) {
	for text, want := range map[string]string{
		"@ana can you look? cc @Ben, @ana":        "ana Ben",
		"(@ana) *@ben* @kim-w: @-x @a--b":         "ana ben kim-w a",
		"mail ana@example.com, see foo/@bar":      "",
		"`@ana` and\n> @ben said\n```\n@kim\n```": "",
		"@acme/core and @types/node":              "acme/core",
		"@ACME/core. Thanks @ana's":               "ACME/core ana",
		strings.Repeat("@ana ", 100):              "ana",
		"":                                        "",
		"@":                                       "",
	} {
		tr := &translator{name: "acme/api"}
		var got []string
		for _, a := range tr.called(text) {
			got = append(got, a.ID)
			if a.Group != strings.Contains(a.ID, "/") {
				t.Errorf("%q: %+v", text, a)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q calls %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}
