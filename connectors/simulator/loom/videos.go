package loom

import "time"

// A Video is one that somebody of the team recorded.
type Video struct {
	ID, Title string
	Length    time.Duration
}

// Videos returns the team's videos.
func Videos() []Video {
	return []Video{
		{"6b1f0c3a9d2e47858e51a7c0d4f29b63", "Colours after what they mean: every page, light and dark", 134 * time.Second},
		{"c47d92e05a8b4f1396f0d31b7ea5824c", "The arrivals sheet on the worst printer in Kinsale", 48 * time.Second},
		{"18e5a6f7b3c04d92a1d87f4e6c90b25d", "Photos that come out lying on their side", 31 * time.Second},
		{"f90a3b5c7d1e4286b8c4e2d6a0597f13", "The map at night, before and after", 95 * time.Second},
		{"2d8c4e6a0b7f49139c5e1f3a7d6b8042", "How it goes wrong, as support sees it", 72 * time.Second},
		{"a35f7e9b1d0c4826b7e4c8d2f6091a5e", "A slow list, with the clock beside it", 3729 * time.Second},
	}
}
