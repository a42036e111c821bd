// Package rules reads the rules by which a team says which response window is for which ask:
//
//	kind == "review" && "urgent" in labels
//
// A rule is an expression of github.com/expr-lang/expr that says yes or no of the [Facts] of an ask. It compares, looks for
// words (contains, startsWith, endsWith, matches), asks whether one is among several (in), and joins what it asks by and, or
// and not. Times are in UTC.
//
// A rule is checked when it is read, for whoever writes one finds out too late what it does not choose. [Compile] refuses
// what is misspelled, what compares things of different kinds, a word that a fact never is, and a rule that cannot hold
// whatever the facts; it says so in one line with what would be right. [Rule.CanHold] tells whether rules that come first
// leave it anything. Both only refuse what is certain: of what they cannot look into they assume that it may be so or not.
//
// Rules are deterministic: the same facts give the same answer at every time and on every machine. There is no clock in
// them, no time zone and no order of a map. They are bounded in size, time and memory, and one that fails on some facts does
// not hold on those.
//
// A rule is also read by people who never saw an expression: [Rule.Words] says it in English.
//
// The package reads no file, knows no agreement and imports expr, feed and feed/spelling.
package rules
