package ics

import "time"

// day is the length of a day on the wall clock, in seconds. Days are longer or shorter only as instants.
const day = 24 * 60 * 60

// A Date is a day of the Gregorian calendar, without a zone: the number of days since 1 January 1970.
type Date int

// DateOf returns the date of a year, month and day. What is too much is carried over, as time.Date does.
func DateOf(year int, month time.Month, d int) Date {
	return Reading(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Unix()).Date()
}

// String writes the date as 2006-01-02.
func (d Date) String() string { return d.midnight().utc().Format(time.DateOnly) }

// midnight returns the reading with which the day begins.
func (d Date) midnight() Reading { return Reading(d) * day }

// A Reading is what a clock on the wall shows, date included and zone left out: seconds since it showed midnight of
// 1 January 1970, each day counted with 86,400 of them. Divided by 86,400 it is a [Date] and the seconds since midnight.
type Reading int64

// Date returns the day on which the clock shows the reading.
func (r Reading) Date() Date {
	d := r / day
	if r%day < 0 {
		d--
	}
	return Date(d)
}

// String writes the reading as 2006-01-02 15:04, with seconds where there are some.
func (r Reading) String() string { return written(r.utc()) }

// utc is the instant at which a clock in Greenwich shows the reading.
func (r Reading) utc() time.Time { return time.Unix(int64(r), 0).UTC() }

func written(t time.Time) string {
	if t.Second() != 0 {
		return t.Format(time.DateTime)
	}
	return t.Format("2006-01-02 15:04")
}
