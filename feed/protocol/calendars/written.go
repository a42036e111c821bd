package calendars

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Written is a calendar as somebody wrote it down. Exactly one of Hours, TimeIntervals, Union, Intersection and Always says
// when it is open.
type Written struct {
	// Location is the zone in which hours are read, by its name: Europe/Berlin.
	Location string `yaml:"location" json:"location,omitempty"`
	// Hours are the intervals, such as 09:00-17:30, of a day or a range of days, such as monday:thursday.
	Hours map[string][]string `yaml:"hours" json:"hours,omitempty"`
	// TimeIntervals are Alertmanager's: it is open in any of them.
	TimeIntervals []TimeInterval `yaml:"time_intervals" json:"time_intervals,omitempty"`
	Holidays      []Holidays     `yaml:"holidays" json:"holidays,omitempty"`
	Exceptions    []Exception    `yaml:"exceptions" json:"exceptions,omitempty"`
	// Union and Intersection are the names of other calendars.
	Union        []string `yaml:"union" json:"union,omitempty"`
	Intersection []string `yaml:"intersection" json:"intersection,omitempty"`
	Always       bool     `yaml:"always" json:"always,omitempty"`

	at string // the path to it, if it is not among the calendars; see Paste
}

// Holidays are closed days: those of a country or region, of an iCalendar text, or on some dates.
type Holidays struct {
	Country string `yaml:"country" json:"country,omitempty"` // DE or DE-BE, from the built-in table
	ICS     string `yaml:"ics" json:"ics,omitempty"`         // a file, or an https address
	// Dates are dates or ranges of them, 2026-12-24..2027-01-01, and Name says why they are closed.
	Dates []string `yaml:"dates" json:"dates,omitempty"`
	Name  string   `yaml:"name" json:"name,omitempty"`
}

// MarshalJSON writes the holidays without what may be secret in an address: that stands there by a hash.
func (h Holidays) MarshalJSON() ([]byte, error) {
	type plain Holidays
	if Address(h.ICS) {
		sum := sha256.Sum256([]byte(h.ICS))
		h.ICS = Shown(h.ICS) + hex.EncodeToString(sum[:6])
	}
	return json.Marshal(plain(h))
}

// Exception is what holds on a date or a range of them in place of what else would. Without Hours and Closed it is closed.
type Exception struct {
	Date   string   `yaml:"date" json:"date,omitempty"`
	Hours  []string `yaml:"hours" json:"hours,omitempty"`   // in place of all others
	Closed []string `yaml:"closed" json:"closed,omitempty"` // taken away
	Name   string   `yaml:"name" json:"name,omitempty"`
}

// NamedIntervals are a calendar as Alertmanager has it in its own time_intervals section.
type NamedIntervals struct {
	Name          string         `yaml:"name" json:"name,omitempty"`
	TimeIntervals []TimeInterval `yaml:"time_intervals" json:"time_intervals,omitempty"`
}

// TimeInterval is one of Alertmanager's. It is open when all of its fields are met; one that is left out always is.
type TimeInterval struct {
	Times       []TimeRange `yaml:"times" json:"times,omitempty"`
	Weekdays    []string    `yaml:"weekdays" json:"weekdays,omitempty"`           // monday:friday
	DaysOfMonth []string    `yaml:"days_of_month" json:"days_of_month,omitempty"` // 1:5, or -3:-1 for the last three
	Months      []string    `yaml:"months" json:"months,omitempty"`               // january:march, or 1:3
	Years       []string    `yaml:"years" json:"years,omitempty"`                 // 2026:2028
	Location    string      `yaml:"location" json:"location,omitempty"`
}

// TimeRange is a part of a day, from a time such as 09:00 until just before another, at the latest 24:00.
type TimeRange struct {
	StartTime string `yaml:"start_time" json:"start_time,omitempty"`
	EndTime   string `yaml:"end_time" json:"end_time,omitempty"`
}

// Required are the keys that an exception cannot do without.
func (Exception) Required() []string { return []string{"date"} }

// Required are the keys that a named calendar cannot do without.
func (NamedIntervals) Required() []string { return []string{"name", "time_intervals"} }

// Required are the keys that a part of a day cannot do without.
func (TimeRange) Required() []string { return []string{"start_time", "end_time"} }

// parts are the names of the calendars that this one is made of.
func (w Written) parts() []string {
	if w.Union != nil {
		return w.Union
	}
	return w.Intersection
}

// ways are the settings that say when the calendar is open, of which there should be one.
func (w Written) ways() []string {
	var all []string
	for _, way := range []struct {
		name  string
		given bool
	}{
		{"hours", w.Hours != nil}, {"time_intervals", w.TimeIntervals != nil}, {"union", w.Union != nil},
		{"intersection", w.Intersection != nil}, {"always", w.Always},
	} {
		if way.given {
			all = append(all, way.name)
		}
	}
	return all
}
