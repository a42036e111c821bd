package feed

import "testing"

// TestInWords checks how the lengths of windows are said.
func TestInWords(t *testing.T) {
	for within, want := range map[string]string{
		"8wh": "8 working hours", "7.5 wh": "7.5 working hours", "1wh": "1 working hour",
		"1bd": "1 business day", "3 bd": "3 business days", "24h": "24 h", "90m": "1 h 30 min", "30m": "30 min", "1s": "1s", "soon": "soon", "": "",
	} {
		if got := InWords(within); got != want {
			t.Errorf("%q is %q in words, want %q", within, got, want)
		}
	}
}
