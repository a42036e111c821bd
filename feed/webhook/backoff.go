package webhook

import (
	"hash/fnv"
	"strconv"
	"time"
)

// GiveUp is after how long without a receipt a subscriber is disabled.
const GiveUp = 5 * 24 * time.Hour

// pauses are those that the specification recommends.
var pauses = [...]time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute,
	2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// Backoff returns how long to wait after an attempt failed, the first being attempt 1: 5 seconds, 5 and 30 minutes, 2,
// 5, 10, 14, 20 and 24 hours, and 24 hours from then on.
func Backoff(attempt int) time.Duration {
	return pauses[min(max(attempt, 1), len(pauses))-1]
}

// Jittered is [Backoff] and up to a tenth of it more, so that those who failed together do not come back together. The
// same subscriber and attempt have the same pause.
func Jittered(subscriber string, attempt int) time.Duration {
	pause := Backoff(attempt)
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(subscriber + " " + strconv.Itoa(attempt)))
	return pause + pause/10*time.Duration(sum.Sum32()%1000)/1000
}
