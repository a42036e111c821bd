package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A country is what a file of rules says.
type country struct {
	code, name     string
	regions        []region
	asOf           string
	until, settled int
	weekend        []time.Weekday
	substitute     string
	bridge         string
	rules          []rule
}

// A region is a part of a country with holidays of its own.
type region struct{ code, name string }

// seriesFile holds the series that several countries share.
const seriesFile = "series.txt"

// readAll reads the rules of all countries, by code.
func readAll(rules fs.FS) ([]country, error) {
	series, err := readSeries(rules)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(rules, "*.txt")
	if err != nil {
		return nil, err
	}
	var all []country
	for _, name := range names {
		if name == seriesFile {
			continue
		}
		c, err := readCountry(rules, name, series)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b country) int { return strings.Compare(a.code, b.code) })
	return all, nil
}

func readCountry(rules fs.FS, file string, series map[string]when) (country, error) {
	c := country{until: last, weekend: []time.Weekday{time.Saturday, time.Sunday}, substitute: "{}"}
	err := eachLine(rules, file, func(line string) error {
		word, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		if set, ok := settings[word]; ok {
			return set(&c, rest)
		}
		r, err := readRule(line, series)
		if err == nil {
			err = c.knows(r)
		}
		c.rules = append(c.rules, r)
		return err
	})
	switch {
	case err != nil:
		return c, err
	case c.code == "" || c.name == "" || c.asOf == "":
		return c, fmt.Errorf("%s: country and as-of have to be said", file)
	case strings.ToLower(c.code)+".txt" != file:
		return c, fmt.Errorf("%s: a file is named after its country, which is %s", file, c.code)
	}
	if c.settled == 0 {
		c.settled = c.until
	}
	slices.SortFunc(c.regions, func(a, b region) int { return strings.Compare(a.code, b.code) })
	return c, nil
}

// settings are the lines that say something about the country.
var settings = map[string]func(c *country, said string) error{
	"country": func(c *country, said string) error {
		c.code, c.name, _ = strings.Cut(said, " ")
		return nil
	},
	"region": func(c *country, said string) error {
		code, name, _ := strings.Cut(said, " ")
		c.regions = append(c.regions, region{code, strings.TrimSpace(name)})
		return nil
	},
	"as-of": func(c *country, said string) error {
		c.asOf = said
		_, err := time.Parse(time.DateOnly, said)
		return err
	},
	"until":      func(c *country, said string) (err error) { c.until, err = strconv.Atoi(said); return err },
	"settled":    func(c *country, said string) (err error) { c.settled, err = strconv.Atoi(said); return err },
	"weekend":    func(c *country, said string) (err error) { c.weekend, err = weekdays(strings.Fields(said)); return err },
	"substitute": func(c *country, said string) error { c.substitute = said; return nil },
	"bridge":     func(c *country, said string) error { c.bridge = said; return nil },
}

// knows checks that the regions of a rule are those of the country.
func (c *country) knows(r rule) error {
	for _, code := range slices.Concat(r.in, r.except) {
		if !slices.ContainsFunc(c.regions, func(g region) bool { return g.code == code }) {
			return fmt.Errorf("%s has no region %s", c.code, code)
		}
	}
	return nil
}

func readSeries(rules fs.FS) (map[string]when, error) {
	series := map[string]when{}
	err := eachLine(rules, seriesFile, func(line string) error {
		name, dates, _ := strings.Cut(line, ":")
		if series[name] != nil {
			return fmt.Errorf("%s is there twice", name)
		}
		w, err := readDates(strings.Fields(dates))
		series[name] = w
		return err
	})
	return series, err
}

// eachLine calls f for each line of a file that says something, with the lines that go on in the next put together.
func eachLine(rules fs.FS, file string, f func(line string) error) error {
	text, err := fs.ReadFile(rules, file)
	if err != nil {
		return err
	}
	var errs []error
	said, at := "", 0
	end := func() {
		if said != "" {
			if err := f(said); err != nil {
				errs = append(errs, fmt.Errorf("%s:%d: %w", file, at, err))
			}
		}
		said = ""
	}
	for i, line := range strings.Split(string(text), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#':
		case line[0] == ' ' && said != "":
			said += " " + trimmed
		default:
			end()
			said, at = trimmed, i+1
		}
	}
	end()
	return errors.Join(errs...)
}
