package main

import "time"

// easter is Easter Sunday of the Gregorian calendar, by the rule that Meeus, Jones and Butcher wrote down.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(year, n/31, n%31+1)
}

// orthodox is Easter Sunday of the Julian calendar, by the rule of Meeus, as a date of the Gregorian one. The two are 13
// days apart from 1900 to 2099.
func orthodox(year int) time.Time {
	a, b, c := year%4, year%7, year%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	n := d + e + 114
	return date(year, n/31, n%31+1+13)
}
