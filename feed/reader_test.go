package feed_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// What is new stays new for as long as somebody sits there, and no longer.
func TestLook(t *testing.T) {
	var l feed.Look
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		after time.Duration
		head  int64
		mark  int64
	}{
		{0, 10, 0},                     // the first time everything is new
		{10 * time.Minute, 20, 0},      // the page was loaded again
		{29 * time.Minute, 30, 0},      // and again
		{30 * time.Minute, 40, 30},     // coffee
		{time.Minute, 50, 30},          //
		{15 * time.Hour, 50, 50},       // a night in which nothing happened
		{29 * time.Minute, 60, 50},     //
		{365 * 24 * time.Hour, 70, 60}, // a sabbatical
		{time.Hour, 5, 70},             // another database
	} {
		at = at.Add(step.after)
		if l = l.Again(step.head, at); l.Mark != step.mark {
			t.Errorf("at %v, with %d in the log, everything up to %d is old, want %d", at, step.head, l.Mark, step.mark)
		}
	}
	if l = l.Read(75, at); l.Mark != 75 || !l.Marked.Equal(at) || l.Again(80, at.Add(time.Minute)).Mark != 75 {
		t.Errorf("after everything was read: %+v", l)
	}
}

func TestMark(t *testing.T) {
	old, fresh := feed.Entry{Seq: 7}, feed.Entry{Seq: 8}
	done, muted := feed.Mark{State: feed.Done, Seq: 7}, feed.Mark{State: feed.Muted, Seq: 7}
	for i, c := range []struct {
		mark feed.Mark
		of   feed.Entry
		want bool
	}{{done, old, true}, {done, fresh, false}, {muted, old, true}, {muted, fresh, true}, {feed.Mark{}, old, false}} {
		if got := c.mark.Hides(c.of); got != c.want {
			t.Errorf("%d: hidden %v, want %v", i, got, c.want)
		}
	}
}
