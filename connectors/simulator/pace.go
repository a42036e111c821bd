package simulator

import "time"

// A Pace turns the time on somebody's clock into the time of the world.
type Pace struct {
	// Clock and World were the same instant on the two: where the world's life begins.
	Clock, World time.Time
	// Speed is how many seconds pass in the world in one second of the clock: 1 is real time, 60 an hour a minute.
	Speed float64
	// InStep keeps the world from running ahead of the clock: it hurries until it has caught up, and then both go on
	// together.
	InStep bool
}

// At is the time of the world when the clock shows t.
func (p Pace) At(t time.Time) time.Time {
	at := p.World.Add(time.Duration(float64(t.Sub(p.Clock)) * p.Speed))
	if p.InStep && at.After(t) {
		return t
	}
	return at
}
