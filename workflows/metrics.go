package workflows

import (
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/feed/store"
)

// Metrics count what the activities do. Nil counts nothing.
type Metrics struct {
	added, rejects  *prometheus.CounterVec
	sweeps, removed *prometheus.CounterVec
	flags           *prometheus.CounterVec
	deliveries      *prometheus.CounterVec
	deliveryTimes   prometheus.Histogram
}

// NewMetrics registers the metrics with reg.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	m := &Metrics{
		added: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_events_added_total",
			Help: "Events that were read and are new in the feed, by source.",
		}, []string{"source"}),
		rejects: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_rejects_total",
			Help: "Objects of the tools that could not be understood, each counted once, by source and reason: malformed, too_long, bad_time, nameless, unknown_word, other.",
		}, []string{"source", "reason"}),
		sweeps: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_sweeps_total",
			Help: "Walks over everything that exists in a source, by result: complete, failed, withheld (too much was missing to be believed).",
		}, []string{"source", "result"}),
		removed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_sweep_removed_items_total",
			Help: "Items whose text was removed because a sweep found them gone from their tool.",
		}, []string{"source"}),
		flags: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_flags_total",
			Help: "Asks that were flagged because they are past their window, by the source in which they were opened.",
		}, []string{"source"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_deliveries_total",
			Help: "Attempts to send a webhook, by subscriber and result: taken, not_taken.",
		}, []string{"subscriber", "result"}),
		deliveryTimes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:                        "dateline_delivery_duration_seconds",
			Help:                        "Time that an attempt to send a webhook took.",
			Buckets:                     []float64{.03, .1, .3, 1, 3, 10, 30},
			NativeHistogramBucketFactor: 1.1,
		}),
	}
	reg.MustRegister(m.added, m.rejects, m.sweeps, m.removed, m.flags, m.deliveries, m.deliveryTimes)
	return m
}

// reject counts what was rejected for the first time.
func (m *Metrics) reject(rejects []store.Reject) {
	if m == nil {
		return
	}
	for _, r := range rejects {
		m.rejects.WithLabelValues(r.Source, reasonClass(r.Reason)).Inc()
	}
}

// add counts events that are new in the feed.
func (m *Metrics) add(source string, events int) {
	if m != nil && events > 0 {
		m.added.WithLabelValues(source).Add(float64(events))
	}
}

// flag counts an ask that was flagged.
func (m *Metrics) flag(source string) {
	if m != nil {
		m.flags.WithLabelValues(source).Inc()
	}
}

// deliver counts an attempt to send a webhook.
func (m *Metrics) deliver(subscriber string, taken bool, took time.Duration) {
	if m == nil {
		return
	}
	result := "not_taken"
	if taken {
		result = "taken"
	}
	m.deliveries.WithLabelValues(subscriber, result).Inc()
	m.deliveryTimes.Observe(took.Seconds())
}

// sweep counts one sweep.
func (m *Metrics) sweep(source string, s Swept) {
	if m == nil {
		return
	}
	m.sweeps.WithLabelValues(source, s.result()).Inc()
	m.removed.WithLabelValues(source).Add(float64(s.Removed))
}

// reasonClasses are words that reasons are told by, the first that fits.
var reasonClasses = []struct {
	class string
	words []string
}{
	{"malformed", []string{"json", "unmarshal", "no object", "not an object", "invalid character", "expected an object"}},
	{"too_long", []string{"longer than", "too long", "too large", "too deep", "nested"}},
	{"bad_time", []string{"time", "date", "year"}},
	{"nameless", []string{"no id", "without an id", "no key", "no number", "no name", "is empty", "nameless"}},
	{"unknown_word", []string{"unknown", "does not exist", "not known", "no such"}},
}

// reasonClass makes a label of a reason, whose words are the connectors' own.
func reasonClass(reason string) string {
	reason = strings.ToLower(reason)
	for _, c := range reasonClasses {
		for _, word := range c.words {
			if strings.Contains(reason, word) {
				return c.class
			}
		}
	}
	return "other"
}
