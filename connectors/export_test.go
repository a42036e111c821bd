package connectors

import (
	"context"
	"time"
)

// Spender returns what a process spends requests of a tool with.
func Spender(b Budget, tool string) func(context.Context, time.Time) (time.Time, error) {
	return (&purse{budget: b, name: tool, pace: paces[tool]}).spend
}
