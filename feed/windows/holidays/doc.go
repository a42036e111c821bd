// Package holidays is the built-in table of public holidays: for 2024 to 2035, by country and, where it matters, by region.
//
// # What is a holiday here
//
// A public holiday is a day on which offices in the place are generally closed, by law or by the yearly decree of its
// government. Half days, shop closing days, bank-only and school holidays, optional and restricted holidays and days kept
// by one religion or trade only are none. A holiday that falls on a weekend is listed on its own date; where the place
// moves it, or gives another day for it, that day is listed too.
//
// A place is a country ("DE": what is free in all of it) or one of its regions ("DE-BE": what is free in the country and
// there, without the days that the region does not keep). Codes are those of ISO 3166, with the last part of ISO 3166-2.
//
// A name is what the day is called there, in the main language of the country; for other than Latin letters English
// follows in brackets. Days of countries that write Hebrew or Arabic have their usual Latin spelling. Two holidays on one
// day are one [Holiday] with both names.
//
// # How sure it is
//
// [Place] says up to which year a place is answered for, and up to which year its days are settled. After that the table
// has the days that the law itself gives; a government that moves, bridges or adds days by decree may still do so. A
// place whose days nobody can know beyond a year is not answered for beyond it: [In] says so, and never lacks a day
// silently. A [Holiday] that depends on the sighting of the moon is Tentative, as it may move by a day: so are Islamic
// days that are not yet announced.
//
// # Where it comes from
//
// The facts are in rules/, one file for each country, which names the laws and decrees behind them and says what is not
// sure. The gazettes were not read one by one: the rules were compared with the public table of vacanza/holidays as of
// July 2026, and where the two differ in something that matters the rules say what was chosen. A test compares them with
// github.com/rickar/cal, and wants a reason for every difference.
//
// The program in generate/ works the rules out into table.txt, which is embedded; a test compares the two. [Version]
// names the state of the table for operators: the day up to which announcements are in it, and the beginning of its
// checksum.
//
// # What it does not know
//
// Holidays of single cities and communes (Augsburg, Zürich's Sechseläuten, the local days of Spain); days that a
// government declares once after the table was made, such as for elections and mourning; the make-up working days of
// China and others, who work on a weekend for a longer break. Write those into the calendar as dates.
//
// The package reads no clock and no file, and imports windows and the standard library.
package holidays

//go:generate go run ./generate
