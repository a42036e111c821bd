// Package digest tells somebody once a day, or once a week, what they would find on the pages: who waits on them, for whom they
// wait, what was decided, and what moved on.
//
// # What is told
//
// A digest is for one person and one period. Its waits are those at the moment it is made; decided and progressed is what
// happened within the period, everywhere that is read. It is arranged as the pages arrange it, by package catchup, and said with
// the same words. What is only possible is left out of the waits: nobody is told of it.
//
// The one of a week ends with an [Agenda] for the team's touchpoint: what is stuck, which threads went back and forth so often
// that a short call or a Loom would be quicker, and whose asks no person answered.
//
// # When
//
// On each working day of the person's calendar, without holidays and time off, at the time that the subscriber names: when work
// begins if that is later, and also if nobody works any more at that time. A week's is told on the first working day of the week
// and is about the weeks before it since the last one ([Subscriber.Latest], [Subscriber.Next]). A moment that was missed is made
// good once: the digest that comes then tells all of it, as far as [Most] goes back.
//
// A day's digest that tells nothing is not sent ([Digest.Empty]); a week's is, for it says that nothing is stuck.
//
// # What it never does
//
// The package is pure: the entries, the asks, the agreement and the instant come in, and it reads no clock, store, file or network.
// Texts of tools are hostile: they are on one line, without control characters, and escaped in HTML. A digest loads nothing when
// it is opened: no picture, no style from elsewhere, so that reading it tells nobody that it was read. How it is sent is the
// business of package digest/mail and of package webhook.
package digest
