package commitment

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// remark is where what follows is for people to read.
var remark = regexp.MustCompile(`[,;(]|[.!]?\s+[-–—]\s|[.!](\s|$)`)

// filler are words that change nothing.
var filler = []string{"at", "on", "this", "of", "until", "by"}

// words are those of a text that matter, in lower case.
func words(text string) []string {
	text = strings.ToLower(strings.ReplaceAll(text, ",", " "))
	text = strings.ReplaceAll(text, "\u00a0", " ")
	all := slices.DeleteFunc(strings.Fields(text), func(w string) bool { return slices.Contains(filler, w) })
	for i := 0; i+1 < len(all); i++ {
		if all[i] == "end" && all[i+1] == "day" {
			all = slices.Replace(all, i, i+2, "eod")
		}
	}
	return all
}

var weekdays = names(7, func(i int) string { return time.Weekday(i).String() }, map[string]int{
	"tues": 2, "weds": 3, "thur": 4, "thurs": 4,
})

var months = names(12, func(i int) string { return time.Month(i + 1).String() }, map[string]int{"sept": 8})

// names are the names of the first n of something, in full and in three letters, and others.
func names(n int, name func(int) string, others map[string]int) map[string]int {
	for i := range n {
		full := strings.ToLower(name(i))
		others[full], others[full[:3]] = i, i
	}
	return others
}

var (
	clockForm  = regexp.MustCompile(`^([0-9]{1,2}):([0-5][0-9])$`)
	halfForm   = regexp.MustCompile(`^([0-9]{1,2})(?::([0-5][0-9]))? ?([ap])\.?m\.?$`)
	dayForm    = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|\.)?$`)
	yearForm   = regexp.MustCompile(`^[0-9]{4}$`)
	lengthForm = regexp.MustCompile(`^([0-9]{1,4}) ?([a-z]+)$`)
)

// clockOf is a time of the day, in seconds since midnight.
func clockOf(s string) (seconds int, ok bool) {
	if s == "noon" {
		return 12 * 60 * 60, true
	}
	if m := clockForm.FindStringSubmatch(s); m != nil {
		seconds = number(m[1])*60*60 + number(m[2])*60
		return seconds, seconds <= 24*60*60
	}
	m := halfForm.FindStringSubmatch(s)
	if m == nil || number(m[1]) < 1 || number(m[1]) > 12 {
		return 0, false
	}
	seconds = number(m[1])%12*60*60 + number(m[2])*60
	if m[3] == "p" {
		seconds += 12 * 60 * 60
	}
	return seconds, true
}

// number is a run of digits, 0 for none.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
