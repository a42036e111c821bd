// Package guard is the way to the open internet, and to nothing else.
//
// Addresses come from people: where a webhook is to be sent, where a video that somebody linked has its picture. The machine
// that makes the request stands inside a network that those people cannot reach. So every connection is judged when it is
// made, after the name was looked up, by the address that it turned out to have: it makes no difference what the name says,
// nor what it said a moment before. Loopback, private, link-local, shared, multicast and other special networks are refused, in
// whichever form of IPv6 they are written: mapped, translated (NAT64) or tunnelled (6to4, Teredo). What is let through besides is
// a list of networks; the services from which a cloud hands out credentials are in none.
//
// # What it promises
//
// A client of [NewClient] ends a request in time, reads no more of an answer than it may, counted after decompression, and
// follows no more redirects than it is told; each of them is another connection, and judged like the first. It keeps no
// cookies, and never asks a proxy: the address that is judged would be the proxy's.
//
// # What it never does
//
// It does not look at what is sent or answered. It imports the standard library only, so that whatever makes requests can have
// it: package webhook sends with it, package previews fetches.
package guard
