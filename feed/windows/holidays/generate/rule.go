package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rule is a line about a holiday.
type rule struct {
	when       when
	name       string
	in, except []string
	from, till int
	only, skip []int
	fallsOn    []time.Weekday // if
	moves      []shift
	also       []shift
	tentative  bool
}

// A shift leads from a weekday to another day.
type shift struct {
	on     []time.Weekday
	shared bool // from a day that is another holiday too, instead
	days   int  // so many days on; 0 stands for the next day that is free of both weekend and holidays
}

func readRule(line string, series map[string]when) (rule, error) {
	r := rule{from: first - 1, till: last + 1}
	said, rest, ok := strings.Cut(line, ":")
	if !ok {
		return r, fmt.Errorf("%q is neither a setting nor a day (when: name; clauses)", line)
	}
	parts := strings.Split(rest, ";")
	if r.name = strings.TrimSpace(parts[0]); r.name == "" {
		return r, fmt.Errorf("%q has no name", line)
	}
	var err error
	if r.when, err = readWhen(said, series); err != nil {
		return r, err
	}
	for _, part := range parts[1:] {
		if err := r.clause(strings.Fields(part)); err != nil {
			return r, fmt.Errorf("%q in %q: %w", strings.TrimSpace(part), line, err)
		}
	}
	return r, nil
}

// clause reads one clause of a rule.
func (r *rule) clause(words []string) (err error) {
	if len(words) == 0 {
		return fmt.Errorf("there is nothing after the semicolon")
	}
	args := words[1:]
	if (len(args) == 0) != (words[0] == "tentative") {
		return fmt.Errorf("this is not the whole of it")
	}
	switch words[0] {
	case "in":
		r.in = args
	case "except":
		r.except = args
	case "from":
		r.from, err = strconv.Atoi(args[0])
	case "until":
		r.till, err = strconv.Atoi(args[0])
	case "only":
		r.only, err = numbers(args)
	case "skip":
		r.skip, err = numbers(args)
	case "if":
		r.fallsOn, err = weekdays(args)
	case "move":
		r.moves, err = shifts(args)
	case "also":
		r.also, err = shifts(args)
	case "tentative":
		r.tentative = true
	default:
		err = fmt.Errorf("there is no such clause")
	}
	return err
}

// holds reports whether the rule is one for the year and the region, which is empty for the country.
func (r *rule) holds(year int, region string) bool {
	switch {
	case year < r.from || year > r.till || slices.Contains(r.skip, year):
		return false
	case r.only != nil && !slices.Contains(r.only, year):
		return false
	case r.in != nil:
		return slices.Contains(r.in, region)
	}
	return !slices.Contains(r.except, region)
}

// shifts reads where a holiday goes from some weekdays: sat -1 sun +1, or sat sun next.
func shifts(words []string) ([]shift, error) {
	var all []shift
	var s shift
	for _, word := range words {
		switch days, err := strconv.Atoi(word); {
		case word == "shared":
			s.shared = true
			continue
		case word != "next" && err != nil:
			on, err := weekdays([]string{word})
			if err != nil {
				return nil, err
			}
			s.on = append(s.on, on...)
			continue
		default:
			s.days = days
		}
		all, s = append(all, s), shift{}
	}
	if len(all) == 0 || s.on != nil || s.shared {
		return nil, fmt.Errorf("a number of days, or next, has to end it")
	}
	return all, nil
}

func weekdays(words []string) ([]time.Weekday, error) {
	var days []time.Weekday
	for _, word := range words {
		i := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, word)
		if i < 0 {
			return nil, fmt.Errorf("%q is not a weekday such as mon", word)
		}
		days = append(days, time.Weekday(i))
	}
	return days, nil
}

func numbers(words []string) ([]int, error) {
	var all []int
	for _, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}
