package cli

import (
	"cmp"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// answers measures how long readers and programs wait for their answers.
type answers struct{ durations *prometheus.HistogramVec }

func newAnswers(reg prometheus.Registerer) *answers {
	a := &answers{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:                        "dateline_http_request_duration_seconds",
		Help:                        "Time from a request's arrival until it was answered, by route and HTTP status. A stream is one request.",
		Buckets:                     []float64{.003, .01, .03, .1, .3, 1, 3},
		NativeHistogramBucketFactor: 1.1,
	}, []string{"route", "status"})}
	reg.MustRegister(a.durations)
	return a
}

// measure counts one answer. What has no route is one with all others: addresses are whatever people think of.
func (a *answers) measure(route string, status int, took time.Duration) {
	a.durations.WithLabelValues(cmp.Or(route, "none"), strconv.Itoa(status)).Observe(took.Seconds())
}
