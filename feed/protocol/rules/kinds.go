package rules

import "strings"

// goesWith says what an operator stands between.
func goesWith(operator string) string {
	switch operator {
	case "&&", "||", "and", "or", "!", "not":
		return "yes or no"
	case "==", "!=":
		return "two things of one kind"
	case "<", ">", "<=", ">=":
		return "two numbers, texts or times"
	case "contains", "startsWith", "endsWith", "matches":
		return "two texts"
	case "in":
		return "one thing and several"
	}
	return "numbers, times or texts"
}

// kindOf says in words what a type of Go is.
func kindOf(goType string) string {
	switch strings.TrimLeft(goType, "*") {
	case "string":
		return "a text"
	case "int", "int64", "float64", "uint8":
		return "a number"
	case "bool":
		return "a yes or no"
	case "time.Time":
		return "a time"
	case "time.Duration":
		return "a length of time"
	case "[]string":
		return "several texts"
	case "[]interface {}":
		return "several things"
	case "rules.Teams":
		return "several teams"
	case "rules.Item":
		return "an item"
	case "nil", "unknown", "interface {}":
		return "of no kind that is known beforehand"
	}
	return "something else"
}
