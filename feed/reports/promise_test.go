package reports_test

import (
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
)

// A promise is measured on its own: whether it was kept, whatever the window was.
func TestPromises(t *testing.T) {
	var l reports.Ledger
	for i, ended := range []string{"2026-03-03 12:00", "2026-03-03 12:01", "2026-03-02 09:00"} {
		a := feed.AskEntry{Tool: "github"}
		a.ID, a.Kind, a.State = ended, feed.Review, feed.AskAnswered
		a.Opened, a.Ended, a.Agreed = at("2026-03-02 09:00"), at(ended), at("2026-03-02 10:00")
		if a.Due = a.Agreed; i < 2 {
			a.Promised, a.Due = at("2026-03-03 12:00"), at("2026-03-03 12:00")
		}
		l.Put(a)
	}
	if all := l.Report(reports.Options{Now: now}).All; all.Promised != 2 || all.Kept != 1 || all.InTime != 1 {
		t.Errorf("%d promised, %d kept, %d in time; want 2, 1, 1", all.Promised, all.Kept, all.InTime)
	}
}
