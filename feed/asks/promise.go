package asks

import (
	"github.com/datelinehq/dateline/feed"
)

// promise takes in a time that the responder of an ask names in a comment. Such a comment is no answer.
func (w *walk) promise(a *ask, e feed.Entry) bool {
	return false
}
