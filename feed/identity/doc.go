// Package identity finds the people behind accounts.
//
// # How
//
// Accounts become people in this order, and what comes later never overrules what came before:
//
//  1. by configuration: the accounts written down with a person;
//  2. by what somebody confirmed ([feed.Same]), the earliest first;
//  3. by e-mail: an address written down with a person, or the same at several accounts.
//
// What is only likely, the same name or login in another tool, is a [Suggestion]: it joins nobody until somebody confirms
// it, and is not made again once somebody rejected it ([feed.Different]). A rejected pair is never joined by e-mail
// either, nor by way of others. Taking a ruling back ([feed.Undone]) restores what was before it.
//
// # What it promises
//
// The result depends on what is known and on the order of the rulings, not on the order in which accounts are told. Two
// different people of the configuration are never joined, whatever is confirmed. Programs and teams are joined with
// nobody. Nothing that is stored changes by a corrected identity: all of it is worked out when somebody looks.
//
// # Programs
//
// A program is an account that its connector knows to be one, one of those every tool brings along (see programs), or one
// of the list in the configuration. An account that is written down with a person is no program unless it is listed.
//
// It imports feed, feed/protocol and the standard library.
package identity
