package seal_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/seal"
)

func read(t *testing.T, texts ...string) seal.Keys {
	t.Helper()
	keys, err := seal.Read(texts...)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// What was sealed is opened by its key alone, in its place alone, and only as it is.
func TestOpen(t *testing.T) {
	old, fresh := seal.New(), seal.New()
	const place = "sources.kept of board"
	sealed := read(t, old).Seal("a secret of the tool", place)
	if strings.Contains(sealed, "secret") || sealed == read(t, old).Seal("a secret of the tool", place) {
		t.Errorf("sealed as %s, always", sealed)
	}
	other := "A"
	if sealed[30:31] == other {
		other = "B"
	}
	for _, c := range []struct {
		name   string
		keys   seal.Keys
		sealed string
		place  string
		wrong  string
	}{
		{"with its key", read(t, old), sealed, place, ""},
		{"with a newer key before it", read(t, fresh, old), sealed, place, ""},
		{"with another key", read(t, fresh), sealed, place, "which is none of those that are given"},
		{"without a key", nil, sealed, place, "which is none of those that are given"},
		{"in another row", read(t, old), sealed, "sources.kept of api", "moved it here"},
		{"changed", read(t, old), sealed[:30] + other + sealed[31:], place, "somebody changed it"},
		{"shortened", read(t, old), sealed[:40], place, "somebody changed it"},
		{"cut off", read(t, old), sealed[:seal.Lead], place, "it is not sealed"},
		{"not base64", read(t, old), sealed[:seal.Lead+1] + "~", place, "somebody changed it"},
		{"plain", read(t, old), "a secret of the tool", place, "it is not sealed"},
		{"nothing", read(t, old), "", place, "it is not sealed"},
	} {
		got, err := c.keys.Open(c.sealed, c.place)
		switch {
		case c.wrong == "" && (err != nil || got != "a secret of the tool"):
			t.Errorf("%s: %q, %v", c.name, got, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong) || got != ""):
			t.Errorf("%s: %q, %v; want %s", c.name, got, err, c.wrong)
		}
	}
}

func TestRead(t *testing.T) {
	for text, wrong := range map[string]string{
		"":                      "and this has 0",
		"c2hvcnQ=":              "and this has 5",
		"correct horse battery": "this is not base64",
	} {
		if _, err := seal.Read(seal.New(), text); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v, want %s", text, err, wrong)
		}
	}
	key := seal.New()
	if a, b := read(t, key).Names()[0], read(t, key+"\n", seal.New()).Names(); len(a) != 8 || b[0] != a || b[1] == a {
		t.Errorf("the names are %s and %s", a, b)
	}
}
