package holidays

import "testing"

// BenchmarkFirst is the first question about a country: the table is looked through, and the country's days are read.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		t := read(text)
		if days := t.countries["DE"].days(); days["DE-BE"] == nil {
			b.Fatal("Berlin is missing")
		}
	}
}
