package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func TestSearch(t *testing.T) {
	texts := map[string]string{
		"quote":  `She said: "the clock's hands' length", and left.`,
		"code":   "func main() { fmt.Println(`x`) } // NOT a AND b OR c NEAR/3 d",
		"url":    "see https://clock.example.com/a/b?c=d#frag and mail ana@example.com",
		"han":    "時計が逆に動く",
		"accent": "Die Uhr läuft RÜCKWÄRTS, naïve Größe",
		"snake":  "set clock_skew_seconds=3600 in config.yaml v1.2.3",
		"emoji":  "🕐 works 👍🏽 for me",
		"marks":  "kprogress \uE000kprogress \uE000vopened \uE000. hidden",
		"long":   strings.Repeat("tick ", 13_000) + "tock",
		"wide":   strings.Repeat("x", 5000),
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		var page feed.Page
		for key, text := range texts {
			page.Events = append(page.Events, comment(key, "1", ana, 1, text))
		}
		page.Items = []feed.Item{issue("1", "Backwards", at(1))}
		s.commit("api", page)
		for query, want := range map[string]string{
			`clock`: "quote url snake", `CLOCK`: "quote url snake", `clock's`: "quote", `"clock s hands"`: "quote", `hands clock`: "quote",
			`"hands clock"`: "", `clock -quote`: "quote url snake", `clock -hands`: "url snake", `clock -"clock skew"`: "quote url",
			`not`: "code", `AND OR NOT`: "code", `NEAR/3`: "code", `clock OR config`: "", `main()`: "code", "`x`": "code",
			`https://clock.example.com/a/b`: "url", `ana@example.com`: "url", `example`: "url", `words:clock`: "", `clo*`: "", `^clock`: "quote url snake",
			`逆に`: "han", `時計`: "han", `計時`: "", `rückwärts`: "accent", `RÜCKWÄRTS größe`: "accent", `clock_skew_seconds`: "snake", `skew`: "snake",
			`v1.2.3`: "snake", `"2 3"`: "snake", `3.2`: "", `"backwards she"`: "", `backwards she`: "quote", `tock`: "", `tick`: "long",
			strings.Repeat("x", 70): "wide", strings.Repeat("x", 63): "", `hidden kprogress`: "marks", `"`: "*", `""`: "*", `-`: "*", `- -`: "*",
			`***`: "*", `🕐`: "*", "\uE000kprogress": "marks", "-\uE000kdiscussion": "*", `'; drop table events; --`: "", `\`: "*", `'`: "*",
			`clock & hands`: "quote", `clock | hands`: "quote", `!clock`: "quote url snake", `(clock`: "quote url snake", `clock:*`: "quote url snake",
			`clock <-> s`: "quote", "clo\x00ck": "quote url snake", "\xff\xfe": "*", `-clock -tick -x -func -see -works -kprogress -逆 -uhr`: "wide",
			strings.Repeat("clock ", 500): "quote url snake", strings.Repeat(`"`, 999): "*", strings.Repeat("-", 99) + "clock": "code han accent emoji marks long wide",
		} {
			got := map[string]bool{}
			for _, e := range s.events(feed.Filter{Query: query}) {
				got[e.Key] = true
			}
			if want == "*" {
				want = strings.Join(slices.Collect(maps.Keys(texts)), " ")
			}
			wanted := map[string]bool{}
			for key := range strings.FieldsSeq(want) {
				wanted[key] = true
			}
			s.equal("found by "+query[:min(len(query), 60)], got, wanted)
		}
		s.equal("by a mark in a text", len(s.events(feed.Filter{Verbs: []feed.Verb{feed.Opened}})), 0)
	})
}

func FuzzSearch(f *testing.F) {
	db := storetest.SQLite(f)
	for _, seed := range []string{`a "b c" -d`, `"`, `-"`, `NOT`, "\uE000k", `a" OR "b`, "é-è", `''`, `\x`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := db.Events(t.Context(), feed.Filter{Query: query}, 0, 10); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	})
}
