package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/feed/windows/zones"
)

// newestZones is the newest time zone data there is: of the folder, of DATELINE_ZONEINFO, of the machine, or embedded.
func newestZones(folder string) (*zones.Data, error) {
	data, err := zones.Newest(cmp.Or(folder, env("ZONEINFO", "")), zones.Folders...)
	if err != nil {
		return nil, fmt.Errorf("zoneinfo: %w", err)
	}
	return data, nil
}

// measureZones tells the version of the time zone data as a metric.
func (h *host) measureZones() {
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "dateline_zoneinfo_info",
		Help: "Always 1; the labels tell the version of the time zone data in use, and where it is.",
	}, []string{"version", "from"})
	info.WithLabelValues(h.config.Zones.Version, h.config.Zones.From).Set(1)
	h.metrics.MustRegister(info)
	if year, err := time.Parse("2006", strings.TrimRight(h.config.Zones.Version, "abcdefghijklmnopqrstuvwxyz")); err == nil {
		since := prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "dateline_zoneinfo_timestamp_seconds",
			Help: "When the year began in which the time zone data in use was released. Not told where its version is not known.",
		})
		since.Set(seconds(year))
		h.metrics.MustRegister(since)
	}
}
