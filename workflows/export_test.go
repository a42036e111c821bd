package workflows

import (
	"context"

	"github.com/datelinehq/dateline/feed"
)

// Ask looks whether a source has anything new, as Dispatch does. A method would be taken for an activity.
func Ask(ctx context.Context, a *Activities, src feed.Source) { a.ask(ctx, src) }
