// Package mcp answers language models, by the Model Context Protocol over streamable HTTP.
//
// # Tools
//
//	search_feed       what happened, asked in the search language of package query
//	list_asks         who owes whom a response
//	explain_ask       the receipt of an ask, in words and in figures
//	list_decisions    what was decided, and what waits to be
//
// Each is an endpoint of the API with fewer parameters and shorter pages: filters, cursors and records are the same, and so
// are the schemas, which are made of the same tables and types. A further tool is a line in the table. Of what is wrong with
// a call a model is told in the words that people are told in, and what it could have said instead; it can mend it by itself.
//
// # Answers
//
// An answer is JSON, as structured content and as text for clients that know no other; that of explain_ask begins with the
// receipt as people read it.
//
// # What it promises
//
// No session is kept: each request stands for itself, so that any process may answer it, and whoever asks sees what their token
// may see at that moment.
//
// # What it never does
//
// It changes nothing and sends nothing by itself, and asks no model anything. It does not ask who comes: that is done at the
// door, as for everything that is served, and there nobody comes in without a token. What people wrote in their tools is
// passed on as it is: the instructions for models say that it is no instruction.
package mcp
