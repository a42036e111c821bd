package rules_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

func TestWords(t *testing.T) {
	compare(t, "testdata/words.txt", func(rule string) string {
		r, err := rules.Compile(rule, rules.Known{})
		if err != nil {
			return err.Error()
		}
		return r.Words()
	})
}

// TestWordsOfKinds checks that every kind of ask has its word.
func TestWordsOfKinds(t *testing.T) {
	said := map[string]feed.AskKind{}
	for _, kind := range feed.AskKinds() {
		r, err := rules.Compile(`kind == "`+string(kind)+`"`, rules.Known{})
		if err != nil {
			t.Fatal(err)
		}
		words := r.Words()
		if other, twice := said[words]; twice || words == "responses of the kind "+string(kind) {
			t.Errorf("%s: said as %q, as %q is", kind, words, other)
		}
		said[words] = kind
	}
}
