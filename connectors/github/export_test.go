package github

import "github.com/datelinehq/dateline/connectors"

// PerPage lets a repository's connector ask for n rows a page, so that a test has many pages of few rows.
func PerPage(c connectors.Connector, n int) { c.(*repository).perPage = n }
