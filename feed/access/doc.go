// Package access decides who may do what.
//
// # What it promises
//
// Nobody is let in who is not known: a [Door] stands before everything that is served, finds out who makes a request by
// the ways it was given, looks the address up in one table ([Routes]) and refuses what the table does not have. A way
// that was given something wrong, an unknown token for instance, ends the matter: no other way is tried.
//
// # Roles
//
// Each role may do what the one before it may:
//
//	viewer    reads pages, the API and subscriptions; sets what only they see: time zone, marks, what they have read
//	lead      speaks for the team: promises, waives, confirms, rules who is who, saves views
//	operator  gives orders: sources are polled, paused and resumed, subscribers told again
//	admin     sees what was done by whom
//
// # Scopes
//
// Tokens have scopes besides a role: feed opens subscriptions, read all that is read, write all that is said and
// ordered. A token stands in the Authorization header as Bearer; only where a subscription is fetched, which feed
// readers do without headers, it may stand in the address as token=. It is taken out of the address before anybody else
// sees that, so that no log, link or page repeats it. Some addresses are for programs alone: nobody comes there without a
// token, not even from the machine itself.
//
// # What readers see
//
// A source may be kept to groups. Whoever is in none of them sees nothing of it, whatever their role ([Reader.Sees]).
//
// # What it never does
//
// It keeps nothing and asks nobody over the network: how tokens are found is given to it, and logging in is package
// oidc's. It knows no page: a refusal is shown by whoever shows pages.
package access
