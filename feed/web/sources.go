package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// maxSources is how many sources of those that are well a page lists one by one.
const maxSources = 30

type (
	// sourcesView is how the reading of the sources goes.
	sourcesView struct {
		// Summary says it in a line; Wrong says that somebody should look.
		Summary string
		Icon    string
		Wrong   bool
		// Reading says that a first read is on its way.
		Reading bool
		// Attention are the sources that are not simply up to date, the ones in trouble first. Well are the others; More
		// counts those of them that are left out.
		Attention, Well []sourceView
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
	var wrong, busy, well []sourceView
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
	v.Attention, v.Well = append(wrong, busy...), well
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

// summary says in a line how it stands: "billing: failing · 2 paused · 3 up to date".
func summary(wrong, busy, well []sourceView, oldest time.Time, t times) string {
	var parts []string
	switch len(wrong) {
	case 0:
	case 1:
		parts = append(parts, wrong[0].Name+": "+wrong[0].Brief)
	default:
		parts = append(parts, fmt.Sprintf("%d sources need a look", len(wrong)))
	}
	count := map[string]int{}
	for _, one := range busy {
		count[one.Brief]++
	}
	for _, brief := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, fmt.Sprintf("%d %s", count[brief], brief))
	}
	switch n := len(well); {
	case n == 0:
	case len(parts) > 0:
		parts = append(parts, fmt.Sprintf("%d up to date", n))
	case n == 1:
		parts = append(parts, well[0].Name+" is up to date, read "+t.ago(oldest))
	case n == 2:
		parts = append(parts, "Both sources are up to date, read "+orLater(t.ago(oldest)))
	default:
		parts = append(parts, fmt.Sprintf("All %d sources are up to date, read %s", n, orLater(t.ago(oldest))))
	}
	return strings.Join(parts, " · ")
}

func orLater(ago string) string {
	if ago == justNow {
		return ago
	}
	return ago + " or later"
}

func sourceOf(src feed.Source, t times) sourceView {
	v := sourceView{Name: src.Name, Tool: tool(src.Tool)}
	read := "never read yet"
	if !src.Success.IsZero() {
		read = "last read " + t.ago(src.Success)
	}
	switch {
	case src.State == feed.SourceRefused:
		v.Icon, v.Brief, v.State, v.Wrong = "refused", "refused", "Refused", true
		v.Detail = src.Error
		v.Advice = "It is not tried again until its configuration changes: correct the token or what it may read, then restart. " + sentence(read)
	case src.Paused:
		v.Icon, v.Brief, v.State, v.Detail = "paused", "paused", "Paused", sentence(read)
	case src.State == feed.SourceFailing:
		v.Icon, v.Brief, v.State, v.Wrong = "warning", "failing", "Failing since "+t.moment(src.Since).Full, true
		v.Detail = src.Error
		v.Advice = "It is tried again by itself. " + sentence(read)
	case !src.Due.IsZero() && t.now.Sub(src.Due) > stale(src.Every):
		v.Icon, v.Brief, v.State, v.Wrong = "warning", "not being read", "Not being read", true
		v.Detail = "It was due " + t.ago(src.Due) + " and " + read + "."
		v.Advice = "Is “dateline work” running?"
	case src.State == feed.SourceReading:
		v.Icon, v.Brief, v.State = "reading", "being read", "Being read"
		v.progress(src.Reading)
	case src.State == feed.SourceNew:
		v.Icon, v.Brief, v.State, v.Detail = "reading", "about to be read first", "Waiting for its first reading", "It begins in a moment."
	default:
		v.Icon, v.Brief, v.State, v.Detail = "current", "up to date", "Up to date", "Read "+t.ago(src.Success)+"."
	}
	if src.Rejects > 0 {
		v.Detail = strings.TrimSpace(v.Detail + " " + plural(int(src.Rejects), "object", "objects") + " could not be understood.")
	}
	return v
}

// progress says how far a long reading has come, as well as the tool lets us know.
func (v *sourceView) progress(of feed.Tally) {
	what := of.What
	if what == "" {
		what = "pages"
	}
	switch {
	case of.Total > 0:
		v.Counted, v.Share = true, min(100*of.Done/of.Total, 100)
		v.Detail = fmt.Sprintf("%d of %d %s.", of.Done, of.Total, what)
	case of.Done > 0:
		v.Detail = fmt.Sprintf("%d %s so far.", of.Done, what)
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }
