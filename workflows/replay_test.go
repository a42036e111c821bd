package workflows_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/worker"

	"github.com/datelinehq/dateline/workflows"
)

// Workflows that were begun by a released version must be able to go on with this code. Each folder of testdata/replay
// holds the histories of one release, recorded on the real engine and never edited:
//
//	go test ./workflows/engine -run OnTheRealEngine -record v0.1
func TestRecordedHistoriesReplay(t *testing.T) {
	histories, err := filepath.Glob("testdata/replay/*/*.json")
	if err != nil || len(histories) == 0 {
		t.Fatalf("no histories: %v", err)
	}
	for _, file := range histories {
		t.Run(strings.TrimSuffix(filepath.ToSlash(file), ".json"), func(t *testing.T) {
			replayer := worker.NewWorkflowReplayer()
			replayer.RegisterWorkflow(workflows.Dispatch)
			replayer.RegisterWorkflow(workflows.Poll)
			replayer.RegisterWorkflow(workflows.Tick)
			replayer.RegisterWorkflow(workflows.Deliver)
			replayer.RegisterWorkflow(workflows.Digest)
			replayer.RegisterWorkflow(workflows.Sweep)
			if err := replayer.ReplayWorkflowHistoryFromJSONFile(quiet{}, file); err != nil {
				t.Error(err)
			}
		})
	}
}
