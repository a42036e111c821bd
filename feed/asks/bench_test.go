package asks_test

import (
	"fmt"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
)

// working is an agreement of people with hours and holidays, whose windows are judged by rules.
const working = `
calendars:
  berlin: {location: Europe/Berlin, hours: {"monday:friday": ["09:00-12:30", "13:30-18:00"]}, holidays: [{country: DE-BE}]}
  auckland: {location: Pacific/Auckland, hours: {"monday:friday": ["08:30-17:00"]}, holidays: [{country: NZ}]}
people:
  - {name: Ana, calendar: berlin, accounts: {github: ana}}
  - {name: Ben, calendar: auckland, accounts: {github: ben}, away: ["2026-03-10..2026-03-12"]}
  - {name: Kim, calendar: berlin, accounts: {github: kim}}
teams: {core: [Ben, Kim]}
triage: core
waiting: {Review: reviewers}
windows:
  - {name: review, when: 'kind == "review"', within: 8wh}
  - {name: normal, within: 1bd, at_least: 24h}
`

// busy is an item to which n events happened, the last ones not answered.
func busy(id string, n int, from time.Time) (feed.Item, []feed.Entry) {
	item := feed.Item{ID: id, Kind: "pull_request", State: feed.StateOpen, Author: who("ana"), Reviewers: []feed.Account{who("ben")}, Created: from}
	log := make([]feed.Entry, n)
	turns := []feed.Event{
		{Verb: feed.Requested, By: who("ana"), To: []feed.Account{who("ben")}},
		{Verb: feed.Commented, By: who("ben"), To: []feed.Account{who("kim")}, Text: "@kim what do you think?"},
		{Verb: feed.Labeled, By: who("ana"), Into: "blocked"},
		{Verb: feed.Commented, By: who("kim"), Text: "We agreed on that.\nSee the other one, it says why at some length."},
		{Verb: feed.Unlabeled, By: who("ana"), From: "blocked"},
		{Verb: feed.ChangesRequested, By: who("ben"), Text: "Nearly."},
		{Verb: feed.Pushed, By: who("ana")},
	}
	for i := range log {
		e := turns[i%len(turns)]
		e.Key, e.Item, e.At = fmt.Sprintf("%s/%d", id, i), id, from.Add(time.Duration(i)*5*time.Hour)
		log[i] = feed.Entry{Event: e, Seq: int64(i + 1), Source: "api", Tool: "github", On: item}
	}
	return item, log
}

// BenchmarkDerive derives the asks of one item with a hundred events. It is to take less than 5 ms.
func BenchmarkDerive(b *testing.B) {
	item, log := busy("7", 100, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	p := agree(b, working)
	for b.Loop() {
		asks.Derive(item, log, p)
	}
}

// BenchmarkDeriveAll derives the asks of 100,000 items with ten events each, item by item. It is to take less than 60 s on
// one core, and no more memory than one item does.
func BenchmarkDeriveAll(b *testing.B) {
	p := agree(b, working)
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	peak := uint64(0)
	for b.Loop() {
		for i := range 100_000 {
			item, log := busy(fmt.Sprint(i), 10, time.Date(2026, 1, 2, 9, i%(90*24*60), 0, 0, time.UTC))
			asks.Derive(item, log, p)
			if i%1000 == 0 {
				metrics.Read(heap)
				peak = max(peak, heap[0].Value.Uint64())
			}
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/1M-events")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(0, "ns/op")
}
