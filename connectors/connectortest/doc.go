// Package connectortest holds the promises that every connector keeps, as one test suite.
//
// A connector's test says how to open it and which handler plays its tool, and calls [Run]. The suite reads the tool as
// the host does, page by page until there is no more, and checks that
//
//   - what arrives is what a golden file says, a line for every item and event (-update writes it anew);
//   - every event and item is fit to be stored, and every event is about an item that arrived;
//   - nothing is lost when the connector is opened anew before every page, or reads every page twice;
//   - a second reading brings nothing new, and costs as many requests as the connector claims;
//   - what it lists as existing is all that it brought, and a probe says what can be read, if it does these at all;
//   - 401 is ErrAuth and 429 is Wait, at whatever request of a reading they come;
//   - failing servers and answers that are cut off, empty, too large or not JSON are errors that lose nothing, at whatever
//     request they come;
//   - an object that cannot be understood, in whatever list, becomes a reject and stops nothing;
//   - a cancelled context ends a Fetch at once; a cursor that is none is ErrCursor;
//   - nothing is written to the tool, no credential stands in an error or a cursor, and no goroutine is left behind.
//
// It knows no tool. The package imports feed, connectors and what tests are made with.
package connectortest
