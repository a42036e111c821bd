// Package previews finds out what is behind links to videos, so that a page can show it beside the link.
//
// # What is looked for
//
// Videos of Loom: links to https://www.loom.com/share/<id> and /embed/<id>. Loom is asked by oEmbed (https://oembed.com, at
// /v1/oembed) for the title and the length, and for where a picture of the video is; the picture is fetched, made small and
// still, and kept. Pictures of GitHub, Notion and others are not fetched: they are often not public, and a link is enough.
//
// # When
//
// [Fetcher.Previews] answers at once with what is known and waits for nothing. What is not known is fetched in the background,
// a few at a time, each once; if too many are wanted already, whoever looks the next time wants it again. What cannot be had is
// remembered for an hour, what can for a week. So reading a page makes no request that tells anybody when it was read or by
// whom: the first reader of all causes one, made by the server.
//
// # Trust
//
// Whoever writes a comment chooses the id, and whoever answers the title and the picture. The address that is asked is made of
// the id alone, by the client of package guard, which reaches nothing but the open internet. An answer is read up to 64 KiB, a
// picture up to 1 MiB and 2560 × 1600 dots; JPEG, PNG and GIF are told by their first bytes, decoded, and written anew as
// JPEG, so that what is served was painted here. WebP, which the standard library does not decode, is kept as it is unless it
// moves. SVG is no picture. The title is plain text, to be escaped by whoever shows it.
//
// # What it never does
//
// It keeps nothing itself but the list of what is wanted, and starts no work but in [Fetcher.Run]. It imports feed and the
// standard library only; the client and the store are lent.
package previews
