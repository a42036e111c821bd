package asks

import (
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// Used is how much of the time until an ask is due is used by now, in percent: of the time that counts, by the hours of whoever
// owes the response. It stands still while they do not work, and while the ask rests. hours are nil where nobody knows them: then
// every hour counts, as it does for windows of elapsed time.
func Used(ask feed.Ask, hours *calendars.Calendar, now time.Time) int {
	if ask.Due.IsZero() {
		return 0
	}
	clock := windows.Clock{Calendar: windows.Always(time.UTC), Paused: windows.Resting(ask.Paused)}
	within, err := windows.ParseLength(ask.Within)
	if hours != nil && (err != nil || within.NeedsCalendar()) {
		clock.Calendar = hours.Calendar
	}
	whole := clock.Elapsed(ask.Opened, ask.Due)
	if whole <= 0 || !now.Before(ask.Due) {
		return 100
	}
	return int(100 * clock.Elapsed(ask.Opened, now) / whole)
}
