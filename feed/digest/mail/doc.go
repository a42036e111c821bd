// Package mail sends a digest to one address, by SMTP.
//
// # What a reader gets
//
// A message in two forms, plain text and HTML, that says the same in both. Its Message-ID is made of the subscriber and the period,
// so that a repeat, as after a crash between sending and noting that, is recognised by whoever has it already. List-Id says which
// list it is of. List-Unsubscribe and List-Unsubscribe-Post (RFC 8058) let mail programs offer one click that ends it; the
// operator's mail server is to sign those headers, as it does all mail (DKIM). Auto-Submitted says that no person wrote it, so that
// absence notices are not sent in return.
//
// # How it is sent
//
// Over TLS, begun at once or by STARTTLS, which then is not optional: a server that does not offer it gets nothing. Without TLS
// it is sent only to this machine itself. Certificates are checked. One message, one connection.
//
// # What it never does
//
// It sends each message once: when to send again is the caller's business. It keeps no queue and reads no clock but for its time
// limit. An address that the server refuses for good is [ErrRefused]; every other error is worth another attempt. Errors say what
// to do, and never hold the password.
package mail
