package reports

import (
	"slices"
	"time"
)

// Seconds is a length of time as programs are told it.
type Seconds int64

// Duration is the same as Go has it.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// A Row is what is said of a group of asks.
type Row struct {
	// Name is that of the group: a kind of ask, a tool, a team, a window, a week such as 2026-W09; "all" of all.
	Name string `json:"name"`
	// Asked are all asks of the group: those that were answered, withdrawn or handed off, and those that are open.
	Asked     int `json:"asked"`
	Answered  int `json:"answered"`
	Withdrawn int `json:"withdrawn"`
	HandedOff int `json:"handed_off"`
	Open      int `json:"open"`
	// Of the answered ones, InTime were within their window; of Untold nobody can tell.
	InTime int `json:"in_time"`
	Untold int `json:"untold"`
	// Share is the part of those in time among the answered ones that can be told; nil where there are none.
	Share *float64 `json:"share,omitempty"`
	// Flagged are the open ones that are past their window.
	Flagged int `json:"flagged"`
	// Promised are the answered ones whose responder had said until when, Kept those that came by then.
	Promised int `json:"promised"`
	Kept     int `json:"kept"`
	// First is the working time to the first response that somebody owed somebody on an item, Next that to later ones.
	First Spread `json:"first"`
	Next  Spread `json:"next"`
	// Uncounted are the answered ones that are in neither, because nobody knows when their responder works.
	Uncounted int `json:"uncounted"`
	// Held is the elapsed time that all of them spent in pauses.
	Held Seconds `json:"held_seconds"`
	// Approvals are the open ones of the kinds approval, merge and decision.
	Approvals int `json:"approvals"`
	// Small says that fewer than five were answered: too few to conclude anything.
	Small bool `json:"small"`
}

// few is below how many answers a group is small.
const few = 5

// A Spread is how some lengths of working time are spread: half of them are not above the median, nine in ten not above the
// 90th percentile. Both are lengths that occurred.
type Spread struct {
	Count  int     `json:"count"`
	Median Seconds `json:"median_seconds"`
	P90    Seconds `json:"p90_seconds"`
}

// spread sorts what it is given.
func spread(all []int32) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	return Spread{len(all), Seconds(all[rank(len(all), 50)]), Seconds(all[rank(len(all), 90)])}
}

// rank is the place of a percentile among so many that are sorted, by the nearest rank.
func rank(n, percent int) int { return (n*percent+99)/100 - 1 }

// share is a part of a whole, nil of nothing.
func share(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	s := float64(part) / float64(whole)
	return &s
}
