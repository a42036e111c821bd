package api

import "net/http"

// Callers is how many callers are remembered.
func Callers(h http.Handler) int { return len(h.(*Programs).server.limits.of) }
