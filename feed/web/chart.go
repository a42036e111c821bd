package web

import (
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed/reports"
)

const (
	// chartWidth and chartHeight are the size of a chart in its own units.
	chartWidth, chartHeight = 720, 120
	// maxBars is how many weeks a chart shows: the last ones.
	maxBars = 53
)

type (
	// shareChart is how much was in time, a bar for each week.
	shareChart struct {
		Bars []barView
		// Says is the chart in words.
		Says string
	}
	// barView is a bar. Empty says that nothing was answered then, Few that little was.
	barView struct {
		X, Y, Width, Height int
		Empty, Few          bool
		Label               string
	}
	// timeChart is how long responses took: the median and nine in ten, a point for each week.
	timeChart struct {
		Median, P90 string
		Points      []pointView
		// Top is the length at the top.
		Top, Says string
	}
	pointView struct {
		X, Y  int
		Label string
	}
)

// lastWeeks are the weeks that a chart shows.
func lastWeeks(weeks []reports.Row) []reports.Row { return weeks[max(len(weeks)-maxBars, 0):] }

// drawShares draws the share of each week; nil where there is not more than one.
func drawShares(weeks []reports.Row, t times) *shareChart {
	weeks = lastWeeks(weeks)
	if len(weeks) < 2 {
		return nil
	}
	c := &shareChart{}
	step := chartWidth / len(weeks)
	var said []string
	for i, w := range weeks {
		b := barView{
			X: i * step, Width: max(step-3, 2), Empty: w.Share == nil, Few: w.Small, Label: t.Say("reports.week-unanswered", "week", t.week(w.Name)),
		}
		if w.Share != nil {
			b.Height = max(int(*w.Share*chartHeight), 2)
			b.Label = t.Count("reports.week-share", w.Answered, "week", t.week(w.Name), "share", reports.Percent(w.Share))
			said = append(said, b.Label)
		}
		b.Y = chartHeight - b.Height
		c.Bars = append(c.Bars, b)
	}
	c.Says = t.Say("reports.shares-says", "weeks", strings.Join(said[max(len(said)-4, 0):], ", "))
	return c
}

// drawTimes draws the working time to first responses of each week; nil where there are not more than two.
func drawTimes(weeks []reports.Row, t times) *timeChart {
	weeks = lastWeeks(weeks)
	var top reports.Seconds
	told := 0
	for _, w := range weeks {
		if w.First.Count > 0 {
			told++
			top = max(top, w.First.P90)
		}
	}
	if told < 3 || top == 0 {
		return nil
	}
	c := &timeChart{Top: t.worked(top)}
	step := chartWidth / len(weeks)
	var median, p90, said []string
	for i, w := range weeks {
		if w.First.Count == 0 {
			continue
		}
		x := i*step + step/2
		at := func(s reports.Seconds) int { return chartHeight - int(int64(chartHeight-4)*int64(s)/int64(top)) }
		median = append(median, fmt.Sprintf("%d,%d", x, at(w.First.Median)))
		p90 = append(p90, fmt.Sprintf("%d,%d", x, at(w.First.P90)))
		label := t.Say("reports.week-times", "week", t.week(w.Name), "median", t.worked(w.First.Median), "p90", t.worked(w.First.P90))
		c.Points = append(c.Points, pointView{x, at(w.First.Median), label})
		said = append(said, label)
	}
	c.Median, c.P90 = strings.Join(median, " "), strings.Join(p90, " ")
	c.Says = t.Say("reports.times-says", "weeks", strings.Join(said[max(len(said)-2, 0):], "; "))
	return c
}
