package main

import (
	"math"
	"os"
	"testing"
	"time"
)

// TestMoon compares the lunisolar days with the new moons: the n-th day of a month is n − 1 days after that on which the
// moon is new in Beijing.
func TestMoon(t *testing.T) {
	series := sharedSeries(t)
	beijing := newMoons(8)
	for name, nth := range map[string]int{
		"spring-festival": 1, "buddha": 8, "dragon-boat": 5, "mid-autumn": 15, "double-ninth": 9,
	} {
		for year := first; year <= last; year++ {
			days := series[name](year)
			if len(days) != 1 {
				t.Errorf("%s: %d days in %d", name, len(days), year)
				continue
			}
			if begin := days[0].date.AddDate(0, 0, 1-nth); !beijing[begin] {
				t.Errorf("%s of %d is %s, but the moon is not new on %s", name, year,
					days[0].date.Format(time.DateOnly), begin.Format(time.DateOnly))
			}
		}
	}
	// Korea is an hour ahead: its year begins a day later in 2027 and 2028.
	seoul := newMoons(9)
	for _, seollal := range []time.Time{date(2027, 2, 7), date(2028, 1, 27), date(2030, 2, 3)} {
		if !seoul[seollal] {
			t.Errorf("the moon is not new in Seoul on %s", seollal.Format(time.DateOnly))
		}
	}
}

// TestHebrew compares the Hebrew days with each other and with the arithmetic of that calendar.
func TestHebrew(t *testing.T) {
	series := sharedSeries(t)
	for year := first; year <= last; year++ {
		pesach, newYear := series["pesach"](year), series["rosh-hashanah"](year)
		if len(pesach) != 1 || len(newYear) != 1 {
			t.Fatalf("%d has %d and %d days", year, len(pesach), len(newYear))
		}
		if got := newYear[0].date.Sub(pesach[0].date); got != 163*24*time.Hour {
			t.Errorf("%d: from Pesach to Rosh Hashanah are %v", year, got)
		}
		if got, want := newYear[0].date, tishri(year); !got.Equal(want) {
			t.Errorf("Rosh Hashanah of %d is %s, want %s", year, got.Format(time.DateOnly), want.Format(time.DateOnly))
		}
	}
}

func sharedSeries(t *testing.T) map[string]when {
	t.Helper()
	series, err := readSeries(os.DirFS("../rules"))
	if err != nil {
		t.Fatal(err)
	}
	return series
}

// tishri is the first day of the Hebrew year that begins in a Gregorian one.
func tishri(gregorian int) time.Time {
	year := gregorian + 3761
	days := molad(year)
	// Two of the four rules keep years from being too long or too short.
	switch {
	case molad(year+1)-days == 356:
		days += 2
	case days-molad(year-1) == 382:
		days++
	}
	return date(1970, 1, 1).AddDate(0, 0, days-2092590)
}

// molad is the day of the mean new moon of a Hebrew new year, counted from the first. It is put off when it is a Sunday, a
// Wednesday or a Friday; that it is when the moon is new in the afternoon is in the number of parts of the first.
func molad(year int) int {
	months := (235*year - 234) / 19
	days := 29*months + (12084+13753*months)/25920
	if 3*(days+1)%7 < 3 {
		days++
	}
	return days
}

// newMoons are the days on which the moon is new in a zone, by chapter 49 of Meeus, Astronomical Algorithms: to the minute.
func newMoons(zone float64) map[time.Time]bool {
	days := map[time.Time]bool{}
	for k := 290.0; k < 460; k++ {
		c := k / 1236.85
		e := 1 - 0.002516*c - 0.0000074*c*c
		sun := 2.5534 + 29.10535670*k
		moon := 201.5643 + 385.81693528*k + 0.0107582*c*c
		node := 160.7108 + 390.67050284*k - 0.0016118*c*c
		omega := 124.7746 - 1.56375588*k
		j := 2451550.09766 + 29.530588861*k + 0.00015437*c*c
		for _, term := range [][5]float64{
			{-0.40720, 0, 0, 1, 0}, {0.17241, 1, 1, 0, 0}, {0.01608, 0, 0, 2, 0}, {0.01039, 0, 0, 0, 2},
			{0.00739, 1, -1, 1, 0}, {-0.00514, 1, 1, 1, 0}, {0.00208, 2, 2, 0, 0}, {-0.00111, 0, 0, 1, -2},
			{-0.00057, 0, 0, 1, 2}, {0.00056, 1, 1, 2, 0}, {-0.00042, 0, 0, 3, 0}, {0.00042, 1, 1, 0, 2},
			{0.00038, 1, 1, 0, -2}, {-0.00024, 1, -1, 2, 0},
		} {
			j += term[0] * math.Pow(e, term[1]) * sin(term[2]*sun+term[3]*moon+term[4]*node)
		}
		j -= 0.00017 * sin(omega)
		j += 0.000325*sin(299.77+0.107408*k) + 0.000165*sin(251.88+0.016321*k) + 0.000164*sin(251.83+26.651886*k)
		const behind = 75.0 / 86400 // of Universal Time, in days
		local := j - behind + zone/24
		days[date(1970, 1, 1).AddDate(0, 0, int(math.Floor(local-2440587.5)))] = true
	}
	return days
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
