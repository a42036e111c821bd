package queries_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/cmd/internal/queries"
)

// What a query asks for in vain is found, wherever it stands.
func TestLacks(t *testing.T) {
	exported := map[string][]string{"dateline_sources": {"source", "state"}, "dateline_lag_seconds_bucket": {"follower", "le"}}
	for _, c := range []struct {
		expr  string
		shown []string
		want  []string
	}{
		{expr: `max by (namespace, source) (dateline_sources{state="failing"}) > 0`, shown: []string{"source", "namespace"}},
		{expr: `histogram_quantile(0.9, sum by (follower, le) (rate(dateline_lag_seconds_bucket{pod=~"a"}[5m])))`},
		{expr: `dateline_sources`, shown: []string{"state", "pod"}},
		{expr: `up{job="dateline"} == 0`, shown: []string{"pod"}},
		{expr: `rate(dateline_gone_total[5m])`, want: []string{"dateline_gone_total is not exported"}},
		{expr: `dateline_sources{tool="x"}`, want: []string{"dateline_sources has no label tool"}},
		{expr: `sum by (tool) (dateline_sources)`, want: []string{"dateline_sources has no label tool"}},
		{expr: `dateline_sources`, shown: []string{"tool"}, want: []string{"dateline_sources has no label tool"}},
		{
			expr: `sum by (state) (dateline_sources)`, shown: []string{"source"},
			want: []string{"the label source is lost in sum by (state) (dateline_sources)"},
		},
		{
			expr: `sum by (state) (max by (source) (dateline_sources))`,
			want: []string{"the label state is lost in max by (source) (dateline_sources)"},
		},
		{
			expr: `sum by (source) (dateline_sources) / sum by (tool) (dateline_sources)`,
			want: []string{"dateline_sources has no label tool"},
		},
	} {
		q := queries.Query{Expr: c.expr, Shown: c.shown}
		if diff := cmp.Diff(c.want, q.Lacks(exported)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.expr, diff)
		}
	}
}
