package world

import (
	"time"
	_ "time/tzdata" // the zones of the team, on machines that have none installed
)

// A Person is somebody who acts: one of the team, somebody from outside, a program; or a group that is asked.
type Person struct {
	// Handle names the person in the log; @handle in a text means them.
	Handle string
	Name   string
	// Login is their account on GitHub, empty if it no longer exists.
	Login string
	// Email is their address, as the tools of the company know it. Empty for programs and people from outside.
	Email string
	// Role says what they do, in a few words.
	Role string
	// Country is where they live, by ISO 3166, with the region where its holidays differ: CA-BC. Who is simulated works on
	// holidays all the same.
	Country string
	// Zone is their clocks'; From and To are their working hours there, as time since midnight; Days are the days on
	// which they work. A program has none of these and acts at any hour.
	Zone     *time.Location
	From, To time.Duration
	Days     []time.Weekday
	Bot      bool
	// Outside says that the person does not belong to the company.
	Outside bool
	// Members makes this a group and lists the handles of who belongs to it. Groups are asked and never act.
	Members []string
}

// week is Monday to Friday.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// cast makes everybody who acts in the world: first the team of six, then people from outside, then groups and programs. Harbours
// are busiest at weekends, so two of the team work then and rest on other days.
func cast() ([]Person, error) {
	var err error
	zone := func(name string) *time.Location {
		loc, failed := time.LoadLocation(name)
		if failed != nil {
			err = failed
			return time.UTC
		}
		return loc
	}
	hours := func(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }
	lisbon, kolkata := zone("Europe/Lisbon"), zone("Asia/Kolkata")
	people := []Person{
		{Handle: "ines", Email: "ines@moorline.example", Name: "Inês Carvalho", Login: "inescarvalho", Role: "founder, backend",
			Zone: lisbon, Country: "PT", From: hours(9), To: hours(18), Days: week},
		{Handle: "duarte", Email: "duarte@moorline.example", Name: "Duarte Pinto", Login: "duartepinto", Role: "support and testing",
			Zone: lisbon, Country: "PT", From: hours(8.5), To: hours(17.5),
			Days: []time.Weekday{time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}},
		{Handle: "nikhil", Email: "nikhil@moorline.example", Name: "Nikhil Rao", Login: "nikhilrao", Role: "backend",
			Zone: kolkata, Country: "IN", From: hours(10), To: hours(19), Days: week},
		{Handle: "meera", Email: "meera@moorline.example", Name: "Meera Iyer", Login: "meera-iyer", Role: "backend, operations",
			Zone: kolkata, Country: "IN", From: hours(9), To: hours(17.5), Days: week},
		{Handle: "claire", Email: "claire@moorline.example", Name: "Claire Tremblay", Login: "clairetremblay", Role: "design and web",
			Zone: zone("America/Vancouver"), Country: "CA-BC", From: hours(9), To: hours(17),
			Days: []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday}},
		{Handle: "aroha", Email: "aroha@moorline.example", Name: "Aroha Ngata", Login: "arohangata", Role: "web",
			Zone: zone("Pacific/Auckland"), Country: "NZ", From: hours(8.5), To: hours(17), Days: week},

		{Handle: "magnus", Name: "Magnus Kvalheim", Login: "mkvalheim", Role: "harbour master, a customer", Outside: true,
			Zone: zone("Europe/Oslo"), From: hours(7), To: hours(21), Days: append([]time.Weekday{time.Saturday}, week...)},
		{Handle: "eilidh", Name: "Eilidh Munro", Login: "eilidh-m", Role: "writes a client for the API", Outside: true,
			Zone: zone("Europe/London"), From: hours(17), To: hours(23), Days: week},
		{Handle: "gone", Role: "somebody whose account was deleted", Outside: true,
			Zone: zone("Europe/Dublin"), From: hours(9), To: hours(22), Days: week},

		{Handle: "backend", Name: "Backend", Login: "backend", Role: "looks after the API", Members: []string{"ines", "nikhil", "meera"}},
		{Handle: "frontend", Name: "Frontend", Login: "frontend", Role: "looks after the web app", Members: []string{"claire", "aroha"}},

		{Handle: "deps", Name: "dependabot", Login: "dependabot[bot]", Role: "dependency updates", Bot: true},
		{Handle: "ci", Name: "moorline-ci", Login: "moorline-ci[bot]", Role: "previews and checks", Bot: true},
	}
	return people, err
}
