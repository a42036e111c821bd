package reports

import (
	"fmt"
	"strings"
	"time"
)

// A Bucket counts asks that took about as long: so much working time, a day being eight hours of it.
type Bucket struct {
	Name string `json:"name"`
	// Answered took so long, Open at least.
	Answered int `json:"answered"`
	Open     int `json:"open"`
}

// bounds are the longest times of all buckets but the last.
var bounds = [...]time.Duration{time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 40 * time.Hour}

var bucketNames = [len(bounds) + 1]string{"0–1 h", "1–2 h", "2–4 h", "4–8 h", "1–2 d", "2–5 d", "more"}

func bucketOf(all []Bucket, took time.Duration) *Bucket {
	for i, bound := range bounds {
		if took <= bound {
			return &all[i]
		}
	}
	return &all[len(bounds)]
}

// Along is where in the buckets so much working time lies: 2.5 is in the middle of the third. What is longer than all bounds is
// in the middle of the last.
func Along(took time.Duration) float64 {
	lower := time.Duration(0)
	for i, upper := range bounds {
		if took <= upper {
			return float64(i) + float64(took-lower)/float64(upper-lower)
		}
		lower = upper
	}
	return float64(len(bounds)) + 0.5
}

func (b *Bucket) add(open bool) {
	if open {
		b.Open++
	} else {
		b.Answered++
	}
}

// widest is how many signs the longest bar of a histogram has.
const widest = 40

// histogram draws buckets as bars, # for what was answered and - for what is open, both on one scale.
func histogram(b *strings.Builder, buckets []Bucket) {
	most := 1
	for _, c := range buckets {
		most = max(most, c.Answered+c.Open)
	}
	scale := max(1, float64(most)/widest)
	length := func(n int) int {
		if n == 0 {
			return 0
		}
		return max(1, int(float64(n)/scale+0.5))
	}
	for _, c := range buckets {
		fmt.Fprintf(b, "  %-8s  %s%s", c.Name, strings.Repeat("#", length(c.Answered)), strings.Repeat("-", length(c.Open)))
		switch {
		case c.Open > 0:
			fmt.Fprintf(b, " %d, and %d open", c.Answered, c.Open)
		case c.Answered > 0:
			fmt.Fprintf(b, " %d", c.Answered)
		}
		b.WriteString("\n")
	}
}
