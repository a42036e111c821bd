package store_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// BenchmarkArchive asks what subscriptions do: which edition it is, what an archive holds, and where the one before is,
// of what is common, rare, unknown and long past.
func BenchmarkArchive(b *testing.B) {
	eachFull(b, func(b *testing.B, db *store.DB) {
		head, err := db.Head(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.Run("edition", func(b *testing.B) {
			measure(b, func() error {
				_, err := db.Edition(b.Context(), feed.Edition{Name: "bench"}, benchTime)
				return err
			})
		})
		for name, f := range map[string]feed.Filter{
			"all": {}, "common": {Kinds: []feed.Kind{feed.Request}}, "rare": {Kinds: []feed.Kind{feed.Decision}},
			"none": {Kinds: []feed.Kind{feed.Flag}}, "past": {Sources: []string{"source-01"}},
		} {
			b.Run("numbered-"+name, func(b *testing.B) {
				measure(b, func() error {
					_, err := db.Numbered(b.Context(), f, head/2, head/2+200)
					return err
				})
			})
			b.Run("changed-"+name, func(b *testing.B) {
				measure(b, func() error {
					_, err := db.Changed(b.Context(), f, head-100, head+1)
					return err
				})
			})
			b.Run("before-"+name, func(b *testing.B) {
				measure(b, func() error {
					_, err := db.Nearest(b.Context(), f, head-100, false)
					return err
				})
			})
		}
	})
}
