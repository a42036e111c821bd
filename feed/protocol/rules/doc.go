// Package rules chooses asks: which response window is for which of them.
//
//	kind == "review" && "urgent" in labels
//
// A rule is an expression of the language of github.com/expr-lang/expr about the fields of [Facts]. It is compiled once,
// when the configuration is read, and everything that cannot be meant is refused then: a name or a word that does not
// exist, a comparison that cannot be made, and a rule that can never hold. What is left when all of it is put together is
// a yes or a no.
//
// # A rule that can never hold
//
// A rule is read as a formula of comparisons. A field of which all values are known, such as kind, is one of those; any
// other is one of the words it is compared with, or something else; a number lies on one side or the other of each number
// it is compared with; and whatever cannot be looked into may be true or false. If no choice of all these makes the rule
// true, nothing will. The same tells whether the rules before one leave anything to it. Both err on one side only: a rule that could
// hold is never refused.
//
// # What it never does
//
// Rules read no clock and no environment, and take no more than a bounded time and space; one that fails on some facts does
// not choose them. The package imports feed, feed/spelling, expr and the standard library.
package rules
