package asana

import "github.com/datelinehq/dateline/connectors"

// PerPage makes a project ask for so many objects at once.
func PerPage(c connectors.Connector, n int) { c.(*project).size = n }
