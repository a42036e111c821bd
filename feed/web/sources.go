package web

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// maxSources is how many sources of those that are well a page lists one by one, maxAlike how many of those that are alike in
// another state: they mostly have one reason, as when nobody reads.
const maxSources, maxAlike = 30, 3

type (
	// sourcesView is how the reading of the sources goes.
	sourcesView struct {
		// Summary says it in a line; Wrong says that somebody should look.
		Summary string
		Icon    string
		Wrong   bool
		// Reading says that a first read is on its way.
		Reading bool
		// Attention are the sources that are not simply up to date, the ones in trouble first, and Likewise counts by state those
		// that are left out. Well are the others; More counts those of them that are left out.
		Attention, Well []sourceView
		Likewise        []string
		More            int
	}
	// sourceView is one source.
	sourceView struct {
		Name string
		Tool named
		Icon string
		// Brief is the state in a word or two, State in full; Detail and Advice are sentences.
		Brief, State, Detail, Advice string
		Wrong                        bool
		// Progress of a long reading: a share in percent where Counted.
		Counted bool
		Share   int
	}
)

// readingOf says how the reading of the sources goes.
func readingOf(sources []feed.Source, t times) sourcesView {
	var v sourcesView
	var wrong, busy []sourceView
	well := make([]sourceView, 0, len(sources))
	var oldest time.Time
	for _, src := range sources {
		if src.Retired {
			continue
		}
		one := sourceOf(src, t)
		switch {
		case one.Wrong:
			wrong = append(wrong, one)
		case src.State != feed.SourceCurrent || src.Paused:
			busy = append(busy, one)
		default:
			well = append(well, one)
			if oldest.IsZero() || src.Success.Before(oldest) {
				oldest = src.Success
			}
		}
		v.Reading = v.Reading || src.State == feed.SourceReading || src.State == feed.SourceNew
	}
	v.Wrong = len(wrong) > 0
	v.Summary = summary(wrong, busy, well, oldest, t)
	v.Attention, v.Likewise = few(append(wrong, busy...), t)
	v.Well = well
	if len(well) > maxSources {
		v.Well, v.More = well[:maxSources], len(well)-maxSources
	}
	switch {
	case v.Wrong:
		v.Icon = "warning"
	case len(busy) > 0:
		v.Icon = "reading"
	default:
		v.Icon = "current"
	}
	return v
}

// few takes some of the sources of each state, and counts the others.
func few(all []sourceView, t times) (some []sourceView, others []string) {
	count, left := map[string]int{}, map[string]int{}
	for _, one := range all {
		count[one.Brief]++
	}
	for _, one := range all {
		if n := count[one.Brief]; left[one.Brief] < maxAlike || n == maxAlike+1 {
			some = append(some, one)
			left[one.Brief]++
		} else if left[one.Brief] == maxAlike {
			others = append(others, t.Count("source.likewise", n-maxAlike, "state", one.Brief))
			left[one.Brief]++
		}
	}
	return some, others
}

// summary says in a line how it stands: "billing: failing · 2 paused · 3 up to date".
func summary(wrong, busy, well []sourceView, oldest time.Time, t times) string {
	var parts []string
	switch len(wrong) {
	case 0:
	case 1:
		parts = append(parts, t.Say("source.needs-a-look", "source", wrong[0].Name, "state", wrong[0].Brief))
	default:
		parts = append(parts, t.Count("source.need-a-look", len(wrong)))
	}
	count := map[string]int{}
	for _, one := range busy {
		count[one.Brief]++
	}
	for _, brief := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, t.Count("source.counted", count[brief], "state", brief))
	}
	switch n := len(well); {
	case n == 0:
	case len(parts) > 0:
		parts = append(parts, t.Count("source.up-to-date", n))
	case n == 1:
		parts = append(parts, t.Say("source.one-well", "source", well[0].Name, "ago", t.ago(oldest)))
	case n == 2:
		parts = append(parts, t.Say("source.two-well", "ago", t.orLater(oldest)))
	default:
		parts = append(parts, t.Count("source.all-well", n, "ago", t.orLater(oldest)))
	}
	return strings.Join(parts, " · ")
}

// orLater says how long at is past, or less.
func (t times) orLater(at time.Time) string {
	if t.now.Sub(at) < time.Minute {
		return t.ago(at)
	}
	return t.Say("source.or-later", "ago", t.ago(at))
}

func sourceOf(src feed.Source, t times) sourceView {
	v := sourceView{Name: src.Name, Tool: t.tool(src.Tool)}
	is := func(state string) { v.Brief, v.State = t.Say("source.brief-"+state), t.Say("source.is-"+state) }
	read := t.Say("source.never-read")
	if !src.Success.IsZero() {
		read = t.Say("source.last-read", "ago", t.ago(src.Success))
	}
	switch {
	case src.State == feed.SourceRefused:
		is("refused")
		v.Icon, v.Wrong, v.Detail, v.Advice = "refused", true, src.Error, t.Say("source.correct-token")+" "+read
	case src.Paused:
		is("paused")
		v.Icon, v.Detail = "paused", read
	case src.State == feed.SourceFailing:
		v.Brief, v.State = t.Say("source.brief-failing"), t.Say("source.is-failing", "at", t.moment(src.Since).Full)
		v.Icon, v.Wrong, v.Detail, v.Advice = "warning", true, src.Error, t.Say("source.tried-again")+" "+read
	case !src.Due.IsZero() && t.now.Sub(src.Due) > stale(src.Every):
		is("stale")
		v.Icon, v.Wrong, v.Detail, v.Advice = "warning", true, t.overdue(src), t.Say("source.work-running")
	case src.State == feed.SourceReading:
		is("reading")
		v.Icon = "reading"
		v.progress(src.Reading, t)
	case src.State == feed.SourceNew:
		is("new")
		v.Icon, v.Detail = "reading", t.Say("source.begins")
	default:
		is("current")
		v.Icon, v.Detail = "current", t.Say("source.read", "ago", t.ago(src.Success))
	}
	if src.Rejects > 0 {
		v.Detail = strings.TrimSpace(v.Detail + " " + t.Count("source.rejects", int(src.Rejects)))
	}
	return v
}

// overdue says when a source that is not being read should have been, and was.
func (t times) overdue(src feed.Source) string {
	if src.Success.IsZero() {
		return t.Say("source.due-never-read", "ago", t.ago(src.Due))
	}
	return t.Say("source.due-last-read", "ago", t.ago(src.Due), "read", t.ago(src.Success))
}

// progress says how far a long reading has come, as well as the tool lets us know.
func (v *sourceView) progress(of feed.Tally, t times) {
	what := of.What
	if what == "" {
		what = t.Say("source.pages")
	}
	switch {
	case of.Total > 0:
		v.Counted, v.Share = true, min(100*of.Done/of.Total, 100)
		v.Detail = t.Say("source.progress", "done", of.Done, "total", of.Total, "what", what)
	case of.Done > 0:
		v.Detail = t.Say("source.progress-so-far", "done", of.Done, "what", what)
	}
}
