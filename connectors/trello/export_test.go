package trello

import "github.com/datelinehq/dateline/connectors"

// PerPage makes a board ask for so many actions and cards at once.
func PerPage(c connectors.Connector, n int) { c.(*board).limit = n }
