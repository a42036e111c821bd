package windows

import (
	"iter"
	"time"
)

// BusinessDays is when the n-th working day closes after the one on which counting begins, which is day 0: the day of start,
// or of the next opening where the calendar is closed then. It reports false where there are not as many within ten years.
//
// A shift belongs to the day on which it begins, in the calendar's zone; where work goes on for longer than a day, each day
// ends at its midnight.
func (c *Calendar) BusinessDays(start time.Time, n int) (time.Time, bool) {
	second, _ := within(start)
	var day Date // the last one met
	closing, days := int64(0), -1
	for s := range c.runs(second) {
		for piece := range c.pieces(s, second) {
			if d := DateOf(time.Unix(piece.start, 0).In(c.zone)); days < 0 || d != day {
				if days == n {
					return time.Unix(closing, 0).UTC(), true
				}
				day, days = d, days+1
			}
			closing = piece.end
		}
	}
	if days < n {
		return time.Time{}, false
	}
	return time.Unix(closing, 0).UTC(), true
}

// pieces are a run as days have it: whole where it lasts for a day at most, else cut at midnights. Those that are over at an
// instant are left out.
func (c *Calendar) pieces(run stretch, after int64) iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		if run.end-run.start <= daySeconds {
			yield(run)
			return
		}
		for run.start = max(run.start, min(after, run.end)); run.start < run.end; {
			end := min(c.midnight(run.start), run.end)
			if !yield(stretch{run.start, end}) {
				return
			}
			run.start = end
		}
	}
}

// midnight is when the day of an instant is over in the calendar's zone: the first instant of another date.
func (c *Calendar) midnight(second int64) int64 {
	t := time.Unix(second, 0).In(c.zone)
	year, month, day := t.Date()
	other := func(s int64) bool { return DateOf(time.Unix(s, 0).In(c.zone)) != DateOf(t) }
	end := time.Date(year, month, day+1, 0, 0, 0, 0, c.zone).Unix()
	if end > second && other(end) && !other(end-1) {
		return end
	}
	low, high := second, second+2*daySeconds // where the clocks change at midnight
	for high-low > 1 {
		if middle := low + (high-low)/2; other(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
