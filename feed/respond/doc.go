// Package respond is what answers over HTTP have in common, whether a page is asked for or the API.
//
// An answer is sent whole or not at all, compressed for readers who take that, without its body where only the head was
// asked for ([Send]), and not again to who has it ([Unchanged]), which a [Tag] tells. Each request has an id, is
// survived when it panics, and leaves a line in the log ([Observed]). The line names the route and never the query:
// what people look for is their own affair.
//
// It imports the standard library only.
package respond
