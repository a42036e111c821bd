package webhook

import "time"

// pauses are those that the specification recommends.
var pauses = [...]time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute,
	2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// Backoff returns how long to wait after an attempt failed, the first being attempt 1: 5 seconds, 5 and 30 minutes, 2,
// 5, 10, 14, 20 and 24 hours, and 24 hours from then on. The caller adds the jitter.
func Backoff(attempt int) time.Duration {
	return pauses[min(max(attempt, 1), len(pauses))-1]
}
