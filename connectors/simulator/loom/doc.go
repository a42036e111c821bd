// Package loom answers as Loom does, about the few videos that the team recorded: by oEmbed (/v1/oembed) with the title, the
// length and where a picture is; with that picture; and with a page for people at /share/<id>. There is nothing to be watched.
//
// Stories name a video by {loom}/share/<id> (package world); which ones there are is the table in videos.go. Of one that is not
// in it the answer is that there is none, as of one that was deleted.
package loom
