package simulator

import "time"

// A Pace turns the time on somebody's clock into the time of the world.
type Pace struct {
	// Clock and World were the same instant on the two: where the world's life begins.
	Clock, World time.Time
	// Speed is how many seconds pass in the world in one second of the clock: 1 is real time, 60 an hour a minute.
	Speed float64
}

// At is the time of the world when the clock shows t.
func (p Pace) At(t time.Time) time.Time {
	return p.World.Add(time.Duration(float64(t.Sub(p.Clock)) * p.Speed))
}

// Date is what the clock shows when it is at in the world.
func (p Pace) Date(at time.Time) time.Time {
	return p.Clock.Add(time.Duration(float64(at.Sub(p.World)) / p.Speed)).UTC().Truncate(time.Second)
}
