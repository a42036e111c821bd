package windows

import "time"

// Bytes is how much memory the table holds that covers an instant.
func (c *Calendar) Bytes(at time.Time) int {
	t := c.table(at.Unix(), at.Unix())
	return 4 * (cap(t.starts) + cap(t.worked) + cap(t.byTime) + cap(t.byWorked))
}
