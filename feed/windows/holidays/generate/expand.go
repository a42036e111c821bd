package main

import (
	"slices"
	"strings"
	"time"
)

// A holiday is a day of a place, worked out.
type holiday struct {
	date      time.Time
	name      string
	tentative bool
}

// holidays works out the holidays of a region, or of the country as such where the region is empty.
func (c *country) holidays(region string) []holiday {
	proper := c.proper(region)
	all := proper.instead(c)
	if c.bridge != "" {
		all = proper.bridges(c.bridge, all)
	}
	all = slices.DeleteFunc(all, func(h holiday) bool { return h.date.Year() < first || h.date.Year() > c.until })
	slices.SortStableFunc(all, func(a, b holiday) int { return a.date.Compare(b.date) })
	return all
}

// proper are the holidays as such, before other days are given for them. They begin a year before the table and end a
// year after it, as days are given across the turn of the year.
type proper []ruled

// A ruled holiday is one with the rule that it comes from.
type ruled struct {
	holiday
	rule *rule
}

func (c *country) proper(region string) proper {
	var all proper
	for year := first - 1; year <= last+1; year++ {
		for i := range c.rules {
			r := &c.rules[i]
			if !r.holds(year, region) {
				continue
			}
			for _, d := range r.when(year) {
				if r.fallsOn != nil && !slices.Contains(r.fallsOn, d.date.Weekday()) {
					continue
				}
				for _, s := range r.moves {
					if slices.Contains(s.on, d.date.Weekday()) {
						d.date = d.date.AddDate(0, 0, s.days)
						break
					}
				}
				all = append(all, ruled{holiday{d.date, r.name, d.tentative || r.tentative}, r})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b ruled) int { return a.date.Compare(b.date) })
	return all
}

// instead returns the holidays together with the days that are given for them.
func (p proper) instead(c *country) []holiday {
	names := map[time.Time]int{} // how many holidays a day is
	for _, h := range p {
		names[h.date]++
	}
	var all []holiday
	given := map[time.Time]bool{} // for a day that is two holidays only one other is given
	for _, h := range p {
		all = append(all, h.holiday)
		for _, s := range h.rule.also {
			shared := s.shared && names[h.date] > 1
			if given[h.date] || !shared && !slices.Contains(s.on, h.date.Weekday()) {
				continue
			}
			free := h.date.AddDate(0, 0, s.days)
			if s.days == 0 {
				for free = h.date; names[free] > 0 || slices.Contains(c.weekend, free.Weekday()); {
					free = free.AddDate(0, 0, 1)
				}
			}
			if names[free] > 0 {
				continue
			}
			names[free]++
			given[h.date] = names[h.date] > 1
			all = append(all, holiday{free, strings.ReplaceAll(c.substitute, "{}", h.name), h.tentative})
		}
	}
	return all
}

// bridges adds the days that stand between two holidays and are none: where that is the law, they are free too.
func (p proper) bridges(name string, all []holiday) []holiday {
	free := map[time.Time]bool{}
	for _, h := range all {
		free[h.date] = true
	}
	for i := range p[:len(p)-1] {
		between := p[i].date.AddDate(0, 0, 1)
		if p[i+1].date.Equal(between.AddDate(0, 0, 1)) && !free[between] && between.Weekday() != time.Sunday {
			all = append(all, holiday{between, name, p[i].tentative || p[i+1].tentative})
		}
	}
	return all
}
