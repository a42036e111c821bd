package web

import (
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed/reports"
)

const (
	// chartHeight is the height of a chart in px.
	chartHeight = 120
	// maxBars is how many weeks a chart shows: the last ones.
	maxBars = 53
	// barGap is how much of the room of a bar is left free.
	barGap = 0.12
)

type (
	// shareChart is how much was in time, a bar for each week.
	shareChart struct {
		Axes axes
		Bars []barView
		// Says is the chart in words.
		Says string
	}
	// barView is a bar. X and Width are shares of the chart: 37.5%. Empty says that nothing was answered then, Few that little was.
	barView struct {
		X, Width   string
		Y, Height  int
		Empty, Few bool
		Label      string
	}
	// timeChart is how long responses took: the median and nine in ten, a point for each week.
	timeChart struct {
		Axes axes
		// Median and P90 are lines, whose x are hundredths of the chart.
		Median, P90 string
		Points      []pointView
		Says        string
	}
	pointView struct {
		X     string
		Y     int
		Label string
	}
	// axes are what a chart is read by.
	axes struct {
		Levels []levelView
		Weeks  []weekView
	}
	// levelView is a line across a chart and the figure that it stands for.
	levelView struct {
		Y      int
		Figure string
	}
	// weekView is the name of a week below its place. Sort says how it lies there: the start and the end of a chart are not left,
	// and what is fine is shown where there is room.
	weekView struct{ X, Sort, Name string }
)

// lastWeeks are the weeks that a chart shows.
func lastWeeks(weeks []reports.Row) []reports.Row { return weeks[max(len(weeks)-maxBars, 0):] }

// axesOf are those of a chart of weeks with three figures, the lowest first.
func (t times) axesOf(weeks []reports.Row, figures [3]string) axes {
	var a axes
	for i, figure := range figures {
		a.Levels = append(a.Levels, levelView{chartHeight - i*chartHeight/2, figure})
	}
	last := len(weeks) - 1
	name := func(i int, sort string) {
		a.Weeks = append(a.Weeks, weekView{centre(i, len(weeks)), sort, t.week(weeks[i].Name)})
	}
	a.Weeks = append(a.Weeks, weekView{"0%", "start", t.week(weeks[0].Name)})
	if last >= 12 {
		name(last/4, "fine")
	}
	if last >= 6 {
		name(last/2, "middle")
	}
	if last >= 12 {
		name(last-last/4, "fine")
	}
	a.Weeks = append(a.Weeks, weekView{"100%", "end", t.week(weeks[last].Name)})
	return a
}

// centre is where the middle of a week lies among so many.
func centre(i, weeks int) string { return percent(float64(2*i+1), float64(2*weeks)) }

// drawShares draws the share of each week; nil where there is not more than one.
func drawShares(weeks []reports.Row, t times) *shareChart {
	weeks = lastWeeks(weeks)
	if len(weeks) < 2 {
		return nil
	}
	none, half, whole := 0.0, 0.5, 1.0
	c := &shareChart{Axes: t.axesOf(weeks, [3]string{reports.Percent(&none), reports.Percent(&half), reports.Percent(&whole)})}
	n := float64(len(weeks))
	var said []string
	for i, w := range weeks {
		b := barView{
			X: percent(float64(i)+barGap/2, n), Width: percent(1-barGap, n), Empty: w.Share == nil, Few: w.Small,
			Label: t.Say("reports.week-unanswered", "week", t.week(w.Name)),
		}
		if w.Share != nil {
			b.Height = max(int(*w.Share*chartHeight), 2)
			b.Label = t.Count("reports.week-share", w.Answered, "week", t.week(w.Name), "share", reports.Percent(w.Share))
			said = append(said, b.Label)
		}
		b.Y = chartHeight - b.Height
		c.Bars = append(c.Bars, b)
	}
	c.Says = t.Say("reports.shares-says", "weeks", capital(strings.Join(said[max(len(said)-4, 0):], ", ")))
	return c
}

// drawTimes draws the working time to first responses of each week; nil where there are not more than two.
func drawTimes(weeks []reports.Row, t times) *timeChart {
	weeks = lastWeeks(weeks)
	var longest reports.Seconds
	told := 0
	for _, w := range weeks {
		if w.First.Count > 0 {
			told++
			longest = max(longest, w.First.P90)
		}
	}
	if told < 3 || longest == 0 {
		return nil
	}
	top := axisTop(longest)
	c := &timeChart{Axes: t.axesOf(weeks, [3]string{t.figure(0, top), t.figure(top/2, top), t.figure(top, top)})}
	var median, p90, said []string
	for i, w := range weeks {
		if w.First.Count == 0 {
			continue
		}
		x := centre(i, len(weeks))
		at := func(s reports.Seconds) int { return chartHeight - int(chartHeight*s/top) }
		point := func(s reports.Seconds) string { return fmt.Sprintf("%s,%d", strings.TrimSuffix(x, "%"), at(s)) }
		median, p90 = append(median, point(w.First.Median)), append(p90, point(w.First.P90))
		label := t.Say("reports.week-times", "week", t.week(w.Name), "median", t.worked(w.First.Median), "p90", t.worked(w.First.P90))
		c.Points = append(c.Points, pointView{x, at(w.First.Median), label})
		said = append(said, label)
	}
	c.Median, c.P90 = strings.Join(median, " "), strings.Join(p90, " ")
	c.Says = t.Say("reports.times-says", "weeks", capital(strings.Join(said[max(len(said)-2, 0):], "; ")))
	return c
}

const hour reports.Seconds = 60 * 60

// axisTop is where an axis ends: at a round length, with a round half, that is not below the longest one that is drawn.
func axisTop(longest reports.Seconds) reports.Seconds {
	for _, top := range []reports.Seconds{hour / 6, hour / 3, hour / 2} {
		if longest <= top {
			return top
		}
	}
	for unit := hour; ; unit *= 10 {
		for _, n := range []reports.Seconds{1, 2, 4, 6, 8} {
			if longest <= n*unit {
				return n * unit
			}
		}
	}
}

// figure is a length of working time on an axis that ends at top.
func (t times) figure(s, top reports.Seconds) string {
	if s%hour != 0 || s == 0 && top <= hour {
		return t.worked(s)
	}
	return t.Count("time.hours", int(s/hour))
}
