package feed

import (
	"errors"
	"time"
)

// A Call is a request of a program to change something, under a key by which the program can make it again: it is done once.
type Call struct {
	// By is who made it, in words that are nobody else's, and Key what they call it.
	By, Key string
	// What tells apart what is asked for: the same key is not for another thing.
	What string
	At   time.Time
}

var (
	// ErrCallRunning says that the same call is being done.
	ErrCallRunning = errors.New("it is being done")
	// ErrCallOther says that the key was used for something else.
	ErrCallOther = errors.New("the key was used for something else")
)
