package asks

import (
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/commitment"
)

// promise takes in a time that the responder of an ask names in a comment: /by Thu 15:00, by the clock on the writer's wall.
// Such a comment is no answer. A time that cannot be read promises nothing, and the comment counts as any other.
func (w *walk) promise(a *ask, e feed.Entry) bool {
	if e.Verb != feed.Commented || !strings.Contains(e.Text, "/by") || !w.human(e.Tool, e.By) || !w.owes(a, e.By) {
		return false
	}
	zone, closing := time.UTC, commitment.Closing(nil)
	if hours := w.agreed.Hours(e.Tool, e.By); hours != nil {
		zone, closing = hours.Zone(), commitment.Closes(hours.Calendar)
	}
	until, found, err := commitment.Read(e.Text, e.At, zone, closing)
	if !found || err != nil {
		return false
	}
	a.promises = append(a.promises, promise{e.At, until.UTC()})
	return true
}
