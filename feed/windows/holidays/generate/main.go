// Generate works out the table of public holidays from the rules in rules/. It runs in feed/windows/holidays:
//
//	go generate ./feed/windows/holidays
//
// # The rules
//
// A file holds a country. Lines that begin with # are comments, and say where the facts are from; a long line goes on in
// an indented one. First come the settings:
//
//	country DE Germany                the code and the English name
//	region BE Berlin                  a region; its code here is without that of the country
//	as-of 2026-07-23                  what was announced by then is in
//	until 2035                        the last year that can be known; without it the last of the table
//	settled 2026                      the last year that is settled; without it the same
//	weekend fri sat                   without it sat sun; matters only for days given instead
//	substitute {} (observed)          the name of a day given instead, {} being the name of the holiday
//	bridge 国民の休日                  the name of a day between two holidays, where that makes it a holiday too
//
// Then come the days, each as when: name; clauses. When is one of
//
//	05-01                             the same date each year
//	easter -2, orthodox +1            so many days from Easter Sunday, of the West or of the East
//	1st mon of 09, last mon of 05     also 2nd to 5th
//	mon on or after 06-20             also on or before, after, before, and nearest
//	pesach                            a series of series.txt
//	2024-07-05 2025-06-20 2027-03-10? dates, where nothing can be worked out; ? marks one that may still move
//
// and any of them may be followed by +1 or -2 days. The clauses are
//
//	in BE MV                          a day of these regions only
//	except SCT                        a day of the country but for these regions
//	from 2025, until 2024             years, both inclusive
//	only 2025 2028, skip 2026         years one by one
//	if mon fri                        only when it falls on such a weekday
//	move sun +1 tue wed -1            the holiday is on another day when it falls on such a weekday
//	also sat -1 sun +1                another day is free too when it falls on such a weekday
//	also sat sun next                 the same, and it is the next that is neither weekend nor holiday
//	also shared next                  the same, when it falls together with another holiday
//	tentative                         all its dates may still move
//
// Days given instead are worked out for each region by itself, from its own holidays and in the order of their dates.
package main

import (
	"flag"
	"log"
	"os"
)

// The years of the table.
const (
	first = 2024
	last  = 2035
)

func main() {
	rules := flag.String("rules", "rules", "the `folder` of the rules")
	out := flag.String("o", "table.txt", "the `file` to write")
	flag.Parse()
	text, err := generate(os.DirFS(*rules))
	if err == nil {
		err = os.WriteFile(*out, text, 0o644) //nolint:gosec // a source file, read by everybody
	}
	if err != nil {
		log.SetFlags(0)
		log.Fatal(err)
	}
}
