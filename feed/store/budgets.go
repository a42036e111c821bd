package store

import (
	"context"
	"fmt"
	"time"
)

// Take takes n requests from the budget of that name, which all processes share, and returns from when on they may be made:
// now or later. The budget grows by one request in every interval, to at most burst. Whoever takes more than there is waits
// for it, and those who come later wait behind. What is taken and not used is lost.
//
// The time is the caller's. One whose clock is ahead takes earlier, but not more.
func (db *DB) Take(
	ctx context.Context, name string, n int, interval time.Duration, burst int, now time.Time,
) (time.Time, error) {
	cost := time.Duration(n) * interval
	spent, err := one[int64](db.write.QueryRowContext(ctx, `insert into budgets (name, spent) values ($1, $3)
		on conflict (name) do update set spent = case when budgets.spent > $2 then budgets.spent + $4 else $3 end returning spent`,
		name, micros(now), micros(now)+cost.Microseconds(), cost.Microseconds()))
	if err != nil {
		return time.Time{}, fmt.Errorf("take from a budget: %w", err)
	}
	from := instant(spent).Add(-time.Duration(burst) * interval)
	if from.Before(now) {
		return now, nil
	}
	return from, nil
}
