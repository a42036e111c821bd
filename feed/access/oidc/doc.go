// Package oidc has readers log in at an OpenID provider, and remembers that they did.
//
// # The way
//
// /login sends the browser to the provider, with a state, a nonce and the hash of a secret (PKCE); the three wait in a
// cookie of ten minutes. /login/callback takes the provider's code, trades it for an ID token, and checks the token's
// signature, issuer, audience, time and nonce. Then there is a session: what is kept of it is who that is and their groups,
// in the store, under the hash of a name that only the browser's cookie has. /logout ends it, always, and has the browser
// go on to where the provider logs people out, if it has told of such a place (OpenID Connect RP-Initiated Logout 1.0);
// from there it comes back.
//
// # What it promises
//
// The cookie is __Host-dateline: it is sent over TLS only, to this host only, and to no script. A session ends eight
// hours after it was last used, and seven days after it began. Whoever logs in gets a new name for it, so that nobody
// can be given one beforehand. An e-mail address counts only if the provider has verified it; without one somebody is
// "sub:" and their subject.
//
// What somebody may do follows from their groups, when they do it: a role that is given or taken in the configuration
// counts at once. Which groups they are in is asked when they log in.
//
// # What it never does
//
// It keeps no password, and of the provider's tokens only the ID token, where the store seals it: the provider is shown it
// when somebody logs out. It sends no reader anywhere but to the provider and to our own pages. The provider is asked for
// its addresses when somebody first logs in, so that we start without it.
package oidc
