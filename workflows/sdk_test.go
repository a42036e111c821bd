package workflows_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/workflows"
)

// What Temporal's SDK measures is told as Prometheus names it, with the tags that have few values, however many ask for it.
func TestSDKMetrics(t *testing.T) {
	reg := prometheus.NewRegistry()
	all := workflows.NewSDKMetrics(reg).WithTags(map[string]string{"namespace": "tools", "client_name": "temporal_go", "operation": "none"})
	poll := all.WithTags(map[string]string{"workflow_type": "Poll"})
	poll.Counter("temporal_workflow_completed").Inc(2)
	poll.Counter("temporal_workflow_completed").Inc(1)
	all.WithTags(map[string]string{"workflow_type": "Sweep", "run_id": "one of very many"}).Counter("temporal_workflow_completed").Inc(1)
	all.Counter("temporal_local_activity_total").Inc(4)
	all.Gauge("temporal_num_pollers").Update(5)
	all.Timer("temporal_request_latency").Record(50 * time.Millisecond)
	labels := func(workflow string) string {
		return `{activity_type="",cause="",failure_reason="",namespace="tools",operation="",poller_type="",status_code="",task_queue="",worker_type="",workflow_type="` +
			workflow + `"}`
	}
	help := func(name, kind string) string {
		return "# HELP " + name + " As Temporal's SDK measures it: https://docs.temporal.io/references/sdk-metrics.\n# TYPE " + name + " " + kind + "\n"
	}
	want := help("temporal_workflow_completed_total", "counter") +
		"temporal_workflow_completed_total" + labels("Poll") + " 3\n" + "temporal_workflow_completed_total" + labels("Sweep") + " 1\n" +
		help("temporal_local_activity_total", "counter") + "temporal_local_activity_total" + labels("") + " 4\n" +
		help("temporal_num_pollers", "gauge") + "temporal_num_pollers" + labels("") + " 5\n"
	names := []string{"temporal_workflow_completed_total", "temporal_local_activity_total", "temporal_num_pollers"}
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
	if n, err := testutil.GatherAndCount(reg, "temporal_request_latency_seconds"); n != 1 || err != nil {
		t.Errorf("the timer is told %d times: %v", n, err)
	}
	if problems, err := testutil.GatherAndLint(reg); err != nil || len(problems) > 0 {
		t.Errorf("the metrics are named oddly: %v, %v", problems, err)
	}
}
