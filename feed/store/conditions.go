package store

import (
	"fmt"
	"strings"
)

// conditions collects what must hold for a row to be chosen, and the parameters it is compared with.
type conditions struct {
	dialect dialect
	terms   []string
	args    []any
	err     error
}

// add adds a condition in which every %d stands for the number of the parameter that holds the next value.
func (c *conditions) add(condition string, values ...any) {
	numbers := make([]any, len(values))
	for i, v := range values {
		c.args = append(c.args, v)
		numbers[i] = len(c.args)
	}
	c.terms = append(c.terms, fmt.Sprintf(condition, numbers...))
}

// among adds that one of the columns is one of the values, which are strings or numbers.
func (c *conditions) among(values any, columns ...string) {
	list, err := c.dialect.list(values)
	if err != nil {
		c.err = err
	}
	c.args = append(c.args, list)
	var some []string
	for _, column := range columns {
		some = append(some, c.dialect.among(column, len(c.args)))
	}
	c.terms = append(c.terms, "("+strings.Join(some, " or ")+")")
}

// beyond adds that the column is none of the values.
func (c *conditions) beyond(values any, column string) {
	c.among(values, column)
	c.terms[len(c.terms)-1] = "not " + c.terms[len(c.terms)-1]
}

// matching adds that the event e matches the expression.
func (c *conditions) matching(x expression) {
	c.args = append(c.args, c.dialect.match(x))
	c.terms = append(c.terms, c.dialect.matches(len(c.args)))
}

// where writes the conditions, or nothing where there are none.
func (c *conditions) where() string {
	if len(c.terms) == 0 {
		return ""
	}
	return " where " + strings.Join(c.terms, " and ")
}

// limit writes that at most n rows are wanted. The sum keeps SQLite from looking at the number when it plans: it would plan
// anew at each use of a prepared statement.
func (c *conditions) limit(n int) string {
	c.args = append(c.args, n)
	return fmt.Sprintf(" limit $%d + 0", len(c.args))
}
