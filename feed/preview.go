package feed

import "time"

// A Preview is what is known of a video that somebody linked.
type Preview struct {
	// URL is where it is watched, always written in the same way.
	URL string
	// Title is what it is called, Length how long it takes; 0 where that is not known.
	Title  string
	Length time.Duration
	// Picture shows it. Its Name is empty where there is none, its Body where only the Preview is read.
	Picture Picture
	// Asked is when it was asked for, Problem why nothing is known of it. Empty where something is.
	Asked   time.Time
	Problem string
}

// A Picture is a small one that we serve ourselves.
type Picture struct {
	// Name is a hash of the Body: a picture never changes.
	Name string
	// Type is its media type: image/jpeg or image/webp.
	Type          string
	Width, Height int
	Body          []byte
}
