package workflows

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/client"
)

// sdkLabels are the tags of Temporal's SDK that become labels. A metric has an empty label where it has no such tag.
// See https://docs.temporal.io/references/sdk-metrics.
var sdkLabels = []string{
	"namespace", "task_queue", "worker_type", "poller_type", "workflow_type", "activity_type", "operation", "failure_reason",
	"status_code", "cause",
}

// An sdkMeter tells what Temporal's SDK measures as Prometheus names it: counters end in _total, timers in _seconds.
type sdkMeter struct {
	shared *sdkMetrics
	labels prometheus.Labels
}

type sdkMetrics struct {
	reg prometheus.Registerer

	mu       sync.Mutex
	counters map[string]*prometheus.CounterVec
	gauges   map[string]*prometheus.GaugeVec
	timers   map[string]*prometheus.HistogramVec
}

// NewSDKMetrics makes what Temporal's SDK measures into metrics of reg, as it begins to measure them.
func NewSDKMetrics(reg prometheus.Registerer) client.MetricsHandler {
	labels := prometheus.Labels{}
	for _, name := range sdkLabels {
		labels[name] = ""
	}
	return sdkMeter{&sdkMetrics{
		reg: reg, counters: map[string]*prometheus.CounterVec{}, gauges: map[string]*prometheus.GaugeVec{},
		timers: map[string]*prometheus.HistogramVec{},
	}, labels}
}

// WithTags returns a handler of which everything has these tags too.
func (m sdkMeter) WithTags(tags map[string]string) client.MetricsHandler {
	labels := maps.Clone(m.labels)
	for name, value := range tags {
		if _, known := labels[name]; known && value != "none" { // which is how the SDK says that there is no value
			labels[name] = value
		}
	}
	return sdkMeter{m.shared, labels}
}

// Counter returns the counter of that name.
func (m sdkMeter) Counter(name string) client.MetricsCounter {
	counter := registered(m.shared, m.shared.counters, name, func() *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: strings.TrimSuffix(name, "_total") + "_total", Help: sdkHelp}, sdkLabels)
	}).With(m.labels)
	return counted(func(n int64) { counter.Add(float64(n)) })
}

// Gauge returns the gauge of that name.
func (m sdkMeter) Gauge(name string) client.MetricsGauge {
	gauge := registered(m.shared, m.shared.gauges, name, func() *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: sdkHelp}, sdkLabels)
	}).With(m.labels)
	return gauged(gauge.Set)
}

// Timer returns the timer of that name.
func (m sdkMeter) Timer(name string) client.MetricsTimer {
	timer := registered(m.shared, m.shared.timers, name, func() *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: name + "_seconds", Help: sdkHelp, Buckets: []float64{.01, .1, 1, 10, 100}, NativeHistogramBucketFactor: 1.1,
		}, sdkLabels)
	}).With(m.labels)
	return timed(func(took time.Duration) { timer.Observe(took.Seconds()) })
}

const sdkHelp = "As Temporal's SDK measures it: https://docs.temporal.io/references/sdk-metrics."

// registered returns the metric of that name, which it makes and registers the first time.
func registered[V prometheus.Collector](s *sdkMetrics, made map[string]V, name string, make func() V) V {
	s.mu.Lock()
	defer s.mu.Unlock()
	if metric, known := made[name]; known {
		return metric
	}
	metric := make()
	s.reg.MustRegister(metric)
	made[name] = metric
	return metric
}

type (
	counted func(int64)
	gauged  func(float64)
	timed   func(time.Duration)
)

// Inc counts n more.
func (f counted) Inc(n int64) { f(n) }

// Update sets the value.
func (f gauged) Update(value float64) { f(value) }

// Record adds a duration.
func (f timed) Record(took time.Duration) { f(took) }
