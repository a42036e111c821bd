package web

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
)

// TestKeyOf checks what items are called by for short.
func TestKeyOf(t *testing.T) {
	for _, tt := range []struct {
		on   feed.Item
		want string
	}{
		{feed.Item{Kind: "issue", Key: "acme/api#1", Title: "One"}, "acme/api#1"},
		{feed.Item{Kind: decisionRecord, Key: "acme/api/docs/decisions/0016-cents.md", Title: "Cents"}, "0016"},
		{feed.Item{Kind: decisionRecord, Key: "acme/api/docs/decisions/cents.md", Title: "Cents"}, "cents.md"},
		{feed.Item{Kind: decisionRecord, Key: "acme/api/docs/decisions/all-in-cents.md", Title: "Cents"}, "all-in-cents.md"},
		{feed.Item{Kind: decisionRecord, Key: "acme/api/docs/decisions/0016-cents.md"}, "acme/api/docs/decisions/0016-cents.md"},
	} {
		if got := keyOf(tt.on); got != tt.want {
			t.Errorf("%v is called %q, want %q", tt.on, got, tt.want)
		}
	}
}
