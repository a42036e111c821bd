package reports

import (
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/windows"
)

// Verdicts counts them.
type Verdicts struct {
	InTime     int `json:"in_time"`
	Late       int `json:"late"`
	CannotTell int `json:"cannot_tell"`
	// Share is the part of those in time among those that can be told; nil where there are none.
	Share *float64 `json:"share,omitempty"`
}

func (v *Verdicts) add(verdict Verdict) {
	switch verdict {
	case InTime:
		v.InTime++
	case Late:
		v.Late++
	case CannotTell:
		v.CannotTell++
	}
	v.Share = share(v.InTime, v.InTime+v.Late)
}

// Asks are how many there are of all.
func (v *Verdicts) Asks() int { return v.InTime + v.Late + v.CannotTell }

// tried counts a group of asks by what is proposed.
type tried struct {
	would, agreed Verdicts
	answers       int
	// answered and open count the asks that can be told by the step that each would have needed, open ones at least.
	answered, open []int
}

func (t *tried) count(ask feed.AskEntry, v Verdict, need, steps int) {
	t.would.add(v)
	if !ask.Open() {
		t.answers++
	}
	if need == unknownNeed {
		return
	}
	if t.answered == nil {
		t.answered, t.open = make([]int, steps+1), make([]int, steps+1)
	}
	if ask.Open() {
		t.open[need]++
	} else {
		t.answered[need]++
	}
}

// enough is the shortest step by which at least so many of a hundred asks are in time: of those that were answered, and of
// those still open that would be late. It reports false where no step is long enough or nothing can be told.
func (t *tried) enough(percent int, steps []windows.Length) (windows.Length, bool) {
	told, late := 0, 0
	for i := range t.answered {
		told += t.answered[i]
		late += t.open[i]
	}
	if told == 0 {
		return windows.Length{}, false
	}
	inTime := 0
	for i, step := range steps {
		inTime += t.answered[i]
		late -= t.open[i]
		if inTime*100 >= percent*(told+late) {
			return step, true
		}
	}
	return windows.Length{}, false
}
